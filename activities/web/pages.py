"""The pages of an activity and of a programme, and their histories."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from activities.models import Activity, Programme
from activities.policies import can_create_activities, can_edit_programmes, can_keep
from activities.queries import (
    ProgrammeCounts,
    activity_page,
    history_roots,
    next_steps,
    programme_page,
    state_before,
    with_counts_by_state,
)
from activities.states import ACTIVITY_STATE_LABELS, ACTIVITY_TRACK, ActivityState
from activities.web.progress import activity_steps, activity_track, mending_places, usual_step
from activities.web.tones import ACTIVITY_LOOKS
from activities.web.tracks import own_track
from core.history_reading import history_page
from core.registries import registries
from core.web.history import before_of

RECORD_TYPE = "activity"
PROGRAMME_TYPE = "programme"


@login_required
@require_safe
def activity(request: SignedInRequest, reference: str) -> HttpResponse:
    """Everything about one activity that the reader may see."""
    shown = get_object_or_404(activity_page(request.user), reference=reference)
    may_keep = can_keep(request.user, shown)
    steps = activity_steps(next_steps(shown), mending_places(shown) if may_keep else {})
    before = None if shown.state in ACTIVITY_TRACK else state_before(shown)
    context = {
        "activity": shown,
        "track": activity_track(shown, before),
        "next_step": usual_step(steps),
        "steps": steps,
        "state_url": reverse("activities:state", args=[reference]),
        "approval": own_track(shown, request.user),
        "is_delayed": shown.is_delayed(timezone.localdate()),
        "may_keep": may_keep,
        "panels": registries.panels_for(RECORD_TYPE, shown, request.user),
        **_history(request, shown, "activities:history", reference),
    }
    return render(request, "activities/activity.html", context)


@login_required
@require_safe
def history(request: SignedInRequest, reference: str) -> HttpResponse:
    """Older changes: a part for the page that asks for more, a whole page without scripts."""
    shown = get_object_or_404(Activity.objects.visible_to(request.user), reference=reference)
    context = {"record": shown, "title": shown.title, "back": reverse("activities:detail", args=[reference])}
    return _history_page(request, context | _history(request, shown, "activities:history", reference))


@login_required
@require_safe
def programme(request: SignedInRequest, code: str) -> HttpResponse:
    """A programme, with its activities by state."""
    shown = get_object_or_404(programme_page(request.user), code=code)
    (counts,) = with_counts_by_state([shown], request.user)
    bars = bars_of(counts)
    context = {
        "programme": shown,
        "counts": counts,
        "bars": bars,
        "largest": max((bar["value"] for bar in bars), default=0),
        "may_create": can_create_activities(request.user),
        "may_edit": can_edit_programmes(request.user),
        "panels": registries.panels_for(PROGRAMME_TYPE, shown, request.user),
        **_history(request, shown, "activities:programme_history", code),
    }
    return render(request, "activities/programme.html", context)


@login_required
@require_safe
def programme_history(request: SignedInRequest, code: str) -> HttpResponse:
    """See `history`."""
    shown = get_object_or_404(Programme.objects.visible_to(request.user), code=code)
    context = {"record": shown, "title": shown.name, "back": reverse("activities:programme", args=[code])}
    return _history_page(request, context | _history(request, shown, "activities:programme_history", code))


def bars_of(counts: ProgrammeCounts) -> list[dict[str, Any]]:
    """A programme's activities by state, as `c-bar-chart` takes them: each number opens the list it counts."""
    listed = f"{reverse('activities:list')}?programme={counts.programme.code}"
    return [
        {
            "label": _(ACTIVITY_STATE_LABELS[state]),
            "value": counts.by_state[state],
            "url": f"{listed}&state={state.value}",
            "tone": ACTIVITY_LOOKS[state][0],
        }
        for state in ActivityState
        if counts.by_state[state]
    ]


def _history(request: SignedInRequest, record: Activity | Programme, view: str, name: str) -> dict[str, Any]:
    return {
        "history": history_page(history_roots(record), viewer=request.user, before=before_of(request)),
        "history_url": reverse(view, args=[name]),
    }


def _history_page(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "core/history.html" if request.htmx else "activities/history.html", context)
