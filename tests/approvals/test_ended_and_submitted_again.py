"""Corners that a random walk through the operations of approval came upon, each told by itself."""

import pytest

from agreements.actions import NewAct, change_agreement, correct_act
from approvals.actions import (
    NewCondition,
    change_step,
    decide_step,
    dispense_with_step,
    lapse_case,
    reopen_case,
    submit_case,
    withdraw_case,
)
from approvals.models import Case, Step
from tests.cast import acting
from tests.expectations import refused
from tests.factories import SOURCE, make_act, make_agreement, make_case, make_step, submit


@pytest.fixture
def agreement(office):
    return make_agreement(office, stage="approval_pending", nature="non_binding")


@pytest.fixture
def case(agreement) -> Case:
    return make_case(agreement.approval_subject)


def outcomes(case: Case) -> list[str]:
    return list(case.steps.order_by("group", "id").values_list("outcome", flat=True))


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state.value


def test_a_rejection_stands_though_the_act_of_an_earlier_step_holds_no_more(agreement, case, olga, ana):
    act = make_act(agreement, kind="publication")
    make_step(case, kind="published")
    second = make_step(case, group=2)
    submit(case.subject)
    decide_step(by=acting(ana), step=second, outcome="rejected", comment="No")
    disputed = NewAct("publication", act.when, SOURCE, standing="disputed")
    correct_act(by=acting(olga), entry=act, act=disputed, reason="It is not in that issue")
    assert (state(case), outcomes(case)) == ("rejected", ["approved", "rejected"])


def test_whose_decision_stands_does_not_submit_again(case, hugo, ana, olga):
    first, second = make_step(case), make_step(case, group=2)
    submit(case.subject)
    decide_step(by=acting(hugo), step=first, outcome="approved")
    decide_step(by=acting(ana), step=second, outcome="changes_requested", comment="Article 3")
    with refused("decided_in_case"):
        submit_case(by=acting(hugo), case=case, reason="Explained")
    submit_case(by=acting(olga), case=case, reason="Explained")
    assert outcomes(case) == ["approved", "in_progress"]


def test_whose_decision_is_asked_anew_may_submit_again(case, hugo):
    step = make_step(case)
    submit(case.subject)
    decide_step(by=acting(hugo), step=step, outcome="changes_requested", comment="Article 3")
    assert submit_case(by=acting(hugo), case=case).submitted_by == hugo


def test_a_side_on_which_every_step_was_skipped_lapses_too(case, olga, otto):
    step = make_step(case)
    submit(case.subject)
    dispense_with_step(by=acting(otto), step=step, outcome="skipped", comment="Not asked for")
    lapse_case(by=acting(olga), case=case, reason="Its year is over")
    assert state(case) == "lapsed"
    reopen_case(by=acting(olga), case=case, reason="Asked again")
    assert outcomes(case) == ["in_progress"]


def test_a_side_without_steps_does_not_lapse(case, olga):
    step = make_step(case)
    submit(case.subject)
    Step.objects.filter(pk=step.pk).delete()
    with refused("approval_steps_missing"):
        lapse_case(by=acting(olga), case=case, reason="Its year is over")


class TestConditionsOfSteps:
    """What is required follows what the record says now."""

    def test_a_step_of_an_earlier_group_that_is_required_now_comes_before_what_was_being_asked(self, case, olga):
        make_step(case, only_if={"personal_data": ["yes"]})
        make_step(case, group=2)
        submit(case.subject)
        assert outcomes(case) == ["not_required", "in_progress"]
        change_agreement(by=acting(olga), agreement=case.subject.agreement, personal_data="yes")
        assert outcomes(case) == ["in_progress", "not_started"]
        change_agreement(by=acting(olga), agreement=case.subject.agreement, personal_data="no")
        assert outcomes(case) == ["not_required", "in_progress"]


def test_a_due_day_computed_from_a_length_goes_with_it(case, otto):
    step = make_step(case, length=5)
    submit(case.subject)
    assert Step.objects.get(pk=step.pk).due_on is not None
    assert change_step(by=acting(otto), step=step, changes={"length": None}).due_on is None


def test_what_is_withdrawn_loses_its_conditions(case, olga, ana):
    step = make_step(case)
    submit(case.subject)
    decide_step(by=acting(ana), step=step, outcome="approved_with_conditions", conditions=[NewCondition("One")])
    withdraw_case(by=acting(olga), case=case, reason="Not yet")
    assert outcomes(case) == ["not_started"]
