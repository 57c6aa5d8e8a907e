"""Cases and steps are seen by those who see their record, and by nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from approvals.deciders import Decider, steps_decidable_by
from approvals.models import ApprovalSubject, Case, Step
from tests.cast import NOW
from tests.factories import make_activity, make_agreement, make_case, make_membership, make_step, submit

SEEN_BY = {
    "public": {"olga", "otto", "hugo", "ana", "victor", "aude", "oscar", "nadia", "adam"},
    "internal": {"olga", "otto", "hugo", "ana", "victor", "aude", "oscar", "adam"},
    "restricted": {"olga", "hugo", "aude"},
}


@pytest.mark.parametrize("classification", SEEN_BY)
@pytest.mark.parametrize("make", [make_agreement, make_activity])
def test_a_track_is_seen_with_its_record(office, cast, classification, make):
    record = make(office, classification=classification, officer=cast["olga"])
    step = make_step(make_case(record.approval_subject))
    for model, row in ((ApprovalSubject, record.approval_subject), (Case, step.case), (Step, step)):
        names = {name for name, person in cast.items() if model.objects.visible_to(person).filter(pk=row.pk)}
        assert names == SEEN_BY[classification]
        assert not model.objects.visible_to(AnonymousUser()).exists()


def test_the_track_of_a_membership_is_shared_like_the_membership(office, cast):
    step = make_step(make_case(make_membership(office).approval_subject))
    for person in cast.values():
        assert list(Step.objects.visible_to(person)) == [step]


def test_what_waits_is_told_only_of_records_one_sees(office, cast):
    """Ana may decide for her office, but a restricted record that does not name her stays hidden from her."""
    record = make_agreement(office, classification="restricted", officer=cast["olga"])
    make_step(make_case(record.approval_subject))
    submit(record.approval_subject)
    ana, hugo = (steps_decidable_by(Decider(cast[name], at=NOW)).waiting() for name in ("ana", "hugo"))
    assert ana.exists()
    assert not ana.visible_to(cast["ana"]).exists()
    assert hugo.visible_to(cast["hugo"]).exists()


def test_nobody_decides_without_signing_in(office):
    step = make_step(make_case(make_agreement(office).approval_subject))
    submit(step.case.subject)
    assert not steps_decidable_by(Decider(AnonymousUser(), at=NOW)).exists()
