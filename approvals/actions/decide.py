"""Record what was decided on a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.groups import halt, start_current_group
from approvals.models import Decision, Step
from approvals.policies import can_decide, can_dispense, can_prepare
from approvals.steps import (
    DECISIONS,
    DISPENSATIONS,
    NO_OPEN_CONDITIONS,
    Outcome,
    has_open_conditions,
    refusals_to_decide,
)
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotAllowed, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Verdict
from core.registries import registries


def decide_step(
    *, by: Actor, step: Step, outcome: str, comment: str = "", expected_version: int | None = None
) -> Decision:
    """Record a person's decision; when it completes the group, the next one starts.

    Raises `InvalidInput` for an outcome nobody can decide, `NotAllowed` (four eyes), `Refused` listing every
    unmet condition, `StaleVersion`.
    """
    _check_outcome(outcome, DECISIONS)
    if by.user is None:
        raise NotAllowed(_("Only a person decides."))
    return _record(
        by=by, step=step, may=can_decide, outcome=Outcome(outcome), comment=comment, expected_version=expected_version
    )


def dispense_with_step(
    *, by: Actor, step: Step, outcome: str, comment: str, expected_version: int | None = None
) -> Decision:
    """Record that a step is skipped or not required, with the reason. Raises as `decide_step` does."""
    _check_outcome(outcome, DISPENSATIONS)
    return _record(
        by=by, step=step, may=can_dispense, outcome=Outcome(outcome), comment=comment, expected_version=expected_version
    )


def confirm_conditions_met(*, by: Actor, step: Step, on: dt.date, expected_version: int | None = None) -> Step:
    """Record that the conditions of an approval are met, which completes the step.

    Raises `InvalidInput` for a future day, `NotAllowed`, `Refused`, `StaleVersion`.
    """
    subject = step.case.subject
    if by.user:
        require(can_prepare(by.user, subject))
    if on > by.today(subject.office.time_zone):
        raise InvalidInput({"on": [_("The date lies in the future. Conditions are met once they have been met.")]})
    with recorded_change(by=by):
        _touch(by=by, step=step)
        locked = lock(Step.objects.all(), pk=step.pk, expected_version=expected_version)
        if not has_open_conditions(locked.facts):
            raise Refused(NO_OPEN_CONDITIONS)
        locked.conditions_met_on = on
        store(locked, "conditions_met_on", by=by)
        start_current_group(by=by, case=locked.case)
        publish("approval.decided", by=by, subject=locked.case.subject_id, step=locked.pk, outcome=locked.outcome)
    return locked


def _record(
    *,
    by: Actor,
    step: Step,
    may: Callable[[User, Step], Verdict],
    outcome: Outcome,
    comment: str,
    expected_version: int | None,
) -> Decision:
    """Record an outcome. Whether the person may is asked under the lock: who submitted can change until then."""
    with recorded_change(by=by, reason=comment):
        _touch(by=by, step=step)
        locked = lock(Step.objects.select_related("case__subject"), pk=step.pk, expected_version=expected_version)
        case = locked.case
        if by.user:
            require(may(by.user, locked))
        refusals = refusals_to_decide(
            locked.facts, case.facts, outcome, comment, is_submitted=case.submitted_at is not None
        )
        if refusals:
            raise Refused(*refusals)
        decision = Decision.objects.create(
            step=locked, outcome=outcome, comment=comment, decided_by=by.user, decided_at=by.at
        )
        locked.outcome, locked.ended_at = outcome, by.at
        store(locked, "outcome", "ended_at", by=by)
        if outcome is Outcome.REJECTED:
            halt(by=by, case=case)
        start_current_group(by=by, case=case)
        publish("approval.decided", by=by, subject=case.subject_id, step=locked.pk, outcome=outcome.value)
    return decision


def _touch(*, by: Actor, step: Step) -> None:
    subject = step.case.subject
    registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)


def _check_outcome(outcome: str, allowed: tuple[Outcome, ...]) -> None:
    if outcome not in [each.value for each in allowed]:
        choices = ", ".join(each.value for each in allowed)
        raise InvalidInput({"outcome": [_("Choose one of: %(choices)s.") % {"choices": choices}]})
