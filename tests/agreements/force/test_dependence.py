"""What waits for another agreement, or is superseded by one, follows it in the same transaction."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Office
from agreements.dependence import dependence_of
from agreements.force_rows import gaps_of
from agreements.instruments import determination_of, instrument_of
from agreements.law.calendar import exactly
from agreements.models import Agreement, Clause, ForcePeriod, Relation
from core.changes import recorded_change
from tests.factories import make_act, make_agreement, make_institution, maker, sign

pytestmark = pytest.mark.django_db


def on_signature(agreement: Agreement, **terms: object) -> None:
    by = maker()
    with recorded_change(by=by):
        Clause.objects.create(
            agreement=agreement, kind="entry_into_force", parameters={"mode": "on_last_signature", **terms},
            recorded_at=by.at,
        )  # fmt: skip


def status(agreement: Agreement, day: str) -> str:
    return ForcePeriod.objects.of_wholes().on(dt.date.fromisoformat(day)).get(agreement=agreement).status


def test_one_that_waits_enters_into_force_with_the_other(office: Office) -> None:
    awaited, waiting, unrelated = (make_agreement(office) for _each in range(3))
    on_signature(awaited)
    on_signature(waiting, not_before_agreement=awaited.reference)
    sign(waiting, on="2020-01-10")
    assert status(waiting, "2020-06-01") == "not_in_force"
    sign(awaited, on="2020-03-01")
    assert status(waiting, "2020-06-01") == "in_force"
    assert status(waiting, "2020-02-28") == "not_in_force"
    assert dependence_of([awaited.pk]).dependants == {awaited.pk, waiting.pk}
    assert dependence_of([waiting.pk]).needed == {awaited.pk, waiting.pk}
    assert unrelated.pk not in dependence_of([awaited.pk]).needed
    assert gaps_of([awaited.pk, waiting.pk, unrelated.pk]) == {}


def test_a_chain_of_conditions_is_followed_to_its_end(office: Office) -> None:
    first, second, third = (make_agreement(office) for _each in range(3))
    on_signature(first)
    on_signature(second, not_before_agreement=first.reference)
    on_signature(third, not_before_agreement=second.reference)
    for agreement in (third, second, first):
        sign(agreement, on="2020-03-01")
    assert status(third, "2020-03-01") == "in_force"
    assert gaps_of([first.pk, second.pk, third.pk]) == {}


def test_conditions_in_a_circle_are_never_met(office: Office) -> None:
    one, other = make_agreement(office), make_agreement(office)
    on_signature(one, not_before_agreement=other.reference)
    on_signature(other, not_before_agreement=one.reference)
    sign(one, on="2020-03-01")
    sign(other, on="2020-03-01")
    assert (status(one, "2021-01-01"), status(other, "2021-01-01")) == ("not_in_force", "not_in_force")
    assert gaps_of([one.pk, other.pk]) == {}


@pytest.mark.parametrize(("outside", "status"), [(0, "superseded"), (2, "in_force")])
def test_a_later_agreement_supersedes_only_where_all_the_parties_are_in_it(
    office: Office, outside: int, status: str
) -> None:
    one, two = make_institution(), make_institution()
    others = [make_institution() for _each in range(outside)]
    old = make_agreement(office, parties=[one, two, *others], kind="treaty")
    new = make_agreement(office, parties=[one, two], kind="treaty")
    on_signature(old)
    on_signature(new)
    sign(old, on="2010-01-01")
    with recorded_change(by=maker()):
        Relation.objects.create(agreement=new, other=old, kind="supersedes")
    sign(new, on="2020-05-01")
    rows = {
        row.party.institution: row.status
        for row in ForcePeriod.objects.filter(agreement=old, party__isnull=False).on(dt.date(2020, 6, 1))
    }
    assert [rows[each] for each in (one, two, *others)] == [status] * (2 + outside)
    assert gaps_of([old.pk, new.pk]) == {}


def test_a_relation_may_say_from_when_it_supersedes(office: Office) -> None:
    one, two = make_institution(), make_institution()
    old, new = make_agreement(office, parties=[one, two]), make_agreement(office, parties=[one, two])
    with recorded_change(by=maker()):
        Relation.objects.create(agreement=new, other=old, kind="supersedes", effective_on=dt.date(2021, 1, 1))
    (supersession,) = instrument_of(old).supersessions
    assert supersession.reference == new.reference
    assert set(supersession.from_.values()) == {exactly(dt.date(2021, 1, 1))}


def test_a_new_agreement_may_wait_for_the_one_it_supersedes(office: Office) -> None:
    one, two = make_institution(), make_institution()
    old, new = make_agreement(office, parties=[one, two]), make_agreement(office, parties=[one, two])
    on_signature(old)
    on_signature(new, not_before_agreement=old.reference)
    with recorded_change(by=maker()):
        Relation.objects.create(agreement=new, other=old, kind="supersedes")
    sign(new, on="2020-05-01")
    sign(old, on="2020-06-01")
    assert determination_of(new).entry.when == exactly(dt.date(2020, 6, 1))
    assert gaps_of([old.pk, new.pk]) == {}


def test_a_corrected_act_moves_what_waits_for_it(office: Office) -> None:
    awaited, waiting = make_agreement(office), make_agreement(office)
    on_signature(awaited)
    on_signature(waiting, not_before_agreement=awaited.reference)
    sign(waiting, on="2020-01-10")
    make_act(awaited, on="2020-03-01")
    assert status(waiting, "2020-03-01") == "in_force"
    assert status(waiting, "2020-02-29") == "not_in_force"
