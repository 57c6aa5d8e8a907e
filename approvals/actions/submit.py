"""Submit a subject for approval on every side, and take it back."""

from __future__ import annotations

from approvals.actions.groups import halt, start_current_group
from approvals.models import ApprovalSubject, Case, Step
from approvals.steps import Outcome
from core.actors import Actor
from core.changes import recorded_change
from core.locking import store
from core.outbox import publish


def submit_cases(*, by: Actor, subject: ApprovalSubject, reason: str = "") -> None:
    """Start every side's track. Called by the action that moves the record to "approval pending", which checks
    the policy and holds the record's lock.

    Each submission is a new round: earlier decisions no longer count but stay readable.
    """
    with recorded_change(by=by, reason=reason):
        for case in Case.objects.select_for_update().filter(subject=subject).order_by("id"):
            _start_new_round(by=by, case=case)
            case.submitted_at, case.submitted_by = by.at, by.user
            case.save(update_fields=["submitted_at", "submitted_by"])
            start_current_group(by=by, case=case)
        publish("approval.submitted", by=by, subject=subject.pk)


def recall_cases(*, by: Actor, subject: ApprovalSubject, reason: str = "") -> None:
    """End the round on every side: nobody is asked any more, and what was approved no longer counts.

    Called, like `submit_cases`, by the action that moves the record out of its approval.
    """
    with recorded_change(by=by, reason=reason):
        for case in Case.objects.select_for_update().filter(subject=subject).order_by("id"):
            halt(by=by, case=case)
            case.submitted_at = case.submitted_by = None
            case.save(update_fields=["submitted_at", "submitted_by"])
        publish("approval.recalled", by=by, subject=subject.pk)


def _start_new_round(*, by: Actor, case: Case) -> None:
    for step in Step.objects.select_for_update().filter(case=case).exclude(outcome=Outcome.NOT_STARTED):
        step.outcome, step.started_at, step.ended_at, step.conditions_met_on = Outcome.NOT_STARTED, None, None, None
        store(step, "outcome", "started_at", "ended_at", "conditions_met_on", by=by)
