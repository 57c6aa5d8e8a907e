"""The state machines of activities and memberships, declared once as data. Pure: no Django, no clock.

"Delayed" is no state: past its planned end without an actual end an activity is delayed and still active.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from approvals.steps import CaseState
from core.refusals import Refusal
from core.sentences import gettext_noop


class ActivityState(StrEnum):
    """How far an activity is."""

    PROPOSED = "proposed"
    APPROVAL_PENDING = "approval_pending"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    CLOSED = "closed"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class MembershipState(StrEnum):
    """How far a membership of a standing body is."""

    PROPOSED = "proposed"
    APPROVAL_PENDING = "approval_pending"
    ACTIVE = "active"
    ENDED = "ended"


ACTIVITY_STATE_LABELS = {
    ActivityState.PROPOSED: gettext_noop("Proposed"),
    ActivityState.APPROVAL_PENDING: gettext_noop("Approval pending"),
    ActivityState.APPROVED: gettext_noop("Approved"),
    ActivityState.SCHEDULED: gettext_noop("Scheduled"),
    ActivityState.UNDER_WAY: gettext_noop("Under way"),
    ActivityState.DELIVERED: gettext_noop("Delivered"),
    ActivityState.CLOSED: gettext_noop("Closed"),
    ActivityState.POSTPONED: gettext_noop("Postponed"),
    ActivityState.SUSPENDED: gettext_noop("Suspended"),
    ActivityState.CANCELLED: gettext_noop("Cancelled"),
    ActivityState.REJECTED: gettext_noop("Rejected"),
}
MEMBERSHIP_STATE_LABELS = {
    MembershipState.PROPOSED: gettext_noop("Proposed"),
    MembershipState.APPROVAL_PENDING: gettext_noop("Approval pending"),
    MembershipState.ACTIVE: gettext_noop("Active"),
    MembershipState.ENDED: gettext_noop("Ended"),
}
# States in which an activity is still to happen or happening: only these can be delayed.
ACTIVE = frozenset(
    {
        ActivityState.PROPOSED,
        ActivityState.APPROVAL_PENDING,
        ActivityState.APPROVED,
        ActivityState.SCHEDULED,
        ActivityState.UNDER_WAY,
        ActivityState.SUSPENDED,
        ActivityState.POSTPONED,
    }
)
# States that come before an activity begins: its start is a date to act by.
BEFORE_START = frozenset({ActivityState.APPROVED, ActivityState.SCHEDULED})
# While it is here, a change of what is approved undoes the decisions; afterwards they are history.
ACTIVITY_APPROVAL_COUNTS = frozenset(
    {ActivityState.APPROVAL_PENDING, ActivityState.APPROVED, ActivityState.SCHEDULED, ActivityState.POSTPONED}
)


@dataclass(frozen=True)
class ActivityFacts:
    """What the guards need to know. `was_submitted`: whether approval was ever asked for. Planned dates are the last
    day the known precision allows.
    """

    approval: CaseState | None
    was_submitted: bool
    has_steps: bool
    planned_start: dt.date | None
    planned_end: dt.date | None
    actual_start: dt.date | None
    actual_end: dt.date | None
    has_outcome: bool


Guard = Callable[[ActivityFacts], Refusal | None]
State = TypeVar("State", ActivityState, MembershipState)


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One named way between states.

    `submits` starts the approval track, `recalls` ends its round; `dates` names the field the day of the transition
    is written to, if empty.
    """

    source: State
    target: State
    name: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    submits: bool = False
    recalls: bool = False
    dates: str = ""


def has_approval_steps(facts: ActivityFacts) -> Refusal | None:
    """Approval can only be asked for when there is a step to decide."""
    if facts.has_steps:
        return None
    return Refusal("approval_steps_missing", gettext_noop("Add at least one approval step first."))


def is_approved(facts: ActivityFacts) -> Refusal | None:
    """Every blocking step is done."""
    if facts.approval is CaseState.APPROVED:
        return None
    return Refusal("approval_pending", gettext_noop("Its approval is still pending."))


def approval_stands(facts: ActivityFacts) -> Refusal | None:
    """What was approved and has changed since is approved again before it begins; what never was submitted may."""
    if facts.approval is CaseState.APPROVED or not facts.was_submitted:
        return None
    return Refusal("approval_pending", gettext_noop("Its approval is still pending."))


def has_planned_start(facts: ActivityFacts) -> Refusal | None:
    """What is scheduled has a date."""
    if facts.planned_start:
        return None
    return Refusal("planned_start_missing", gettext_noop("Give the planned start first."))


def has_outcome(facts: ActivityFacts) -> Refusal | None:
    """What is closed has been reported on."""
    if facts.has_outcome:
        return None
    return Refusal("outcome_missing", gettext_noop("Write the report's outcome first."))


A = ActivityState
_POSTPONE = gettext_noop("Postpone")
_SUSPEND = gettext_noop("Suspend")
_CANCEL = gettext_noop("Cancel the activity")
_BACK = gettext_noop("Take back")

ACTIVITY_TRACK = (A.PROPOSED, A.APPROVAL_PENDING, A.APPROVED, A.SCHEDULED, A.UNDER_WAY, A.DELIVERED, A.CLOSED)
ACTIVITY_TRANSITIONS: tuple[Transition[ActivityState], ...] = (
    Transition(
        A.PROPOSED, A.APPROVAL_PENDING, gettext_noop("Submit for approval"), (has_approval_steps,), submits=True
    ),
    Transition(A.APPROVAL_PENDING, A.APPROVED, gettext_noop("Record that it is approved"), (is_approved,)),
    Transition(A.APPROVED, A.SCHEDULED, gettext_noop("Schedule"), (approval_stands, has_planned_start)),
    Transition(
        A.SCHEDULED, A.UNDER_WAY, gettext_noop("Record that it has begun"), (approval_stands,), dates="actual_start"
    ),
    Transition(A.UNDER_WAY, A.DELIVERED, gettext_noop("Record that it is delivered"), dates="actual_end"),
    Transition(A.DELIVERED, A.CLOSED, gettext_noop("Close"), (has_outcome,)),
    Transition(A.APPROVAL_PENDING, A.PROPOSED, _BACK, needs_reason=True, recalls=True),
    Transition(
        A.APPROVAL_PENDING,
        A.REJECTED,
        gettext_noop("Record that approval is refused"),
        needs_reason=True,
        recalls=True,
    ),
    Transition(A.REJECTED, A.PROPOSED, gettext_noop("Reopen"), needs_reason=True),
    Transition(A.APPROVED, A.POSTPONED, _POSTPONE, needs_reason=True),
    Transition(A.SCHEDULED, A.POSTPONED, _POSTPONE, needs_reason=True),
    Transition(A.UNDER_WAY, A.POSTPONED, _POSTPONE, needs_reason=True),
    Transition(A.POSTPONED, A.SCHEDULED, gettext_noop("Schedule again"), (has_planned_start,)),
    Transition(A.UNDER_WAY, A.SUSPENDED, _SUSPEND, needs_reason=True),
    Transition(A.SUSPENDED, A.UNDER_WAY, gettext_noop("Resume"), needs_reason=True),
    *(
        Transition(state, A.CANCELLED, _CANCEL, needs_reason=True, recalls=state is A.APPROVAL_PENDING)
        for state in (A.PROPOSED, A.APPROVAL_PENDING, A.APPROVED, A.SCHEDULED, A.UNDER_WAY, A.POSTPONED, A.SUSPENDED)
    ),
)

M = MembershipState
MEMBERSHIP_TRACK = (M.PROPOSED, M.APPROVAL_PENDING, M.ACTIVE, M.ENDED)
MEMBERSHIP_TRANSITIONS: tuple[Transition[MembershipState], ...] = (
    Transition(
        M.PROPOSED, M.APPROVAL_PENDING, gettext_noop("Submit for approval"), (has_approval_steps,), submits=True
    ),
    Transition(M.APPROVAL_PENDING, M.PROPOSED, _BACK, needs_reason=True, recalls=True),
    Transition(M.APPROVAL_PENDING, M.ACTIVE, gettext_noop("Record that it is in effect"), (is_approved,)),
    Transition(M.ACTIVE, M.ENDED, gettext_noop("Record that it has ended"), needs_reason=True),
    Transition(M.PROPOSED, M.ENDED, gettext_noop("Withdraw"), needs_reason=True),
    Transition(M.APPROVAL_PENDING, M.ENDED, gettext_noop("Withdraw"), needs_reason=True, recalls=True),
)


def leaving(transitions: tuple[Transition[State], ...], state: State) -> tuple[Transition[State], ...]:
    """The transitions that leave a state, in the order they are offered."""
    return tuple(each for each in transitions if each.source is state)


def find(transitions: tuple[Transition[State], ...], source: State, target: State) -> Transition[State] | None:
    """The transition between two states, if there is one."""
    return next((each for each in leaving(transitions, source) if each.target is target), None)


def no_such_transition(source: str, target: str) -> Refusal:
    """The refusal for two states that no transition joins; the arguments are their English labels."""
    return Refusal(
        "no_such_transition",
        gettext_noop("There is no step from “%(source)s” to “%(target)s”."),
        labels={"source": source, "target": target},
    )


def is_delayed(state: ActivityState, planned_end: dt.date | None, today: dt.date) -> bool:
    """Past its planned end with no actual end, and still active. `planned_end` is the last day it can mean."""
    return state in ACTIVE and planned_end is not None and planned_end < today
