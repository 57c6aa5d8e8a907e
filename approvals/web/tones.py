"""How the outcome of a step and the state of a side look: a tone beside their words."""

from __future__ import annotations

from approvals.steps import CaseState, Outcome

OUTCOME_TONES: dict[str, str] = {
    Outcome.NOT_STARTED: "neutral",
    Outcome.IN_PROGRESS: "progress",
    Outcome.APPROVED: "success",
    Outcome.APPROVED_WITH_CONDITIONS: "warning",
    Outcome.CHANGES_REQUESTED: "warning",
    Outcome.REJECTED: "danger",
    Outcome.SKIPPED: "neutral",
    Outcome.NOT_REQUIRED: "neutral",
    Outcome.LAPSED: "danger",
}
CASE_TONES: dict[str, str] = {
    CaseState.NOT_SUBMITTED: "neutral",
    CaseState.IN_PROGRESS: "progress",
    CaseState.CHANGES_REQUESTED: "warning",
    CaseState.APPROVED: "success",
    CaseState.REJECTED: "danger",
    CaseState.LAPSED: "danger",
}
