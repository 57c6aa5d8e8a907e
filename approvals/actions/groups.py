"""Move a track forward."""

from __future__ import annotations

from approvals.models import Case, Step
from approvals.steps import Outcome, current_group
from core.actors import Actor
from core.locking import store


def start_current_group(*, by: Actor, case: Case) -> None:
    """Start the steps of the first group that is still open. The caller holds the record's lock."""
    steps = list(Step.objects.filter(case=case).select_for_update().order_by("group", "id"))
    group = current_group([step.facts for step in steps])
    for step in steps:
        if step.group == group and step.outcome == Outcome.NOT_STARTED:
            step.outcome, step.started_at = Outcome.IN_PROGRESS, by.at
            store(step, "outcome", "started_at", by=by)
