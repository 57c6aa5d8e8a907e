"""The few figures that say how the whole stands, as `c-stat` takes them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from activities.states import ActivityState
from dashboard.figures import Figures
from dashboard.web.links import activities_list, agreements_list, approvals_list


def totals_of(shown: Figures, office: str) -> list[dict[str, Any]]:
    """Each with its label, tone and the list it opens; `office` is a code, or empty for all."""
    return [
        {"value": shown.agreements, "label": _("Agreements"), "url": agreements_list(office), "tone": "info"},
        {
            "value": shown.steps_waiting,
            "label": _("Approvals pending"),
            "url": approvals_list(office),
            "tone": "progress",
        },
        {
            "value": shown.overdue,
            "label": _("Approvals overdue"),
            "url": approvals_list(office, overdue="true"),
            "tone": "danger" if shown.overdue else "neutral",
        },
        {"value": shown.planned, "label": _("Activities planned"), "url": activities_list(office, planned=True)},
        {
            "value": shown.by_state[ActivityState.UNDER_WAY],
            "label": _("Activities under way"),
            "url": activities_list(office, state=ActivityState.UNDER_WAY.value),
        },
        {
            "value": shown.delayed,
            "label": _("Activities delayed"),
            "url": activities_list(office, delayed="true"),
            "tone": "danger" if shown.delayed else "neutral",
        },
    ]
