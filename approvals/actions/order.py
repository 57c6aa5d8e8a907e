"""Move a step of a route before or after its neighbours."""

from __future__ import annotations

from enum import StrEnum

from approvals.actions.groups import ask_anew
from approvals.actions.prepare import check_group, go_on, hold_undecided
from approvals.models import Step
from core.actors import Actor
from core.changes import recorded_change
from core.errors import Refused
from core.locking import store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop


class Direction(StrEnum):
    """Which way a step moves."""

    EARLIER = "earlier"
    LATER = "later"


NO_NEIGHBOUR = {
    Direction.EARLIER: Refusal("no_neighbour", gettext_noop("No step that can still be moved comes before this one.")),
    Direction.LATER: Refusal("no_neighbour", gettext_noop("No step that can still be moved comes after this one.")),
}


def move_step(*, by: Actor, step: Step, direction: Direction, expected_version: int | None = None) -> Step:
    """Let a step change places with the nearest one of the order before or after it; either may be undecided only.

    Where the approval runs, what begins then is asked and what comes later then is not. Raises as `change_step` does,
    and `Refused` (`no_neighbour`).
    """
    with recorded_change(by=by):
        held = hold_undecided(step, by=by, expected_version=expected_version)
        found = neighbour_of(held, direction)
        if found is None:
            raise Refused(NO_NEIGHBOUR[direction])
        other = hold_undecided(found, by=by, expected_version=None)
        for group in (held.group, other.group):
            check_group(held.case, group)
        held.group, other.group = other.group, held.group
        for each in (held, other):
            store(each, "group", by=by)
        ask_anew([held, other], by=by)
        go_on(held.case, by=by)
        for each in (held, other):
            publish("approval.step_changed", by=by, subject=held.case.subject_id, step=each.pk)
    held.refresh_from_db()
    return held


def neighbour_of(step: Step, direction: Direction) -> Step | None:
    """The step with which it would change places: the last of the order before, or the first of the one after."""
    others = Step.objects.filter(case=step.case_id)
    if direction is Direction.EARLIER:
        return others.filter(group__lt=step.group).order_by("-group", "-id").first()
    return others.filter(group__gt=step.group).order_by("group", "id").first()
