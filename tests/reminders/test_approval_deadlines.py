"""Dates of approvals: each person responsible is reminded once, substitutes instead of the absent, officers chase."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role
from approvals.actions import NewCondition, confirm_conditions_met, decide_step, delegate_decisions, record_absence
from approvals.models import Condition, Delegation, Step
from core.registries import registries
from reminders.models import Reminder, ReminderPolicy
from reminders.planning import plan_everything, plan_record
from tests.cast import NOW, TODAY, acting
from tests.factories import (
    give_roles,
    make_agreement,
    make_case,
    make_pending_agreement,
    make_person,
    make_step,
    submit,
)
from tests.reminders.conftest import planned, states

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
IN_A_WEEK = TODAY + 7 * DAY


def plan(at=NOW):
    return plan_everything(now=at)


def names(**where) -> list[str]:
    return sorted(name for name, channel, _day in planned(state="planned", **where) if channel == "email")


def what(person) -> str:
    (reminder,) = Reminder.objects.filter(recipient=person, channel="email", state="planned")
    return registries.deadline_sources[reminder.kind].describe([reminder.item_id], person)[reminder.item_id].what


@pytest.fixture
def policy(only):
    return only("approval_step_due", offset_days=-3, fallback_roles=["approver"])


@pytest.fixture
def case(office, olga):
    return make_case(make_agreement(office, stage="approval_pending", officer=olga).approval_subject)


def started(case, **values) -> Step:
    step = make_step(case, due_on=IN_A_WEEK, **values)
    submit(case.subject)
    return step


@pytest.fixture
def away(ana):
    """A function by which Ana is away from yesterday on, by the clock of the database."""
    now = timezone.now()

    def leave(person=ana, deputy=None):
        first = now.date() - DAY
        record_absence(
            by=acting(person, at=now), user=person, first_day=first, last_day=first + 30 * DAY, deputy=deputy
        )

    return leave


def test_two_people_on_one_step_are_reminded_once_each(case, ana, hugo, policy):
    started(case, responsible=(ana, hugo))
    assert plan().planned == 4
    assert names() == ["ana", "hugo"]
    assert plan().planned == 0


def test_a_head_who_is_asked_beside_another_is_reminded_once_where_heads_are_told_too(case, ana, hugo, only):
    only("approval_step_due", offset_days=-3, to_roles=["head"])
    started(case, responsible=(ana, hugo))
    plan()
    assert names() == ["ana", "hugo"]
    assert {each.because for each in Reminder.objects.all()} == {"responsible"}


def test_the_deputy_of_two_who_are_away_is_reminded_once(case, office, ana, hugo, policy, away):
    dora = make_person("dora", roles={office: [Role.VIEWER]})
    started(case, responsible=(ana, hugo))
    away(ana, dora)
    away(hugo, dora)
    plan()
    assert names() == ["dora"]
    assert "for " in what(dora)
    assert "who is away" in what(dora)


def test_without_a_deputy_the_head_is_reminded_of_what_waits_on_one_who_is_away(case, ana, hugo, policy, away):
    started(case, responsible=ana)
    away(ana)
    plan()
    assert names() == ["hugo"]
    assert what(hugo).endswith("for Ana Approver, who is away.")


def test_a_deputy_who_is_away_as_well_is_no_deputy(case, office, ana, hugo, policy, away):
    dora = make_person("dora", roles={office: [Role.VIEWER]})
    started(case, responsible=ana)
    away(ana, dora)
    away(dora)
    plan()
    assert names() == ["hugo"]


def test_when_somebody_goes_away_the_reminder_moves_to_the_deputy(case, office, ana, policy, away):
    dora = make_person("dora", roles={office: [Role.VIEWER]})
    started(case, responsible=ana)
    plan()
    away(ana, dora)
    plan()
    assert set(states(channel="email")) == {("ana", "cancelled", "readdressed"), ("dora", "planned", "")}


def test_the_officer_chases_what_is_decided_outside(case, olga, ana, policy):
    started(case, is_outside=True)
    plan()
    assert names() == ["olga"]
    assert what(olga).startswith("Remind the body outside that decides")


def test_every_holder_of_the_role_that_is_asked_is_reminded_and_nobody_else(case, office, ana, hugo, aude, policy):
    give_roles(ana, office, Role.AUDITOR)
    started(case, role="auditor")
    plan()
    assert names() == ["ana", "aude"]


def test_where_nobody_holds_the_role_the_policy_says_who_is_told(case, ana, policy):
    started(case, role="head")
    plan()
    assert names() == ["ana"]


def test_an_overdue_step_is_escalated_to_the_head_every_week(case, ana, hugo):
    step = started(case, responsible=ana)
    Step.objects.filter(pk=step.pk).update(due_on=TODAY - 7 * DAY)
    plan()
    assert names(policy__offset_days=7, act_on=TODAY) == ["ana", "hugo"]
    assert Reminder.objects.get(recipient=hugo, channel="email", act_on=TODAY).because == "head"


# Conditions


@pytest.fixture
def conditional(office, olga, ana, only):
    """A step that Ana approved on a condition due in a week."""
    only("approval_condition_due", offset_days=-3, fallback_roles=["officer"])
    agreement, steps = make_pending_agreement(office, officer=olga)
    condition = NewCondition("Name a contact", IN_A_WEEK)
    decide_step(by=acting(ana), step=steps[0], outcome="approved_with_conditions", conditions=[condition])
    return agreement, steps[0]


def test_the_officer_is_reminded_of_an_open_condition(conditional, olga):
    plan()
    assert planned(channel="email") == [("olga", "email", (IN_A_WEEK - 3 * DAY).isoformat())]
    assert what(olga).endswith("is met: Name a contact")


def test_a_condition_that_is_met_is_reminded_of_no_more(conditional, otto):
    agreement, step = conditional
    plan()
    confirm_conditions_met(by=acting(otto), step=step, on=TODAY)
    plan_record(record=("agreement", agreement.pk), now=NOW)
    assert {state for _name, state, _cause in states()} == {"cancelled"}


def test_a_condition_is_not_described_to_who_may_not_see_it(conditional, olga, oscar):
    agreement, _step = conditional
    type(agreement).objects.update(classification="restricted")
    source = registries.deadline_sources["approval_condition_due"]
    pks = list(Condition.objects.values_list("pk", flat=True))
    assert len(pks) == 1
    assert (list(source.describe(pks, olga)), source.describe(pks, oscar)) == (pks, {})


# Delegations


def test_both_people_are_told_that_a_delegation_is_about_to_end_and_nobody_else(ana, nadia, olga, hugo, adam, only):
    only("approval_delegation_end", offset_days=-3, fallback_roles=[])
    delegate_decisions(by=acting(ana), delegate=nadia, first_day=TODAY, last_day=IN_A_WEEK)
    plan()
    assert planned(channel="email") == [
        (name, "email", (IN_A_WEEK - 3 * DAY).isoformat()) for name in ("ana", "nadia")
    ]  # fmt: skip
    assert what(ana).startswith("Give Nadia Nobody the power")
    assert what(nadia).startswith("Decide by that day what waits on Ana Approver")


@pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"last_day": TODAY - DAY, "first_day": TODAY - DAY}])
def test_of_a_delegation_that_is_over_nobody_is_told(ana, nadia, only, change):
    only("approval_delegation_end", offset_days=-3)
    delegate_decisions(by=acting(ana), delegate=nadia, first_day=TODAY, last_day=IN_A_WEEK)
    Delegation.objects.update(**change)
    assert plan().planned == 0


def test_an_installation_starts_with_policies_for_these_dates(conditional, ana, nadia):
    delegate_decisions(by=acting(ana), delegate=nadia, first_day=TODAY, last_day=IN_A_WEEK)
    Reminder.objects.all().delete()
    ReminderPolicy.objects.update(is_active=True)
    plan()
    assert {"approval_condition_due", "approval_delegation_end"} <= set(Reminder.objects.values_list("kind", flat=True))
