"""Submitting, taking back and submitting again."""

import pytest

from agreements.actions import NewParty, change_agreement, change_stage
from approvals.actions import NewCondition, confirm_conditions_met, decide_step, dispense_with_step, open_case
from approvals.models import Case, Decision, Step
from tests.cast import NOW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import (
    approve_all,
    lay_out_approval,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
)


@pytest.fixture
def agreement(office):
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement)
    return agreement


def states(agreement) -> list[str]:
    return [case.state.value for case in Case.objects.filter(subject=agreement.approval_subject)]


def test_moving_to_approval_pending_submits_every_side_in_the_persons_name(agreement, olga):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert states(agreement) == ["in_progress", "in_progress"]
    for case in Case.objects.all():
        assert (case.submitted_by, case.submitted_at) == (olga, NOW)


def test_a_second_round_asks_again_and_the_earlier_decisions_stay_readable(agreement, olga, ana):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    approve_all(agreement.approval_subject, by=acting(ana))
    assert states(agreement) == ["approved", "approved"]
    change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason="A party asks for another article")
    change_stage(by=acting(olga), agreement=agreement, to="text_agreed")
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert states(agreement) == ["in_progress", "in_progress"]
    assert Step.objects.waiting().count() == 2
    assert list(Decision.objects.values_list("outcome", "decided_by__username")) == [("approved", "ana")] * 2
    for step in Step.objects.all():
        assert (step.ended_at, step.conditions_met_on, step.started_at) == (None, None, NOW)


def test_what_was_approved_no_longer_counts_once_the_text_is_renegotiated(agreement, olga, ana):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    decide_step(by=acting(ana), step=Step.objects.waiting().order_by("id")[0], outcome="approved")
    change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason="A party asks for another article")
    assert set(Step.objects.values_list("outcome", "ended_at")) == {("not_started", None)}
    assert Decision.objects.get().outcome == "approved"


def test_a_second_round_resets_dispensations_and_conditions_too(agreement, olga, otto, ana):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    first, second = Step.objects.waiting().order_by("id")
    dispense_with_step(by=acting(otto), step=first, outcome="skipped", comment="Not needed")
    decide_step(by=acting(ana), step=second, outcome="approved_with_conditions", conditions=[NewCondition("Ask")])
    confirm_conditions_met(by=acting(otto), step=second, on=NOW.date())
    change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason="New text")
    change_stage(by=acting(olga), agreement=agreement, to="text_agreed")
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert Step.objects.waiting().count() == 2


@pytest.mark.parametrize("stage", ["negotiating", "withdrawn", "rejected"])
def test_what_is_taken_back_asks_nobody_any_more(agreement, olga, ana, stage):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    first, second = Step.objects.waiting().order_by("id")
    decide_step(by=acting(ana), step=first, outcome="changes_requested", comment="Article 3")
    change_stage(by=acting(olga), agreement=agreement, to=stage, reason="As asked")
    assert not Step.objects.waiting().exists()
    assert states(agreement) == ["changes_requested", "not_submitted"]
    with refused("not_submitted"):
        decide_step(by=acting(ana), step=second, outcome="approved")


def test_what_was_approved_no_longer_counts_once_negotiations_are_reopened(agreement, olga, ana):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    approve_all(agreement.approval_subject, by=acting(ana))
    change_stage(by=acting(olga), agreement=agreement, to="approved")
    change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason="New text")
    assert states(agreement) == ["not_submitted", "not_submitted"]


def test_a_step_added_to_a_running_track_starts_when_its_group_is_due(office, agreement, olga):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    case = Case.objects.first()
    assert make_step(case, group=1).outcome == "in_progress"
    assert make_step(case, group=2).outcome == "not_started"


def test_a_step_added_on_an_old_reading_of_the_case_starts_too(agreement, olga):
    read_before = Case.objects.first()
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert make_step(read_before).outcome == "in_progress"


def test_a_side_has_one_case(office):
    agreement = make_agreement(office)
    assert make_case(agreement.approval_subject) == make_case(agreement.approval_subject)
    party = agreement.parties.first().institution
    assert make_case(agreement.approval_subject, party) != make_case(agreement.approval_subject)


@pytest.mark.parametrize("values", [{"kind": "blessing"}, {"body_name": "x" * 201}, {"source": "x" * 501}])
def test_a_step_that_cannot_be_is_no_input(office, values):
    case = make_case(make_agreement(office).approval_subject)
    with invalid(*values):
        make_step(case, **values)
    assert not Step.objects.exists()


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "adam"])
def test_officers_and_the_head_lay_out_the_track_and_nobody_else(office, cast, name):
    agreement = make_agreement(office)
    with forbidden():
        open_case(by=acting(cast[name]), subject=agreement.approval_subject, institution=None)


def test_a_party_that_leaves_is_asked_no_more_and_what_it_decided_stays_readable(agreement, olga, ana):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    first, second = Step.objects.waiting().order_by("id")
    decide_step(by=acting(ana), step=first, outcome="rejected", comment="Not with us")
    left = [NewParty(second.case.institution), NewParty(make_institution())]
    change_agreement(by=acting(olga), agreement=agreement, parties=left, reason="Goes on without them")
    change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason="New party")
    make_step(make_case(agreement.approval_subject, left[1].institution))
    change_stage(by=acting(olga), agreement=agreement, to="text_agreed")
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert {step.case.institution for step in Step.objects.waiting()} == {party.institution for party in left}
    assert (first.case.state, Decision.objects.count()) == ("rejected", 1)


def test_the_undecided_track_of_a_party_that_leaves_is_asked_of_nobody_and_stays_readable(agreement, olga):
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    first, second = agreement.parties.all()
    change_agreement(by=acting(olga), agreement=agreement, parties=[NewParty(second.institution)])
    assert [step.case.institution for step in Step.objects.waiting()] == [second.institution]
    (left,) = Case.objects.filter(institution=first.institution)
    assert [each.kind for each in left.events.all()] == ["submitted", "withdrawn"]


def test_a_facilitator_is_not_asked(office, olga):
    facilitator = NewParty(make_institution(), role="facilitator")
    agreement = make_agreement(
        office, stage="text_agreed", parties=[make_institution(), make_institution(), facilitator]
    )
    lay_out_approval(agreement)
    make_step(make_case(agreement.approval_subject, facilitator.institution))
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    assert Step.objects.waiting().count() == 2


def test_each_side_is_on_its_own(office, ana):
    agreement, (first, _second) = make_pending_agreement(office)
    approve_all(agreement.approval_subject, by=acting(ana), only=[first])
    assert states(agreement) == ["approved", "in_progress"]
