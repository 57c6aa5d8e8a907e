"""Moving an agreement to another stage: what will follow is shown first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.signed_in import SignedInRequest
from agreements import actions
from agreements.models import Agreement
from agreements.policies import can_keep
from agreements.queries import agreement_page, history_roots, next_steps
from agreements.stages import STAGE_LABELS, Stage, Transition
from agreements.web.consequences import consequences_of
from agreements.web.pages import mending_places
from agreements.web.progress import Way, usual_way, ways_on
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.web.conflicts import VersionedForm, join
from core.web.domain_errors import Attempt, attempt
from core.web.forms import DayInput


class StageForm(VersionedForm):
    """The day the stage is reached, and why."""

    on = forms.DateField(
        label=gettext_lazy("Reached on"),
        widget=DayInput,
        help_text=gettext_lazy("Today, or the earlier day on which it happened."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history."),
    )


@dataclass(frozen=True)
class Screen:
    """An agreement and the step somebody is about to take; None where there is no such step."""

    agreement: Agreement
    ways: list[Way]
    way: Way | None
    transition: Transition | None


@login_required
def change_stage(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show the step the address names (`to`), the usual one without, with its consequences; take it when confirmed."""
    screen = _screen(request, reference)
    require(can_keep(request.user, screen.agreement))
    if request.method != "POST":
        return _page(request, screen, StageForm(initial=_initial(request, screen.agreement)))
    form = StageForm(request.POST)
    outcome = attempt(form, lambda: _take(request, screen.agreement, form), fields={"reason_missing": "reason"})
    if outcome.value:
        stage = _(STAGE_LABELS[Stage(outcome.value.stage)])
        messages.success(request, _("The agreement is now at “%(stage)s”.") % {"stage": stage})
        return redirect("agreements:detail", reference)
    return _refused(request, reference, form, outcome)


def _take(request: SignedInRequest, agreement: Agreement, form: StageForm) -> Agreement:
    return actions.change_stage(
        by=Actor.for_request(request),
        agreement=agreement,
        to=_target(request),
        on=form.cleaned_data["on"],
        reason=form.cleaned_data["reason"],
        expected_version=form.expected_version,
    )


def _refused(request: SignedInRequest, reference: str, form: StageForm, outcome: Attempt[Agreement]) -> HttpResponse:
    screen = _screen(request, reference)
    if not outcome.stale:
        return _page(request, screen, form, status=outcome.status)
    current = _initial(request, screen.agreement)
    joined, conflict = join(form, current=current, roots=history_roots(screen.agreement), viewer=request.user)
    return _page(request, screen, joined, conflict=conflict, status=outcome.status)


def _screen(request: SignedInRequest, reference: str) -> Screen:
    agreement = get_object_or_404(agreement_page(request.user), reference=reference)
    steps = next_steps(agreement)
    ways = ways_on(agreement, steps, mending_places(agreement))
    target = _target(request)
    way = (
        next((way for way in ways if way.target == target), None)
        if target
        else usual_way(ways) or next(iter(ways), None)
    )
    transition = next((each for each, _refusals in steps if way and each.target == way.target), None)
    return Screen(agreement, ways, way, transition)


def _target(request: SignedInRequest) -> str:
    return request.POST.get("to", "") if request.method == "POST" else request.GET.get("to", "")


def _initial(request: SignedInRequest, agreement: Agreement) -> dict[str, Any]:
    return {
        "on": Actor.for_request(request).today(agreement.office.time_zone),
        "version": agreement.version,
        "seen": last_entry_of(history_roots(agreement)),
    }


def _page(
    request: SignedInRequest, screen: Screen, form: forms.Form, *, status: int = 200, **context: Any
) -> HttpResponse:
    today = Actor.for_request(request).today(screen.agreement.office.time_zone)
    follows = (
        consequences_of(screen.agreement, screen.transition, today=today, viewer=request.user)
        if screen.transition
        else []
    )
    if screen.transition and screen.transition.needs_reason:
        form.fields["reason"].help_text = _("This step needs a reason. It is kept in the history.")
    shown = {"screen": screen, "agreement": screen.agreement, "form": form, "consequences": follows, **context}
    return render(request, "agreements/change_stage.html", shown, status=status)
