"""How stages and standings look: a tone and a shape beside their words."""

from __future__ import annotations

from agreements.act_kinds import Standing
from agreements.stages import Stage

# stage: (tone, icon)
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
STANDING_TONES: dict[str, str] = {
    Standing.CONFIRMED: "success",
    Standing.REPORTED: "neutral",
    Standing.DISPUTED: "warning",
}
