"""Delayed: past the planned end with no actual end, and still active. Derived, never stored."""

import datetime as dt

import pytest

from activities.actions import change_activity
from activities.models import Activity
from activities.states import ACTIVE, ActivityState
from core.dates import Precision
from tests.cast import TODAY, TOMORROW, YESTERDAY, acting
from tests.factories import make_activity


def delayed(today: dt.date = TODAY) -> list[Activity]:
    return list(Activity.objects.delayed(today=today))


@pytest.mark.parametrize("state", list(ActivityState), ids=lambda state: state.value)
def test_only_what_is_still_to_happen_can_be_delayed(office, state):
    activity = make_activity(office, state=state.value, planned_start=YESTERDAY)
    assert (activity in delayed()) == (state in ACTIVE)
    assert activity.is_delayed(TODAY) == (state in ACTIVE)


@pytest.mark.parametrize(
    ("planned", "is_late"),
    [
        ({}, False),
        ({"planned_start": TODAY}, False),
        ({"planned_start": YESTERDAY}, True),
        ({"planned_start": YESTERDAY, "planned_end": TODAY}, False),
        ({"planned_end": YESTERDAY}, True),
        ({"planned_start": dt.date(2026, 1, 1), "planned_start_precision": Precision.YEAR}, False),
        ({"planned_start": dt.date(2025, 1, 1), "planned_start_precision": Precision.YEAR}, True),
        ({"planned_start": dt.date(2026, 2, 1), "planned_start_precision": Precision.MONTH}, True),
        ({"planned_start": dt.date(2026, 3, 1), "planned_start_precision": Precision.MONTH}, False),
    ],
)
def test_it_is_delayed_from_the_day_after_the_last_its_plan_can_mean(office, planned, is_late):
    activity = make_activity(office, **planned)
    assert (activity in delayed(), activity.is_delayed(TODAY)) == (is_late, is_late)


def test_what_has_ended_is_not_delayed(office):
    activity = make_activity(
        office, state="under_way", planned_start=dt.date(2026, 1, 5), actual_end=dt.date(2026, 1, 30)
    )
    assert (delayed(), activity.is_delayed(TODAY)) == ([], False)


def test_a_new_plan_ends_the_delay_and_time_brings_it_back(office, olga):
    activity = make_activity(office, planned_start=YESTERDAY)
    change_activity(by=acting(olga), activity=activity, planned_start=TOMORROW)
    assert delayed() == []
    assert delayed(TOMORROW + dt.timedelta(days=1)) == [activity]


def test_without_a_plan_there_is_no_delay(office, olga):
    activity = make_activity(office, planned_start=YESTERDAY)
    change_activity(by=acting(olga), activity=activity, planned_start=None)
    assert delayed() == []
