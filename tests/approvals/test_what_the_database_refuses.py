"""What is on record of an approval is only added to: the database itself refuses to change or remove it."""

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.actions import NewParty, change_agreement
from approvals.actions import decide_step
from approvals.models import Case, CaseEvent, Decision
from tests.cast import acting
from tests.factories import lay_out_approval, make_agreement, make_institution, make_pending_agreement, submit

pytestmark = pytest.mark.django_db
KEPT = ("approvals_caseevent", "approvals_decision", "approvals_snapshot")
CHANGE = {
    "approvals_caseevent": "reason = 'Another'",
    "approvals_decision": "comment = 'Another'",
    "approvals_snapshot": "sha256 = repeat('0', 64)",
}


@pytest.fixture
def decided(office, ana):
    _agreement, (step, _other) = make_pending_agreement(office)
    return decide_step(by=acting(ana), step=step, outcome="approved")


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", KEPT)
def test_it_is_neither_changed_nor_removed(decided, table):
    for sql in (f"UPDATE {table} SET {CHANGE[table]}", f"DELETE FROM {table}"):  # noqa: S608 - of our own words only
        with pytest.raises(DatabaseError, match="Cannot update or delete"):
            run(sql)
    assert CaseEvent.objects.exists()
    assert Decision.objects.get() == decided


@pytest.mark.parametrize("was_submitted", [True, False])
def test_the_track_of_a_party_that_leaves_goes_unless_it_was_ever_submitted(office, olga, was_submitted):
    leaving, *others = institutions = [make_institution() for _each in range(3)]
    agreement = make_agreement(office, stage="approval_pending", parties=institutions)
    lay_out_approval(agreement)
    if was_submitted:
        submit(agreement.approval_subject)
    change_agreement(by=acting(olga), agreement=agreement, parties=[NewParty(each) for each in others])
    kept = Case.objects.filter(institution=leaving).first()
    assert bool(kept) is was_submitted
    if kept:
        assert not kept.is_submitted
        assert [each.kind for each in kept.events.all()] == ["submitted", "withdrawn"]
