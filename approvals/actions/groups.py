"""Move a track forward, or halt it."""

from __future__ import annotations

from approvals.models import Case, Step
from approvals.steps import CaseState, Outcome, case_state, current_group
from core.actors import Actor
from core.locking import store


def start_current_group(*, by: Actor, case: Case) -> None:
    """Start the steps of the first group that is still open; none after a rejection, which ends the case.

    The caller holds the record's lock.
    """
    steps = list(Step.objects.filter(case=case).select_for_update().order_by("group", "id"))
    facts = [step.facts for step in steps]
    if case_state(facts, is_submitted=True) is CaseState.REJECTED:
        return
    group = current_group(facts)
    for step in steps:
        if step.group == group and step.outcome == Outcome.NOT_STARTED:
            step.outcome, step.started_at = Outcome.IN_PROGRESS, by.at
            store(step, "outcome", "started_at", by=by)


def halt(*, by: Actor, case: Case) -> None:
    """Ask nobody any more: steps in progress are not started again. The caller holds the record's lock."""
    for step in Step.objects.waiting().filter(case=case).select_for_update().order_by("id"):
        step.outcome, step.started_at = Outcome.NOT_STARTED, None
        store(step, "outcome", "started_at", by=by)
