"""How the outcome of a step and the state of a side look: a tone beside their words; and events, with an icon."""

from __future__ import annotations

from approvals.models import CaseEvent
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
EVENT_LOOKS: dict[str, tuple[str, str]] = {
    CaseEvent.Kind.SUBMITTED: ("progress", "send"),
    CaseEvent.Kind.RESET: ("warning", "arrow-counterclockwise"),
    CaseEvent.Kind.WITHDRAWN: ("neutral", "slash-circle"),
    CaseEvent.Kind.LAPSED: ("danger", "calendar-x"),
    CaseEvent.Kind.REOPENED: ("progress", "send"),
}
