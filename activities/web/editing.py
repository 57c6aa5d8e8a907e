"""Create and change activities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.queries import offices_kept_by
from accounts.web.signed_in import SignedInRequest
from activities.actions import change_activity, create_activity, register_existing_activity
from activities.models import Activity
from activities.policies import can_create_activities, can_keep
from activities.queries import activity_page, history_roots
from activities.web.forms import ChangeActivityForm, ExistingActivityForm, NewActivityForm
from activities.web.values import initial_of, values_of
from approvals.web.resets import telling_of_resets
from core.actors import Actor
from core.errors import require
from core.web.conflicts import join
from core.web.domain_errors import attempt


@login_required
def create(request: SignedInRequest) -> HttpResponse:
    """Add an activity; from an agreement's or a programme's page, already joined to it."""
    return _add(request, NewActivityForm, create_activity)


@login_required
def register(request: SignedInRequest) -> HttpResponse:
    """Take over an activity that exists already, at any state."""
    return _add(request, ExistingActivityForm, register_existing_activity)


def _add(request: SignedInRequest, kind: type[NewActivityForm], action: Callable[..., Activity]) -> HttpResponse:
    require(can_create_activities(request.user))
    offices = offices_kept_by(request.user)
    form = kind(request.POST or None, viewer=request.user, offices=offices, initial=_asked_for(request, offices))
    if form.asks_for_row:
        return _form(request, form=form.with_another_row())
    if request.method != "POST":
        return _form(request, form=form)
    actor = Actor.for_request(request)
    outcome = attempt(form, lambda: action(by=actor, **values_of(form.cleaned_data)))
    if not outcome.value:
        return _form(request, form=form, status=outcome.status)
    messages.success(request, _("%(reference)s is in the register.") % {"reference": outcome.value.reference})
    return redirect("activities:detail", outcome.value.reference)


@login_required
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    """Change an activity's data and what it is joined to."""
    activity = get_object_or_404(activity_page(request.user), reference=reference)
    require(can_keep(request.user, activity))
    form = ChangeActivityForm(
        request.POST or None, viewer=request.user, offices=[activity.office], initial=initial_of(activity)
    )
    if form.asks_for_row:
        return _form(request, form=form.with_another_row(), activity=activity)
    if request.method != "POST":
        return _form(request, form=form, activity=activity)
    with telling_of_resets(request, activity.approval_subject_id):
        outcome = attempt(form, lambda: _save(request, activity, form))
    if outcome.stale:
        now = get_object_or_404(activity_page(request.user), reference=reference)
        form, conflict = join(form, current=initial_of(now), roots=history_roots(now), viewer=request.user)
        return _form(request, form=form, activity=now, conflict=conflict, status=outcome.status)
    if not outcome.value:
        return _form(request, form=form, activity=activity, status=outcome.status)
    messages.success(request, _("The changes are saved."))
    return redirect("activities:detail", reference)


def _save(request: SignedInRequest, activity: Activity, form: ChangeActivityForm) -> Activity:
    return change_activity(
        by=Actor.for_request(request),
        activity=activity,
        expected_version=form.expected_version,
        **values_of(form.cleaned_data, titles=activity.titles),
    )


def _asked_for(request: SignedInRequest, offices: list[Any]) -> dict[str, Any]:
    """What the address already says: the agreement to carry out, the programme to belong to."""
    agreement, programme = request.GET.get("agreement", ""), request.GET.get("programme", "")
    asked: dict[str, Any] = {"office": offices[0].code, "officer": request.user.username, "programme": programme}
    if agreement:
        asked["agreements"] = [{"agreement": agreement}]
    return asked


def _form(request: SignedInRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "activities/form.html", context, status=status)
