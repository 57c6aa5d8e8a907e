"""The statement that plans everything at once and the pure schedule say the same, for any policies and any pauses."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Step
from reminders.models import PlanningRun, Reminder, ReminderPolicy
from reminders.planning import HORIZON, plan_everything
from reminders.schedule import Rhythm, act_on, scheduled, to_send
from tests.factories import make_pending_agreement
from tests.reminders.conftest import also

MORNING = dt.time(8, tzinfo=dt.UTC)
rhythms = st.lists(
    st.builds(Rhythm, offset=st.integers(-60, 60), every=st.integers(1, 30), repeats=st.integers(0, 4)),
    min_size=1,
    max_size=3,
)


@pytest.mark.full
@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    policies=rhythms,
    today=st.dates(min_value=dt.date(2026, 2, 10), max_value=dt.date(2027, 3, 10)),
    away=st.integers(-90, 90),
    pause=st.none() | st.integers(0, 40),
)
def test_days_and_what_is_overtaken_are_those_of_the_schedule(office, ana, policies, today, away, pause):
    due_on = today + dt.timedelta(days=away)
    last_planned_on = None if pause is None else today - dt.timedelta(days=pause)
    Reminder.objects.all().delete()
    ReminderPolicy.objects.all().delete()
    PlanningRun.objects.all().delete()
    if last_planned_on:
        at = dt.datetime.combine(last_planned_on, MORNING)
        PlanningRun.objects.create(kind="approval_step_due", ran_at=at)
    if not Step.objects.exists():
        make_pending_agreement(office, steps={"responsible": ana, "due_on": due_on})
    step = Step.objects.order_by("pk").first()
    Step.objects.update(due_on=None)
    Step.objects.filter(pk=step.pk).update(due_on=due_on)
    made = {
        also("approval_step_due", offset_days=each.offset, repeat_every=each.every, repeat_times=each.repeats,
             channels=["email"]).pk: each
        for each in policies
    }  # fmt: skip

    plan_everything(now=dt.datetime.combine(today, MORNING))

    every = scheduled(made, due_on=due_on)
    latest = to_send(every, today=today)
    expected = {
        (each.policy, each.occurrence, each.on, act_on(each.on, today=today, last_planned_on=last_planned_on))
        for each in every
        if each.on <= today + dt.timedelta(days=HORIZON) and not (latest and each.on < latest.on)
    }
    found = Reminder.objects.filter(kind="approval_step_due")
    assert set(found.values_list("policy_id", "occurrence", "scheduled_on", "act_on")) == expected
