"""Each guard of activities and memberships by itself."""

import datetime as dt
from dataclasses import replace

import pytest

from activities import states
from activities.states import ActivityFacts
from approvals.steps import CaseState
from core.errors import say

FACTS = ActivityFacts(
    approval=CaseState.APPROVED,
    was_submitted=True,
    has_steps=True,
    planned_start=dt.date(2026, 5, 1),
    planned_end=None,
    actual_start=None,
    actual_end=None,
    has_outcome=True,
)


@pytest.mark.parametrize(
    ("guard", "changes", "code"),
    [
        (states.has_approval_steps, {"has_steps": False}, "approval_steps_missing"),
        (states.has_planned_start, {"planned_start": None}, "planned_start_missing"),
        (states.has_outcome, {"has_outcome": False}, "outcome_missing"),
        (states.is_approved, {"approval": None}, "approval_pending"),
        *(
            (states.is_approved, {"approval": state}, "approval_pending")
            for state in CaseState
            if state is not CaseState.APPROVED
        ),
        *(
            (states.approval_stands, {"approval": state}, "approval_pending")
            for state in CaseState
            if state is not CaseState.APPROVED
        ),
    ],
)
def test_a_guard_lets_through_what_is_in_place_and_names_what_is_not(guard, changes, code):
    assert guard(FACTS) is None
    refusal = guard(replace(FACTS, **changes))
    assert refusal.code == code
    assert say(refusal).endswith((".", "first."))


def test_what_was_taken_over_without_a_track_goes_on():
    assert states.approval_stands(replace(FACTS, approval=None, was_submitted=False)) is None
