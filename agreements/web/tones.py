"""How stages, force and standings look: a tone and a shape beside their words."""

from __future__ import annotations

from agreements.act_kinds import Standing
from agreements.law.statuses import ForceStatus
from agreements.stages import Stage

# stage or force status: (tone, icon)
STAGE_LOOKS: dict[str, tuple[str, str]] = {
    Stage.PROPOSED: ("neutral", "circle"),
    Stage.MANDATE_REQUESTED: ("info", "envelope"),
    Stage.NEGOTIATING: ("info", "chat-left-text"),
    Stage.TEXT_AGREED: ("info", "file-earmark-check"),
    Stage.APPROVAL_PENDING: ("progress", "hourglass-split"),
    Stage.APPROVED: ("success", "check-circle"),
    Stage.SIGNED: ("success", "check-circle-fill"),
    Stage.CLOSED: ("neutral", "archive"),
    Stage.WITHDRAWN: ("warning", "slash-circle"),
    Stage.REJECTED: ("danger", "x-octagon-fill"),
}
FORCE_LOOKS: dict[str, tuple[str, str]] = {
    ForceStatus.NOT_IN_FORCE: ("neutral", "circle"),
    ForceStatus.PROVISIONALLY_APPLIED: ("info", "circle-half"),
    ForceStatus.IN_FORCE: ("success", "check-circle-fill"),
    ForceStatus.SUSPENDED: ("warning", "pause-circle-fill"),
    ForceStatus.NOTICE_GIVEN: ("warning", "hourglass-split"),
    ForceStatus.EXPIRED: ("neutral", "calendar-x"),
    ForceStatus.TERMINATED: ("neutral", "x-circle-fill"),
    ForceStatus.SUPERSEDED: ("neutral", "skip-forward-circle"),
    ForceStatus.UNDETERMINED: ("warning", "question-circle"),
}
STANDING_TONES: dict[str, str] = {
    Standing.CONFIRMED: "success",
    Standing.REPORTED: "neutral",
    Standing.DISPUTED: "warning",
}
