"""The ledger of acts: dated facts, each with its source, never rewritten."""

import datetime as dt

import pytest
from django.db import InternalError, NotSupportedError, transaction

from agreements.act_kinds import ACT_LABELS, MAY_BE_FUTURE, OF_ALL_PARTIES, ActKind
from agreements.actions import NewAct, NewParty, correct_act, record_act
from agreements.models import Act, Agreement
from agreements.queries import conflicting_acts
from core.dates import PartialDate
from tests.cast import NOW, TODAY, TOMORROW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import SOURCE, make_act, make_agreement, make_institution, party_of

LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def agreement(office) -> Agreement:
    return make_agreement(office)


def act(on: object, kind: str = "signature", **values) -> NewAct:
    return NewAct(kind=kind, when=PartialDate.parse(str(on)), source=SOURCE, **values)


def test_every_kind_of_act_has_a_label():
    assert set(ACT_LABELS) == set(ActKind)


def test_only_what_a_source_states_of_the_whole_may_lie_ahead():
    assert {ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION} == MAY_BE_FUTURE


def answered(agreement, kind):
    """The act that one of this kind answers, where it must name one."""
    if kind == ActKind.WITHDRAWAL_OF_NOTICE:
        return make_act(agreement, kind="notice_of_denunciation", party=party_of(agreement))
    if kind == ActKind.OBJECTION:
        return make_act(agreement, kind="reservation", party=agreement.parties.last())
    return None


@pytest.mark.parametrize("kind", list(ActKind), ids=lambda kind: kind.value)
def test_an_act_dated_tomorrow_is_refused_unless_a_source_may_state_it_ahead(agreement, olga, kind):
    party = None if kind in OF_ALL_PARTIES else party_of(agreement)
    entry = act(TOMORROW, kind, party=party, refers_to=answered(agreement, kind))
    if kind in MAY_BE_FUTURE:
        assert record_act(by=acting(olga), agreement=agreement, act=entry).date == TOMORROW
    else:
        with invalid("date"):
            record_act(by=acting(olga), agreement=agreement, act=entry)
        assert not agreement.acts.filter(kind=kind).exists()


def test_today_is_the_offices_day(agreement, office, olga):
    office.time_zone = "Pacific/Auckland"
    office.save()
    agreement.refresh_from_db()
    evening = acting(olga, at=NOW.replace(hour=20))
    assert record_act(by=evening, agreement=agreement, act=act(TOMORROW)).date == TOMORROW


@pytest.mark.parametrize(("text", "precision"), [("2026", "year"), ("2026-03", "month"), ("2026-03-02", "day")])
def test_an_act_is_known_to_the_day_the_month_or_the_year(agreement, olga, text, precision):
    entry = record_act(by=acting(olga), agreement=agreement, act=act(text))
    entry.refresh_from_db()
    assert (entry.precision, str(entry.when)) == (precision, text)


@pytest.mark.parametrize("text", ["2027", "2026-04"])
def test_a_year_or_month_that_has_not_begun_lies_ahead(agreement, olga, text):
    with invalid("date"):
        record_act(by=acting(olga), agreement=agreement, act=act(text))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "handshake"}, "kind"),
        ({"source": "  "}, "source"),
        ({"standing": "rumoured"}, "standing"),
        ({"received_on": TODAY - dt.timedelta(days=40)}, "received_on"),
        ({"received_on": TOMORROW}, "received_on"),
        ({"source_url": "not an address"}, "source_url"),
        ({"source": "x" * 501}, "source"),
        ({"note": "nul\x00byte"}, "note"),
    ],
)
def test_what_cannot_be_is_no_input(agreement, olga, values, field):
    entry = NewAct(**{"kind": "signature", "when": PartialDate.parse("2026-02-01"), "source": SOURCE, **values})
    with invalid(field):
        record_act(by=acting(olga), agreement=agreement, act=entry)


def test_receipt_may_be_later_than_the_acts_own_date(agreement, olga):
    entry = act("2026-02-01", "notice_of_denunciation", party=party_of(agreement), received_on=dt.date(2026, 2, 20))
    assert record_act(by=acting(olga), agreement=agreement, act=entry).received_on == dt.date(2026, 2, 20)


def test_the_party_is_one_of_this_agreement(agreement, office, olga):
    stranger = party_of(make_agreement(office))
    with invalid("party"):
        record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", party=stranger))


def test_an_observer_does_not_act(office, olga):
    observer = NewParty(make_institution(), role="observer")
    agreement = make_agreement(office, parties=[make_institution(), make_institution(), observer])
    party = party_of(agreement, observer.institution)
    with invalid("party"):
        record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", party=party))


def test_an_act_of_all_parties_names_none(agreement, olga):
    with invalid("party"):
        record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", "adoption", party=party_of(agreement)))


def test_of_two_sources_the_first_counts_and_the_conflict_is_shown(agreement, olga):
    party = party_of(agreement)
    first = record_act(by=acting(olga), agreement=agreement, act=act("2020-07-01", party=party))
    second = record_act(by=acting(olga), agreement=agreement, act=act("2020-07-20", party=party))
    assert (first.is_authoritative, second.is_authoritative) == (True, False)
    assert conflicting_acts(agreement.acts.all()) == [[first, second]]


def test_the_officer_may_take_the_second_source_for_the_right_one(agreement, olga):
    party = party_of(agreement)
    first = record_act(by=acting(olga), agreement=agreement, act=act("2020-07-01", party=party))
    second = record_act(
        by=acting(olga), agreement=agreement, act=act("2020-07-20", party=party), make_authoritative=True
    )
    first.refresh_from_db()
    assert (first.is_authoritative, second.is_authoritative) == (False, True)


def test_two_sources_that_agree_are_no_conflict(agreement, olga):
    for _source in range(2):
        record_act(by=acting(olga), agreement=agreement, act=act("2020-07-01", party=party_of(agreement)))
    assert conflicting_acts(agreement.acts.all()) == []


def test_a_declaration_may_be_made_more_than_once(agreement, olga):
    for day in ("2020-07-01", "2021-07-01"):
        entry = act(day, "declaration", party=party_of(agreement))
        assert record_act(by=acting(olga), agreement=agreement, act=entry).is_authoritative
    assert conflicting_acts(agreement.acts.all()) == []


def test_a_correction_supersedes_and_both_stay_readable(agreement, olga):
    wrong = make_act(agreement, on="2020-07-01", party=party_of(agreement))
    right = correct_act(
        by=acting(olga, at=LATER), entry=wrong, act=act("2020-07-20", party=wrong.party), reason="Misread the stamp"
    )
    wrong.refresh_from_db()
    assert (wrong.date, wrong.recorded_until) == (dt.date(2020, 7, 1), LATER)
    assert (right.supersedes, right.recorded_at, right.is_authoritative) == (wrong, LATER, True)
    assert list(agreement.acts.current()) == [right]
    assert agreement.acts.count() == 2


def test_a_correction_says_what_was_wrong(agreement, olga):
    entry = make_act(agreement)
    with invalid("reason"):
        correct_act(by=acting(olga), entry=entry, act=act("2026-02-01"), reason=" ")


def test_an_entry_is_corrected_once(agreement, olga):
    entry = make_act(agreement)
    correct_act(by=acting(olga), entry=entry, act=act("2026-01-02"), reason="Wrong day")
    with refused("already_superseded"):
        correct_act(by=acting(olga), entry=entry, act=act("2026-01-03"), reason="Wrong day again")


def test_a_correction_may_say_that_it_was_another_act(agreement, olga):
    """Also where an entry on that other act is in the ledger already: then it is a second source on it."""
    party = party_of(agreement)
    signature = make_act(agreement, party=party, on="2020-07-01")
    ratification = make_act(agreement, kind="ratification", party=party, on="2020-09-01")
    corrected = correct_act(
        by=acting(olga), entry=ratification, act=act("2020-07-20", party=party), reason="It was the signature"
    )
    assert (signature.is_authoritative, corrected.is_authoritative) == (True, False)


def test_the_only_entry_on_an_act_is_authoritative_after_a_correction(agreement, olga):
    party = party_of(agreement)
    make_act(agreement, party=party, on="2020-07-01")
    second_source = make_act(agreement, party=party, on="2020-07-20")
    corrected = correct_act(
        by=acting(olga), entry=second_source, act=act("2020-07-20", "ratification", party=party), reason="Misread"
    )
    assert corrected.is_authoritative


@pytest.mark.parametrize("values", [{"date": dt.date(2020, 1, 1)}, {"kind": "ratification"}, {"source": "Elsewhere"}])
def test_the_database_refuses_to_rewrite_an_entry(agreement, values):
    entry = make_act(agreement)
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        Act.objects.filter(pk=entry.pk).update(**values)
    entry.refresh_from_db()
    assert str(entry.when) == "2026-02-01"


def test_the_database_refuses_to_remove_an_entry(agreement):
    entry = make_act(agreement)
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        entry.delete()
    assert Act.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_others_record_and_correct_nothing(agreement, cast, name):
    entry = make_act(agreement)
    with forbidden():
        record_act(by=acting(cast[name]), agreement=agreement, act=act("2026-02-01"))
    with forbidden():
        correct_act(by=acting(cast[name]), entry=entry, act=act("2026-02-01"), reason="No")


def test_an_act_gives_the_agreement_its_next_version(agreement, olga):
    record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01"), expected_version=agreement.version)
    assert Agreement.objects.get().version == agreement.version + 1
