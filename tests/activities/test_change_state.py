"""Moving activities from state to state."""

import datetime as dt

import pytest
from django.db import transaction

from activities.actions import change_activity, change_state
from activities.models import Activity
from activities.states import ACTIVITY_TRANSITIONS, ActivityState, leaving
from approvals.models import Step
from core.errors import Refused, StaleVersion
from tests.cast import TODAY, TOMORROW, YESTERDAY, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import approve_all, make_activity, make_case, make_step, submit

LAST_WEEK = dt.date(2026, 1, 30)  # as the factories see it


class RolledBack(Exception):
    """Ends one attempt and undoes it."""


def ready_activity(office, state, ana) -> Activity:
    """An activity at the state with everything any guard asks for."""
    activity = make_activity(office, state=state.value, planned_start=dt.date(2026, 2, 1), outcome="All trained")
    make_step(make_case(activity.approval_subject))
    submit(activity.approval_subject)
    approve_all(activity.approval_subject, by=acting(ana))
    return activity


@pytest.mark.parametrize("source", list(ActivityState), ids=lambda state: state.value)
def test_from_a_state_exactly_the_declared_steps_can_be_taken(source, office, olga, ana):
    activity = ready_activity(office, source, ana)
    reached = set()
    for target in ActivityState:
        try:
            with transaction.atomic():
                change_state(by=acting(olga), activity=activity, to=target.value, reason="The host says so")
                reached.add(Activity.objects.get(pk=activity.pk).state)
                raise RolledBack
        except RolledBack:
            continue
        except Refused as refusal:
            assert [each.code for each in refusal.refusals] == ["no_such_transition"]
    assert reached == {each.target.value for each in leaving(ACTIVITY_TRANSITIONS, source)}


def test_an_activity_walks_from_proposed_to_closed_and_its_dates_are_written(office, olga, ana):
    activity = make_activity(office)
    make_step(make_case(activity.approval_subject))
    change_state(by=acting(olga), activity=activity, to="approval_pending")
    with refused("approval_pending"):
        change_state(by=acting(olga), activity=activity, to="approved")
    approve_all(activity.approval_subject, by=acting(ana))
    change_state(by=acting(olga), activity=activity, to="approved")
    with refused("planned_start_missing"):
        change_state(by=acting(olga), activity=activity, to="scheduled")
    change_activity(by=acting(olga), activity=activity, planned_start=YESTERDAY)
    with refused("approval_pending"):
        change_state(by=acting(olga), activity=activity, to="scheduled")
    approve_all(activity.approval_subject, by=acting(ana))
    change_state(by=acting(olga), activity=activity, to="scheduled")
    change_state(by=acting(olga), activity=activity, to="under_way", on=YESTERDAY)
    change_state(by=acting(olga), activity=activity, to="delivered")
    with refused("outcome_missing"):
        change_state(by=acting(olga), activity=activity, to="closed")
    change_activity(by=acting(olga), activity=activity, outcome="Forty officers trained")
    changed = change_state(by=acting(olga), activity=activity, to="closed")
    assert (changed.actual_start, changed.actual_end) == (YESTERDAY, TODAY)


def test_a_date_that_is_recorded_already_is_kept(office, olga):
    activity = make_activity(office, state="under_way", actual_start=dt.date(2026, 1, 5), actual_end=LAST_WEEK)
    changed = change_state(by=acting(olga), activity=activity, to="delivered")
    assert (changed.actual_end, changed.state_since) == (LAST_WEEK, TODAY)


def test_it_does_not_end_before_it_began(office, olga):
    activity = make_activity(office, state="under_way", actual_start=dt.date(2026, 2, 1))
    with invalid("on"):
        change_state(by=acting(olga), activity=activity, to="delivered", on=dt.date(2026, 1, 31))


def test_a_state_is_not_reached_tomorrow(office, olga):
    with invalid("on"):
        change_state(by=acting(olga), activity=make_activity(office, state="scheduled"), to="under_way", on=TOMORROW)


@pytest.mark.parametrize("state", ["ready", "", "CLOSED"])
def test_an_unknown_state_is_no_input(office, olga, state):
    with invalid("to"):
        change_state(by=acting(olga), activity=make_activity(office), to=state)


def test_a_cancellation_needs_a_reason(office, olga):
    with refused("reason_missing"):
        change_state(by=acting(olga), activity=make_activity(office), to="cancelled", reason=" ")


def test_only_the_version_that_was_read_is_changed(office, olga):
    activity = make_activity(office)
    with pytest.raises(StaleVersion):
        change_state(by=acting(olga), activity=activity, to="cancelled", reason="No host", expected_version=99)


@pytest.mark.parametrize("state", ["proposed", "rejected", "cancelled"])
def test_what_leaves_its_approval_asks_nobody_any_more(office, olga, state):
    activity = make_activity(office)
    make_step(make_case(activity.approval_subject))
    change_state(by=acting(olga), activity=activity, to="approval_pending")
    assert Step.objects.waiting().count() == 1
    change_state(by=acting(olga), activity=activity, to=state, reason="No host")
    assert not Step.objects.waiting().exists()


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_only_officers_and_the_head_of_the_office_move_it(office, cast, name):
    with forbidden():
        change_state(by=acting(cast[name]), activity=make_activity(office), to="cancelled", reason="No")
