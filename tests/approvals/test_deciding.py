"""Decisions on the steps of a side: in order, each step once, by the right person."""

import pytest
from django.db import InternalError, NotSupportedError, transaction

from approvals.actions import NewCondition, decide_step, dispense_with_step
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Case, Decision, Step
from core.errors import StaleVersion
from core.models import OutboxEvent
from tests.cast import NOW, acting, the_system
from tests.expectations import forbidden, invalid, refused
from tests.factories import (
    give_roles,
    make_agreement,
    make_case,
    make_pending_agreement,
    make_step,
    submit,
)


@pytest.fixture
def agreement(office):
    return make_agreement(office, stage="approval_pending")


@pytest.fixture
def case(agreement) -> Case:
    return make_case(agreement.approval_subject)


def outcomes(case: Case) -> list[str]:
    return list(case.steps.order_by("group", "id").values_list("outcome", flat=True))


def waiting_on(person) -> list[Step]:
    return list(steps_decidable_by(Decider(person, at=NOW)).waiting())


def test_submission_starts_the_first_group_and_no_other(case):
    for group in (1, 1, 2):
        make_step(case, group=group)
    submit(case.subject)
    assert outcomes(case) == ["in_progress", "in_progress", "not_started"]


def test_the_steps_of_a_group_run_in_parallel_and_the_next_group_waits_for_all(case, ana, hugo):
    first, second, _third = [make_step(case, group=group) for group in (1, 1, 2)]
    submit(case.subject)
    decide_step(by=acting(ana), step=second, outcome="approved")
    assert outcomes(case) == ["in_progress", "approved", "not_started"]
    decide_step(by=acting(hugo), step=first, outcome="approved")
    assert outcomes(case) == ["approved", "approved", "in_progress"]


def test_a_later_step_cannot_be_decided_first(case, ana):
    make_step(case, group=1)
    later = make_step(case, group=2)
    submit(case.subject)
    with refused("earlier_step_open"):
        decide_step(by=acting(ana), step=later, outcome="approved")


def test_nothing_is_decided_before_it_is_submitted(case, ana):
    step = make_step(case)
    with refused("not_submitted"):
        decide_step(by=acting(ana), step=step, outcome="approved")


def test_a_decision_is_kept_with_who_when_and_why(case, ana):
    step = make_step(case)
    submit(case.subject)
    decision = decide_step(by=acting(ana), step=step, outcome="rejected", comment="Exceeds the mandate")
    assert (decision.decided_by, decision.decided_at, decision.comment) == (ana, NOW, "Exceeds the mandate")
    step.refresh_from_db()
    assert (step.outcome, step.ended_at) == ("rejected", NOW)
    event = OutboxEvent.objects.get(topic="approval.decided")
    told = {"subject": case.subject_id, "step": step.pk, "decision": decision.pk, "outcome": "rejected"}
    assert event.payload == told


def test_a_step_is_decided_once(case, ana, hugo):
    step = make_step(case)
    submit(case.subject)
    decide_step(by=acting(ana), step=step, outcome="approved")
    with refused("already_decided"):
        decide_step(by=acting(hugo), step=step, outcome="rejected", comment="No")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("outcome", ["rejected", "changes_requested"])
def test_who_does_not_simply_approve_says_why(case, ana, outcome):
    step = make_step(case)
    submit(case.subject)
    with refused("comment_missing"):
        decide_step(by=acting(ana), step=step, outcome=outcome, comment="  ")


@pytest.mark.parametrize("conditions", [[], [NewCondition("  ")]])
def test_who_approves_with_conditions_names_one(case, ana, conditions):
    step = make_step(case)
    submit(case.subject)
    with refused("conditions_missing"):
        decide_step(by=acting(ana), step=step, outcome="approved_with_conditions", comment="If", conditions=conditions)


@pytest.mark.parametrize("outcome", ["in_progress", "skipped", "lapsed", "", "yes"])
def test_what_is_no_decision_is_no_input(case, ana, outcome):
    step = make_step(case)
    submit(case.subject)
    with invalid("outcome"):
        decide_step(by=acting(ana), step=step, outcome=outcome, comment="Why not")


def test_a_rejection_ends_the_case_and_nobody_is_asked_any_more(case, ana, hugo):
    first, second, third = [make_step(case, group=group) for group in (1, 1, 2)]
    submit(case.subject)
    decide_step(by=acting(ana), step=first, outcome="rejected", comment="No")
    assert case.state == "rejected"
    assert not Step.objects.waiting().exists()
    for step in (second, third):
        with pytest.raises(Exception, match="rejection has ended"):
            decide_step(by=acting(hugo), step=step, outcome="approved")


def test_after_a_rejection_a_new_step_does_not_start(case, ana):
    first = make_step(case)
    submit(case.subject)
    decide_step(by=acting(ana), step=first, outcome="rejected", comment="No")
    assert make_step(case).outcome == "not_started"


def test_one_sides_rejection_leaves_the_other_side_asked(office, ana):
    _agreement, (first, second) = make_pending_agreement(office)
    decide_step(by=acting(ana), step=first, outcome="rejected", comment="No")
    assert list(Step.objects.waiting()) == [second]


def test_a_decision_on_an_old_reading_is_refused(case, ana):
    step = make_step(case)
    submit(case.subject)
    with pytest.raises(StaleVersion):
        decide_step(by=acting(ana), step=step, outcome="approved", expected_version=step.version)


def test_a_decision_gives_the_record_its_next_version(agreement, case, ana):
    step = make_step(case)
    submit(case.subject)
    agreement.refresh_from_db()
    decide_step(by=acting(ana), step=step, outcome="approved")
    version = agreement.version
    agreement.refresh_from_db()
    assert (agreement.version, agreement.updated_at) == (version + 1, NOW)


@pytest.mark.parametrize("values", [{"outcome": "approved"}, {"comment": "Changed my mind"}, {"decided_by": None}])
def test_the_database_refuses_to_rewrite_a_decision(case, ana, values):
    step = make_step(case)
    submit(case.subject)
    decision = decide_step(by=acting(ana), step=step, outcome="rejected", comment="No")
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**values)
    with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).delete()


class TestFourEyes:
    """Who submitted does not decide; who may is a matter of the step and of roles in its office."""

    def test_who_submitted_does_not_decide(self, case, hugo, ana):
        step = make_step(case)
        submit(case.subject, by=acting(hugo))
        with forbidden():
            decide_step(by=acting(hugo), step=step, outcome="approved")
        assert decide_step(by=acting(ana), step=step, outcome="approved").decided_by == ana

    def test_nor_does_an_administrator_who_submitted(self, case, office, adam):
        give_roles(adam, office, "head")
        step = make_step(case)
        submit(case.subject, by=acting(adam))
        with forbidden():
            decide_step(by=acting(adam), step=step, outcome="approved")

    def test_who_submitted_does_not_decide_when_asked_by_name_either(self, case, hugo):
        step = make_step(case, responsible=hugo)
        submit(case.subject, by=acting(hugo))
        with forbidden():
            decide_step(by=acting(hugo), step=step, outcome="approved")

    @pytest.mark.parametrize("outcome", ["skipped", "not_required"])
    def test_who_submitted_does_not_do_without_the_decision_either(self, case, olga, otto, outcome):
        step = make_step(case)
        submit(case.subject, by=acting(olga))
        with forbidden():
            dispense_with_step(by=acting(olga), step=step, outcome=outcome, comment="Let us be quick")
        assert dispense_with_step(by=acting(otto), step=step, outcome=outcome, comment="Not asked for by law")

    def test_what_was_read_before_the_submission_opens_no_way_round(self, case, hugo):
        read_before = Step.objects.select_related("case__subject").get(pk=make_step(case).pk)
        assert read_before.case.submitted_by_id is None
        submit(case.subject, by=acting(hugo))
        with forbidden():
            decide_step(by=acting(hugo), step=read_before, outcome="approved")
        assert not Decision.objects.exists()

    def test_a_step_for_one_person_is_decided_by_that_person(self, case, ana, hugo, nadia):
        step = make_step(case, responsible=nadia)
        submit(case.subject)
        for other in (ana, hugo):
            with forbidden():
                decide_step(by=acting(other), step=step, outcome="approved")
        assert decide_step(by=acting(nadia), step=step, outcome="approved").decided_by == nadia

    @pytest.mark.parametrize("name", ["olga", "otto", "victor", "aude", "oscar", "nadia", "adam"])
    def test_only_approvers_and_the_head_of_the_office_decide(self, case, cast, name):
        step = make_step(case)
        submit(case.subject)
        with forbidden():
            decide_step(by=acting(cast[name]), step=step, outcome="approved")

    def test_the_system_decides_nothing(self, case):
        step = make_step(case)
        submit(case.subject)
        with forbidden():
            decide_step(by=the_system(), step=step, outcome="approved")


class TestWhatWaitsOnWhom:
    """One query tells what each person has to decide."""

    def test_approver_and_head_are_asked_and_who_submitted_is_not(self, case, ana, hugo, olga):
        step = make_step(case)
        submit(case.subject, by=acting(hugo))
        assert waiting_on(ana) == [step]
        assert waiting_on(hugo) == []
        assert waiting_on(olga) == []

    def test_a_step_for_one_person_waits_on_that_person_alone(self, case, ana, nadia):
        step = make_step(case, responsible=nadia)
        submit(case.subject)
        assert waiting_on(nadia) == [step]
        assert waiting_on(ana) == []
