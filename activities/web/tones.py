"""How the state of an activity and of a membership looks: a tone and a shape beside its words."""

from __future__ import annotations

from activities.states import ActivityState, MembershipState

A, M = ActivityState, MembershipState

# state: (tone, icon)
ACTIVITY_LOOKS: dict[str, tuple[str, str]] = {
    A.PROPOSED: ("neutral", "circle"),
    A.APPROVAL_PENDING: ("progress", "hourglass-split"),
    A.APPROVED: ("info", "check-circle"),
    A.SCHEDULED: ("info", "calendar-event"),
    A.UNDER_WAY: ("progress", "play-circle-fill"),
    A.DELIVERED: ("success", "check-circle-fill"),
    A.CLOSED: ("neutral", "archive"),
    A.POSTPONED: ("warning", "clock-history"),
    A.SUSPENDED: ("warning", "pause-circle-fill"),
    A.CANCELLED: ("danger", "x-circle-fill"),
    A.REJECTED: ("danger", "x-octagon-fill"),
}
MEMBERSHIP_LOOKS: dict[str, tuple[str, str]] = {
    M.PROPOSED: ("neutral", "circle"),
    M.APPROVAL_PENDING: ("progress", "hourglass-split"),
    M.ACTIVE: ("success", "check-circle-fill"),
    M.ENDED: ("neutral", "slash-circle"),
}
