"""The state machines of activities and memberships, frozen: a change of the data must be meant here too."""

import pytest

from activities.states import (
    ACTIVE,
    ACTIVITY_STATE_LABELS,
    ACTIVITY_TRACK,
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_STATE_LABELS,
    MEMBERSHIP_TRACK,
    MEMBERSHIP_TRANSITIONS,
    ActivityState,
    MembershipState,
    Transition,
)

ACTIVITIES = """
proposed > approval_pending: has_approval_steps, submits
approval_pending > approved: is_approved
approved > scheduled: approval_stands, has_planned_start
scheduled > under_way: approval_stands, dates actual_start
under_way > delivered: dates actual_end
delivered > closed: has_outcome
approval_pending > proposed: reason, recalls
approval_pending > rejected: reason, recalls
rejected > proposed: reason
approved > postponed: reason
scheduled > postponed: reason
under_way > postponed: reason
postponed > scheduled: has_planned_start
under_way > suspended: reason
suspended > under_way: reason
proposed > cancelled: reason
approval_pending > cancelled: reason, recalls
approved > cancelled: reason
scheduled > cancelled: reason
under_way > cancelled: reason
postponed > cancelled: reason
suspended > cancelled: reason
"""
MEMBERSHIPS = """
proposed > approval_pending: has_approval_steps, submits
approval_pending > proposed: reason, recalls
approval_pending > active: is_approved
active > ended: reason
proposed > ended: reason
approval_pending > ended: reason, recalls
"""
BOTH = pytest.mark.parametrize(
    ("transitions", "table", "states"),
    [(ACTIVITY_TRANSITIONS, ACTIVITIES, ActivityState), (MEMBERSHIP_TRANSITIONS, MEMBERSHIPS, MembershipState)],
    ids=["activities", "memberships"],
)


def as_written(transition: Transition) -> str:
    parts = [guard.__name__ for guard in transition.guards]
    parts += ["reason"] if transition.needs_reason else []
    parts += ["submits"] if transition.submits else []
    parts += ["recalls"] if transition.recalls else []
    parts += [f"dates {transition.dates}"] if transition.dates else []
    arrow = f"{transition.source.value} > {transition.target.value}"
    return f"{arrow}: {', '.join(parts)}" if parts else arrow


@BOTH
def test_the_transitions_and_their_guards_are_these(transitions, table, states):
    assert [as_written(each) for each in transitions] == table.strip().splitlines()


@BOTH
def test_every_state_can_be_reached_from_proposed(transitions, table, states):
    reached = {states.PROPOSED}
    while more := {each.target for each in transitions if each.source in reached} - reached:
        reached |= more
    assert reached == set(states)


def test_every_state_has_a_label():
    assert set(ACTIVITY_STATE_LABELS) == set(ActivityState)
    assert set(MEMBERSHIP_STATE_LABELS) == set(MembershipState)


def test_the_tracks_shown_to_people_are_these():
    assert " ".join(ACTIVITY_TRACK) == "proposed approval_pending approved scheduled under_way delivered closed"
    assert " ".join(MEMBERSHIP_TRACK) == "proposed approval_pending active ended"


def test_what_is_over_is_not_active():
    assert set(ActivityState) - ACTIVE == {
        ActivityState.DELIVERED,
        ActivityState.CLOSED,
        ActivityState.CANCELLED,
        ActivityState.REJECTED,
    }
