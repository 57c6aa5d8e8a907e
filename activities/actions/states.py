"""Move an activity from one state to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from activities.models import Activity, Membership
from activities.policies import can_keep
from activities.queries import facts_of
from activities.states import (
    ACTIVITY_STATE_LABELS,
    ACTIVITY_TRANSITIONS,
    ActivityState,
    State,
    Transition,
    find,
    no_such_transition,
)
from approvals.actions import recall_cases, submit_cases
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.transitions import refusals_to_take


def change_state(
    *,
    by: Actor,
    activity: Activity,
    to: str,
    on: dt.date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Activity:
    """Take the named transition to the state `to`, as of the day `on` (default: today in the office's zone).

    Beginning and delivery write that day as actual start and end where none is recorded. Raises `InvalidInput`
    for an unknown state or a future day, `NotAllowed`, `StaleVersion`, and `Refused` listing every unmet guard.
    """
    if by.user:
        require(can_keep(by.user, activity))
    target = _state(to)
    today = by.today(activity.office.time_zone)
    on = on or today
    if on > today:
        raise InvalidInput({"on": [_("The date lies in the future. A state is recorded when it is reached.")]})
    with recorded_change(by=by, reason=reason):
        locked = lock(Activity.objects.all(), pk=activity.pk, expected_version=expected_version)
        transition = transition_to(
            target, record=locked, transitions=ACTIVITY_TRANSITIONS, labels=ACTIVITY_STATE_LABELS, reason=reason
        )
        source, locked.state, locked.state_since = locked.state, target, on
        store(locked, "state", "state_since", *_date(locked, transition, on), by=by)
        if transition.submits:
            submit_cases(by=by, subject=locked.approval_subject, reason=reason)
        if transition.recalls:
            recall_cases(by=by, subject=locked.approval_subject, reason=reason)
        publish("activity.state_changed", by=by, activity=locked.pk, source=source, target=target.value)
    return locked


def _date(activity: Activity, transition: Transition[ActivityState], on: dt.date) -> list[str]:
    if not transition.dates or getattr(activity, transition.dates):
        return []
    if transition.dates == "actual_end" and activity.actual_start and on < activity.actual_start:
        raise InvalidInput({"on": [_("The actual end lies before the actual start.")]})
    setattr(activity, transition.dates, on)
    return [transition.dates]


def _state(to: str) -> ActivityState:
    try:
        return ActivityState(to)
    except ValueError:
        choices = ", ".join(state.value for state in ActivityState)
        raise InvalidInput({"to": [_("Unknown state. Choose one of: %(choices)s.") % {"choices": choices}]}) from None


def transition_to(
    target: State,
    *,
    record: Activity | Membership,
    transitions: tuple[Transition[State], ...],
    labels: Mapping[State, str],
    reason: str,
) -> Transition[State]:
    """The transition from the record's present state. Raises `Refused` with everything that stands against it."""
    source = type(target)(record.state)
    transition = find(transitions, source, target)
    if transition is None:
        raise Refused(no_such_transition(labels[source], labels[target]))
    if refusals := refusals_to_take(transition, facts_of(record), reason=reason):
        raise Refused(*refusals)
    return transition
