"""The lock under which everything about a step happens: the record's, then the step's."""

from __future__ import annotations

from approvals.models import Step
from approvals.steps import STEP_GONE
from core.actors import Actor
from core.errors import Refused
from core.locking import lock
from core.registries import registries


def hold_step(step: Step, *, by: Actor, expected_version: int | None = None) -> Step:
    """The step as it is now, with the record locked and given its next version.

    Raises `StaleVersion`, and `Refused` (`step_gone`) where it was taken out of the route meanwhile.
    """
    touch_record(step, by=by)
    steps = Step.objects.select_related("body", "case__subject__office", "case__snapshot").prefetch_related("asked")
    try:
        return lock(steps, pk=step.pk, expected_version=expected_version)
    except Step.DoesNotExist:
        raise Refused(STEP_GONE) from None


def touch_record(step: Step, *, by: Actor) -> None:
    """Lock the record the step belongs to, and give it its next version."""
    subject = step.case.subject
    registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
