"""Steps that are skipped or not required, and approvals with conditions."""

import pytest

from approvals.actions import NewCondition, confirm_condition, confirm_conditions_met, decide_step, dispense_with_step
from approvals.models import Case, Condition, Step
from tests.cast import TODAY, TOMORROW, YESTERDAY, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_agreement, make_case, make_step, submit

CONDITIONS = [NewCondition("Once counsel agrees"), NewCondition("Once the budget is signed", TOMORROW)]


@pytest.fixture
def case(office) -> Case:
    return make_case(make_agreement(office, stage="approval_pending").approval_subject)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("outcome", ["skipped", "not_required"])
def test_a_step_done_without_completes_the_side(case, olga, outcome):
    step = make_step(case)
    submit(case.subject)
    dispense_with_step(by=acting(olga), step=step, outcome=outcome, comment="The law asks for none")
    assert fresh(case).state == "approved"


@pytest.mark.parametrize("outcome", ["skipped", "not_required"])
def test_it_says_why(case, olga, outcome):
    step = make_step(case)
    submit(case.subject)
    with refused("comment_missing"):
        dispense_with_step(by=acting(olga), step=step, outcome=outcome, comment="")


def test_an_approval_is_no_dispensation(case, olga):
    step = make_step(case)
    submit(case.subject)
    with invalid("outcome"):
        dispense_with_step(by=acting(olga), step=step, outcome="approved", comment="Quick")


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "adam"])
def test_officers_and_the_head_do_this_and_nobody_else(case, cast, name):
    step = make_step(case)
    submit(case.subject)
    with forbidden():
        dispense_with_step(by=acting(cast[name]), step=step, outcome="skipped", comment="Please")


class TestConditions:
    """An approval with conditions completes its step once they are met."""

    @pytest.fixture
    def step(self, case, ana):
        step = make_step(case)
        self.next_step = make_step(case, group=2)
        submit(case.subject)
        decide_step(by=acting(ana), step=step, outcome="approved_with_conditions", conditions=CONDITIONS)
        return step

    def test_until_then_the_side_is_pending_and_the_next_step_waits(self, case, step):
        self.next_step.refresh_from_db()
        assert (fresh(case).state, self.next_step.outcome) == ("in_progress", "not_started")

    def test_once_met_the_next_step_starts(self, case, step, olga, hugo):
        confirmed = confirm_conditions_met(by=acting(olga), step=step, on=YESTERDAY)
        self.next_step.refresh_from_db()
        assert (confirmed.conditions_met_on, self.next_step.outcome) == (YESTERDAY, "in_progress")
        decide_step(by=acting(hugo), step=self.next_step, outcome="approved")
        assert fresh(case).state == "approved"

    def test_who_set_them_confirms_them_too(self, step, ana):
        assert confirm_conditions_met(by=acting(ana), step=step, on=TODAY).conditions_met_on == TODAY

    def test_met_one_by_one_the_last_completes_the_step_on_the_latest_day(self, case, step, olga):
        first, second = Condition.objects.order_by("id")
        confirm_condition(by=acting(olga), condition=first, on=TODAY, evidence="Letter of counsel")
        self.next_step.refresh_from_db()
        assert (Step.objects.get(pk=step.pk).conditions_met_on, self.next_step.outcome) == (None, "not_started")
        confirm_condition(by=acting(olga), condition=second, on=YESTERDAY)
        self.next_step.refresh_from_db()
        assert (Step.objects.get(pk=step.pk).conditions_met_on, self.next_step.outcome) == (TODAY, "in_progress")
        with refused("no_open_conditions"):
            confirm_condition(by=acting(olga), condition=first, on=TODAY)

    def test_they_are_met_once(self, step, olga):
        confirm_conditions_met(by=acting(olga), step=step, on=TODAY)
        with refused("no_open_conditions"):
            confirm_conditions_met(by=acting(olga), step=step, on=TODAY)

    def test_they_are_not_met_tomorrow(self, step, olga):
        with invalid("on"):
            confirm_conditions_met(by=acting(olga), step=step, on=TOMORROW)

    def test_a_plain_approval_has_none(self, case, step, olga, hugo):
        confirm_conditions_met(by=acting(olga), step=step, on=TODAY)
        decide_step(by=acting(hugo), step=self.next_step, outcome="approved")
        with refused("no_open_conditions"):
            confirm_conditions_met(by=acting(olga), step=self.next_step, on=TODAY)

    @pytest.mark.parametrize("name", ["victor", "aude", "oscar", "nadia", "adam"])
    def test_others_do_not_confirm_them(self, step, cast, name):
        with forbidden():
            confirm_conditions_met(by=acting(cast[name]), step=step, on=TODAY)
