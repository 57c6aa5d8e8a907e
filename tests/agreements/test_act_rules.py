"""What an act may be: by whom, from when it takes effect, what it answers, and what must be confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.models import Office, User
from agreements.actions import NewAct, NewParty, choose_authoritative, correct_act, record_act
from agreements.force_rows import gaps_of
from agreements.models import Act, Agreement, AgreementParty
from core.dates import PartialDate
from core.errors import InvalidInput, NotAllowed, Refused
from tests.cast import acting
from tests.expectations import invalid
from tests.factories import make_act, make_agreement, make_institution, party_of, sign

pytestmark = pytest.mark.django_db
SOURCE = "Gazette 12/2026"


@pytest.fixture
def agreement(office: Office, olga: User) -> Agreement:
    return make_agreement(office, stage="signed")


def act(on: str, kind: str = "signature", **values: Any) -> NewAct:
    return NewAct(kind=kind, when=PartialDate.parse(on), source=SOURCE, **values)


def parties(agreement: Agreement) -> list[AgreementParty]:
    return list(agreement.parties.order_by("position"))


def test_a_depositary_neither_signs_nor_ratifies_but_registers(office: Office, olga: User) -> None:
    depositary = NewParty(make_institution(), role="depositary")
    agreement = make_agreement(office, parties=[make_institution(), make_institution(), depositary])
    row = party_of(agreement, depositary.institution)
    for kind in ("signature", "ratification", "notice_of_denunciation"):
        with invalid("party"):
            record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", kind, party=row))
    assert record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", "registration", party=row)).pk


def test_a_notice_is_somebodys(agreement: Agreement, olga: User) -> None:
    for kind in ("notice_of_denunciation", "accession", "reservation", "withdrawal"):
        with invalid("party"):
            record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01", kind))


def test_a_signature_may_be_of_all_parties_at_once(agreement: Agreement, olga: User) -> None:
    assert record_act(by=acting(olga), agreement=agreement, act=act("2026-02-01")).party is None


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("notice_of_denunciation", {"effective_on": dt.date(2026, 1, 31)}, "effective_on"),
        ("suspension", {"effective_on": dt.date(2026, 1, 31)}, "effective_on"),
        (
            "notice_of_denunciation",
            {"effective_on": dt.date(2026, 2, 5), "received_on": dt.date(2026, 2, 10)},
            "effective_on",
        ),
        ("signature", {"effective_on": dt.date(1599, 12, 31)}, "effective_on"),
    ],
)
def test_dates_that_cannot_be_are_refused(
    agreement: Agreement, olga: User, kind: str, values: dict[str, Any], field: str
) -> None:
    with invalid(field):
        given = act("2026-02-01", kind, party=party_of(agreement), **values)
        record_act(by=acting(olga), agreement=agreement, act=given)


def test_no_act_is_older_than_1600(agreement: Agreement, olga: User) -> None:
    with invalid("date"):
        record_act(by=acting(olga), agreement=agreement, act=act("1599", "adoption"))
    assert record_act(by=acting(olga), agreement=agreement, act=act("1600", "adoption")).pk


def test_a_succession_takes_effect_before_its_own_date(agreement: Agreement, olga: User) -> None:
    given = act("2026-02-01", "succession", party=party_of(agreement), effective_on=dt.date(1991, 6, 25))
    assert record_act(by=acting(olga), agreement=agreement, act=given).effective_on == dt.date(1991, 6, 25)


# What answers another act


def test_a_withdrawal_names_a_notice_of_its_own_party(agreement: Agreement, olga: User) -> None:
    one, other = parties(agreement)
    notice = make_act(agreement, kind="notice_of_denunciation", party=one, on="2026-02-01")
    signature = make_act(agreement, party=one, on="2026-01-01")
    for party, answered in ((one, None), (one, signature), (other, notice)):
        with invalid("refers_to"):
            given = act("2026-02-10", "withdrawal_of_notice", party=party, refers_to=answered)
            record_act(by=acting(olga), agreement=agreement, act=given)
    given = act("2026-02-10", "withdrawal_of_notice", party=one, refers_to=notice)
    assert record_act(by=acting(olga), agreement=agreement, act=given).refers_to == notice


def test_an_objection_names_a_reservation_of_another_party(agreement: Agreement, olga: User) -> None:
    one, other = parties(agreement)
    reservation = make_act(agreement, kind="reservation", party=one, on="2026-02-01")
    with invalid("refers_to"):
        given = act("2026-02-10", "objection", party=one, refers_to=reservation)
        record_act(by=acting(olga), agreement=agreement, act=given)
    given = act("2026-02-10", "objection", party=other, refers_to=reservation)
    assert record_act(by=acting(olga), agreement=agreement, act=given).refers_to == reservation


def test_an_answer_is_not_older_than_what_it_answers(agreement: Agreement, olga: User) -> None:
    one, other = parties(agreement)
    reservation = make_act(agreement, kind="reservation", party=one, on="2026-02-01")
    with invalid("date"):
        given = act("2026-01-10", "objection", party=other, refers_to=reservation)
        record_act(by=acting(olga), agreement=agreement, act=given)


def test_what_answers_nothing_refers_to_nothing(agreement: Agreement, olga: User) -> None:
    other = make_act(agreement, party=party_of(agreement))
    with invalid("refers_to"):
        given = act("2026-02-10", "declaration", party=party_of(agreement), refers_to=other)
        record_act(by=acting(olga), agreement=agreement, act=given)


def test_an_act_of_another_agreement_is_not_answered(agreement: Agreement, office: Office, olga: User) -> None:
    elsewhere = make_agreement(office)
    reservation = make_act(elsewhere, kind="reservation", party=party_of(elsewhere))
    with invalid("refers_to"):
        given = act("2026-02-10", "objection", party=party_of(agreement), refers_to=reservation)
        record_act(by=acting(olga), agreement=agreement, act=given)


# Order


def test_an_act_out_of_order_is_confirmed_with_a_reason(agreement: Agreement, olga: User) -> None:
    sign(agreement, on="2020-07-20")
    stated = act("2019-12-19", "entry_into_force")
    with pytest.raises(Refused) as refused:
        record_act(by=acting(olga), agreement=agreement, act=stated)
    assert [each.code for each in refused.value.refusals] == ["entry_before_signature"]
    assert "2019-12-19" in str(refused.value)
    assert not Act.objects.filter(kind="entry_into_force").exists()
    with pytest.raises(InvalidInput) as unexplained:
        record_act(by=acting(olga), agreement=agreement, act=stated, confirm_order=True)
    assert list(unexplained.value.errors) == ["reason"]
    kept = record_act(by=acting(olga), agreement=agreement, act=stated, confirm_order=True, reason="As published")
    assert kept.is_authoritative


def test_consent_before_signature_is_noticed_from_either_side(agreement: Agreement, olga: User) -> None:
    party = party_of(agreement)
    make_act(agreement, kind="ratification", party=party, on="2025-03-01")
    with pytest.raises(Refused) as refused:
        record_act(by=acting(olga), agreement=agreement, act=act("2025-04-01", party=party))
    assert [each.code for each in refused.value.refusals] == ["consent_before_signature"]


def test_a_correction_out_of_order_is_confirmed_too(agreement: Agreement, olga: User) -> None:
    one, _other = parties(agreement)
    make_act(agreement, party=one, on="2025-03-01")
    entry = make_act(agreement, kind="ratification", party=one, on="2025-04-01")
    wrong = act("2025-02-01", "ratification", party=one)
    with pytest.raises(Refused):
        correct_act(by=acting(olga), entry=entry, act=wrong, reason="As printed")
    entry.refresh_from_db()
    assert entry.recorded_until is None
    assert (
        correct_act(by=acting(olga), entry=entry, act=wrong, reason="As printed", confirm_order=True).supersedes
        == entry
    )


def test_what_is_not_certain_is_not_doubted(agreement: Agreement, olga: User) -> None:
    sign(agreement, on="2020-07-20")
    assert record_act(by=acting(olga), agreement=agreement, act=act("2020-07", "entry_into_force")).pk


def test_a_source_that_differs_is_not_asked_about_its_order(agreement: Agreement, olga: User) -> None:
    sign(agreement, on="2020-07-20")
    make_act(agreement, kind="entry_into_force", on="2020-08-01")
    beside = record_act(by=acting(olga), agreement=agreement, act=act("2019-12-19", "entry_into_force"))
    assert not beside.is_authoritative


# Which entry counts


def test_an_entry_can_be_chosen_to_count(agreement: Agreement, olga: User) -> None:
    party = party_of(agreement)
    first = make_act(agreement, party=party, on="2020-07-20")
    second = make_act(agreement, party=party, on="2020-07-01")
    choose_authoritative(by=acting(olga), entry=second, reason="The gazette is the better source")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_authoritative, second.is_authoritative) == (False, True)
    assert gaps_of([agreement.pk]) == {}


def test_choosing_needs_a_reason_a_standing_entry_and_the_right_to(
    agreement: Agreement, olga: User, victor: User
) -> None:
    party = party_of(agreement)
    first = make_act(agreement, party=party, on="2020-07-20")
    second = make_act(agreement, party=party, on="2020-07-01")
    with invalid("reason"):
        choose_authoritative(by=acting(olga), entry=second, reason=" ")
    with pytest.raises(NotAllowed):
        choose_authoritative(by=acting(victor), entry=second, reason="Because")
    with pytest.raises(Refused) as already:
        choose_authoritative(by=acting(olga), entry=first, reason="Because")
    assert [each.code for each in already.value.refusals] == ["counts_already"]
    correct_act(by=acting(olga), entry=second, act=act("2020-07-02", party=party), reason="A typing mistake")
    with pytest.raises(Refused) as gone:
        choose_authoritative(by=acting(olga), entry=second, reason="Because")
    assert [each.code for each in gone.value.refusals] == ["already_superseded"]
