"""Two kinds of "as of": a day asked of the stored periods, and a moment asked of what the register knew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Office, User
from agreements.actions import NewAct, choose_authoritative, correct_act, record_act
from agreements.instruments import determination_of, instrument_of, instruments_of
from agreements.models import Act, Agreement, Clause, ForcePeriod
from core.actors import Actor
from core.changes import recorded_change
from core.dates import PartialDate
from tests.cast import NOW, TODAY, TOMORROW, acting
from tests.factories import make_act, make_agreement, maker, party_of, sign

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def act(on: str, **values: object) -> NewAct:
    return NewAct("signature", PartialDate.parse(on), "A source", **values)  # type: ignore[arg-type]


def days_known(agreement: Agreement, moment: dt.datetime | None) -> list[str]:
    return [str(each.on) for each in instrument_of(agreement, moment).acts]


def test_the_status_of_tomorrow_is_right_tomorrow_with_no_job(office: Office) -> None:
    agreement = make_agreement(office)
    with recorded_change(by=maker()):
        Clause.objects.create(
            agreement=agreement, kind="entry_into_force", recorded_at=maker().at,
            parameters={"mode": "on_fixed_date", "fixed_date": TOMORROW.isoformat()},
        )  # fmt: skip
    sign(agreement, on="2026-02-01")
    wholes = ForcePeriod.objects.of_wholes().filter(agreement=agreement)
    assert wholes.on(TODAY).get().status == "not_in_force"
    assert wholes.on(TOMORROW).get().status == "in_force"


@pytest.mark.parametrize("day", ["1990-01-01", "2026-01-31", "2026-02-01", "2026-03-02", "9999-12-31"])
def test_what_is_stored_of_a_day_is_what_is_computed_of_it(office: Office, day: str) -> None:
    agreement = make_agreement(office, kind="treaty")
    with recorded_change(by=maker()):
        Clause.objects.create(
            agreement=agreement,
            kind="entry_into_force",
            recorded_at=maker().at,
            parameters={"mode": "on_last_signature"},
        )
    sign(agreement, on="2026-02-01")
    on = dt.date.fromisoformat(day)
    determination = determination_of(agreement)
    stored = {row.party and str(row.party.uid): row.status for row in ForcePeriod.objects.on(on)}
    assert stored == {key: determination.on(on, key).status for key in stored}
    assert len(stored) == 3


def test_before_its_correction_an_entry_was_believed(office: Office, olga: User) -> None:
    agreement = make_agreement(office)
    party = party_of(agreement)
    first = record_act(by=acting(olga, at=NOW), agreement=agreement, act=act("2020-07-01", party=party))
    later = NOW + HOUR
    correct_act(by=acting(olga, at=later), entry=first, act=act("2020-07-20", party=party), reason="A typing mistake")
    assert days_known(agreement, NOW - HOUR) == []
    assert days_known(agreement, NOW) == ["2020-07-01"]
    assert days_known(agreement, later - dt.timedelta(seconds=1)) == ["2020-07-01"]
    assert days_known(agreement, later) == ["2020-07-20"]
    assert days_known(agreement, None) == ["2020-07-20"]


def test_the_entry_that_counted_then_is_the_one_asked(office: Office, olga: User) -> None:
    agreement = make_agreement(office)
    party = party_of(agreement)
    start = timezone.now()
    by = Actor.person(olga, at=start)
    record_act(by=by, agreement=agreement, act=act("2020-07-01", party=party))
    second = record_act(by=Actor.person(olga), agreement=agreement, act=act("2020-07-20", party=party))
    between = timezone.now()
    choose_authoritative(by=Actor.person(olga), entry=second, reason="The better source")
    assert days_known(agreement, between) == ["2020-07-01"]
    assert days_known(agreement, timezone.now()) == ["2020-07-20"]
    assert days_known(agreement, None) == ["2020-07-20"]


def test_one_that_took_its_place_counts_from_its_own_recording(office: Office, olga: User) -> None:
    agreement = make_agreement(office)
    party = party_of(agreement)
    record_act(by=Actor.person(olga), agreement=agreement, act=act("2020-07-01", party=party))
    by = Actor.person(olga)
    record_act(by=by, agreement=agreement, act=act("2020-07-20", party=party), make_authoritative=True)
    assert days_known(agreement, by.at - dt.timedelta(microseconds=1)) == ["2020-07-01"]
    assert days_known(agreement, by.at) == ["2020-07-20"]


def test_an_answer_follows_the_correction_of_what_it_answers(office: Office, olga: User) -> None:
    agreement = make_agreement(office)
    one, other = agreement.parties.order_by("position")
    reservation = make_act(agreement, kind="reservation", party=one, on="2026-01-10")
    make_act(agreement, kind="objection", party=other, on="2026-01-20", refers_to=reservation)
    right = NewAct("reservation", PartialDate.parse("2026-01-11"), "A source", party=one)
    corrected = correct_act(by=acting(olga), entry=reservation, act=right, reason="A typing mistake")
    objection = next(each for each in instrument_of(agreement).acts if each.kind == "objection")
    assert objection.refers_to == str(corrected.uid)
    then = next(each for each in instrument_of(agreement, NOW - HOUR).acts if each.kind == "objection")
    assert then.refers_to == str(reservation.uid)


def test_more_agreements_take_no_more_queries(office: Office) -> None:
    def queries(agreements: list[Agreement]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(instruments_of([each.pk for each in agreements])) == len(agreements)
        return len(captured)

    agreements = [make_agreement(office) for _each in range(4)]
    sign(agreements[0])
    assert queries(agreements[:1]) == queries(agreements) == 5


def test_disputed_entries_count_while_they_are_authoritative(office: Office) -> None:
    agreement = make_agreement(office)
    make_act(agreement, on="2020-07-01", standing="disputed")
    assert Act.objects.get().is_authoritative
    assert days_known(agreement, None) == ["2020-07-01"]


def test_stage_and_nature_are_those_of_the_moment(office: Office) -> None:
    agreement = make_agreement(office, kind="strategic_agreement", stage="text_agreed")
    before = timezone.now()
    with recorded_change(by=maker()):
        Agreement.objects.filter(pk=agreement.pk).update(stage="signed", nature="treaty")
    assert instrument_of(agreement).is_signed_without_dates
    assert instrument_of(agreement).nature == "treaty"
    then = instrument_of(agreement, before)
    assert (then.is_signed_without_dates, then.nature) == (False, "undetermined")
    assert not instrument_of(agreement, before - dt.timedelta(days=365 * 50)).is_signed_without_dates
