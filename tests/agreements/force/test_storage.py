"""The force that is stored is the force that the law computes, after every kind of write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Office, User
from agreements.actions import NewAct, NewParty, change_agreement, change_stage, correct_act, record_act
from agreements.force_rows import gaps_of
from agreements.models import Act, Agreement, AgreementParty, ForcePeriod
from core.changes import recorded_change
from core.dates import PartialDate
from tests.cast import acting
from tests.factories import make_act, make_agreement, make_institution, maker, party_of, sign

pytestmark = pytest.mark.django_db


def stored(agreement: Agreement) -> list[tuple[object, ...]]:
    rows = ForcePeriod.objects.filter(agreement=agreement)
    return [(row.party_id, row.status, row.period.lower, row.period.upper) for row in rows]


def is_true(agreement: Agreement) -> bool:
    return gaps_of([agreement.pk]) == {}


def record(agreement: Agreement, olga: User) -> None:
    act = NewAct("signature", PartialDate.parse("2026-02-01"), "A source", party=party_of(agreement))
    record_act(by=acting(olga), agreement=agreement, act=act)


def correct(agreement: Agreement, olga: User) -> None:
    entry = make_act(agreement, party=party_of(agreement))
    act = NewAct("signature", PartialDate.parse("2025-01-01"), "A better source", party=party_of(agreement))
    correct_act(by=acting(olga), entry=entry, act=act, reason="A typing mistake")


def add_a_party(agreement: Agreement, olga: User) -> None:
    present = [NewParty(row.institution) for row in agreement.parties.select_related("institution")]
    change_agreement(by=acting(olga), agreement=agreement, parties=[*present, NewParty(make_institution())])


def remove_a_party(agreement: Agreement, olga: User) -> None:
    change_agreement(by=acting(olga), agreement=agreement, parties=[NewParty(party_of(agreement).institution)])


def change_the_nature(agreement: Agreement, olga: User) -> None:
    change_agreement(by=acting(olga), agreement=agreement, nature="treaty")


def change_the_stage(agreement: Agreement, olga: User) -> None:
    change_stage(by=acting(olga), agreement=agreement, to="mandate_requested")


@pytest.mark.parametrize(
    "write",
    [record, correct, add_a_party, remove_a_party, change_the_nature, change_the_stage],
    ids=lambda it: it.__name__,
)
def test_what_is_stored_is_what_is_computed_after_each_kind_of_write(
    office: Office, olga: User, write: Callable[[Agreement, User], None]
) -> None:
    agreement = make_agreement(office)
    write(agreement, olga)
    assert is_true(agreement)
    parties = agreement.parties.count()
    assert {row[0] for row in stored(agreement)} == {None, *agreement.parties.values_list("pk", flat=True)}
    assert len({row[0] for row in stored(agreement)}) == parties + 1


def test_a_new_agreement_has_its_force_stored_at_once(office: Office) -> None:
    agreement = make_agreement(office)
    assert is_true(agreement)
    assert ForcePeriod.objects.filter(agreement=agreement).count() >= 3


def test_only_what_differs_is_written(office: Office, olga: User) -> None:
    agreement = make_agreement(office)
    before = set(ForcePeriod.objects.filter(agreement=agreement).values_list("pk", flat=True))
    change_agreement(by=acting(olga), agreement=agreement, summary="Nothing the law reads")
    assert set(ForcePeriod.objects.filter(agreement=agreement).values_list("pk", flat=True)) == before


def test_the_database_refuses_two_statuses_on_one_day(office: Office) -> None:
    agreement = make_agreement(office)
    ForcePeriod.objects.filter(agreement=agreement).delete()
    insert = (
        "INSERT INTO agreements_forceperiod (agreement_id, party_id, status, period, working)"
        " VALUES (%s, %s, 'in_force', daterange(%s, %s), '[]')"
    )
    party = party_of(agreement).pk
    with connection.cursor() as cursor:
        for of in (None, party):
            cursor.execute(insert, [agreement.pk, of, "2020-01-01", "2021-01-01"])
            cursor.execute(insert, [agreement.pk, of, "2021-01-01", None])
            with pytest.raises(IntegrityError, match="one_force_status_a_day"), transaction.atomic():
                cursor.execute(insert, [agreement.pk, of, "2020-12-31", "2021-06-01"])


def test_the_force_goes_with_the_write_that_failed(office: Office) -> None:
    agreement = make_agreement(office)
    before = stored(agreement)
    with pytest.raises(RuntimeError), recorded_change(by=maker()):
        sign(agreement)
        raise RuntimeError("something later in the same transaction failed")
    assert stored(agreement) == before
    assert is_true(agreement)


def test_acts_of_those_who_are_no_parties_do_not_reach_the_law(office: Office) -> None:
    depositary = NewParty(make_institution(), role="depositary")
    agreement = make_agreement(office, parties=[make_institution(), make_institution(), depositary])
    row = AgreementParty.objects.get(agreement=agreement, role="depositary")
    with recorded_change(by=maker()):
        Act.objects.create(
            agreement=agreement, kind="registration", party=row, date="2026-02-01", source="A source",
            recorded_at=maker().at,
        )  # fmt: skip
    assert is_true(agreement)
    assert not ForcePeriod.objects.filter(party=row).exists()
