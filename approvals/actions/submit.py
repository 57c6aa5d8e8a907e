"""Submit a subject for approval on every side, and take it back."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from approvals.actions.groups import halt, start_current_group
from approvals.models import ApprovalSubject, Case, Decision, Step
from approvals.steps import Outcome
from core.actors import Actor
from core.changes import recorded_change
from core.locking import store
from core.outbox import publish
from institutions.models import Institution


def submit_cases(
    *, by: Actor, subject: ApprovalSubject, sides: Collection[Institution] | None = None, reason: str = ""
) -> None:
    """Start the track of these sides; of every side where none are named. Called by the action that moves the record
    to "approval pending", which checks the policy and holds the record's lock.

    Each submission is a new round: earlier decisions no longer count but stay readable.
    """
    cases = Case.objects.filter(subject=subject)
    if sides is not None:
        cases = cases.filter(institution__in=sides)
    with recorded_change(by=by, reason=reason):
        for case in cases.select_for_update(of=("self",)).order_by("id"):
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
            _recall(by=by, case=case)
        publish("approval.recalled", by=by, subject=subject.pk)


def end_side(*, by: Actor, subject: ApprovalSubject, institution: Institution) -> None:
    """An institution takes part no longer: its track goes, unless something was decided on it, which stays readable.

    Called, like `submit_cases`, by the action that changes the record.
    """
    for case in Case.objects.select_for_update(of=("self",)).filter(subject=subject, institution=institution):
        if Decision.objects.filter(step__case=case).exists():
            _recall(by=by, case=case)
        else:
            case.delete()


def _recall(*, by: Actor, case: Case) -> None:
    halt(by=by, case=case)
    given = (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)
    _ask_anew(case.steps.select_for_update().filter(outcome__in=given), by=by)
    case.submitted_at = case.submitted_by = None
    case.save(update_fields=["submitted_at", "submitted_by"])


def _start_new_round(*, by: Actor, case: Case) -> None:
    _ask_anew(case.steps.select_for_update().exclude(outcome=Outcome.NOT_STARTED), by=by)


def _ask_anew(steps: QuerySet[Step], *, by: Actor) -> None:
    """Put steps back to their beginning. The decisions taken on them stay in the ledger."""
    for step in steps:
        step.outcome, step.started_at, step.ended_at, step.conditions_met_on = Outcome.NOT_STARTED, None, None, None
        store(step, "outcome", "started_at", "ended_at", "conditions_met_on", by=by)
