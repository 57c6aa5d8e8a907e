"""The dashboard: how the whole stands, each number opening the list it counts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Office
from activities.states import ACTIVITY_STATE_LABELS, ActivityState
from activities.web.tones import ACTIVITY_LOOKS
from agreements.law.statuses import FORCE_LABELS, ForceStatus
from agreements.stages import STAGE_LABELS, Stage
from agreements.web.tones import FORCE_LOOKS, STAGE_LOOKS
from approvals.ages import AGE_CLASSES
from dashboard.figures import Figures, figures_for
from dashboard.web.links import activities_list, agreements_list, programme_rows, waiting_rows
from dashboard.web.totals import totals_of


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of all the reader may see, or of one office."""
    offices = list(Office.objects.order_by("code"))
    office = _office(offices, request.GET.get("office", ""))
    shown = figures_for(
        user=request.user, today=timezone.localdate(), zone=timezone.get_current_timezone(), office=office
    )
    code = office.code if office else ""
    context = {
        "figures": shown,
        "office": office,
        "offices": _tabs(offices, office),
        "totals": totals_of(shown, code),
        "stages": _stages(shown, code),
        "largest_stage": max(shown.by_stage.values(), default=0),
        "forces": _forces(shown, code),
        "largest_force": max(shown.by_force.values(), default=0),
        "states": _states(shown, code),
        "largest_state": max(shown.by_state.values(), default=0),
        "ages": [_(each.label) for each in AGE_CLASSES],
        "sides": waiting_rows(shown, code),
        "programmes": programme_rows(shown, code),
    }
    return render(request, "dashboard/figures.html", context)


def _office(offices: list[Office], code: str) -> Office | None:
    if not code:
        return None
    for office in offices:
        if office.code == code:
            return office
    raise Http404


def _tabs(offices: list[Office], chosen: Office | None) -> list[dict[str, Any]]:
    """All offices, then each: as `c-section-nav` takes them. One office alone needs no choice."""
    if len(offices) < 2:
        return []
    each = [{"label": str(office), "url": f"?office={office.code}", "current": office == chosen} for office in offices]
    return [{"label": _("All offices"), "url": "?", "current": chosen is None}, *each]


def _stages(shown: Figures, office: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _(STAGE_LABELS[stage]),
            "value": shown.by_stage[stage],
            "url": agreements_list(office, stage=stage.value),
            "tone": STAGE_LOOKS[stage][0],
        }
        for stage in Stage
    ]


def _forces(shown: Figures, office: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _(FORCE_LABELS[status]),
            "value": shown.by_force[status],
            "url": agreements_list(office, force_status=status.value),
            "tone": FORCE_LOOKS[status][0],
        }
        for status in ForceStatus
    ]


def _states(shown: Figures, office: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _(ACTIVITY_STATE_LABELS[state]),
            "value": shown.by_state[state],
            "url": activities_list(office, state=state.value),
            "tone": ACTIVITY_LOOKS[state][0],
        }
        for state in ActivityState
    ]
