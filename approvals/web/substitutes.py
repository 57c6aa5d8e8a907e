"""Who decides for whom: the powers a person gave and holds, and who is away."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role, User
from accounts.web.choosing import choice_label
from accounts.web.signed_in import SignedInRequest
from approvals.actions import delegate_decisions, end_absence, record_absence, revoke_delegation
from approvals.models import Absence, Delegation
from approvals.web.substitute_forms import AbsenceForm, DelegationForm
from core.actors import Actor
from core.web.domain_errors import attempt


@login_required
@require_safe
def substitutes(request: SignedInRequest) -> HttpResponse:
    """The powers given and held, and the absences the reader records, with what is over left out."""
    user, now = request.user, timezone.now()
    running = Delegation.objects.filter(revoked_at=None, ends_at__gt=now).select_related("office")
    context = {
        "given": running.filter(delegator=user).select_related("delegate").order_by("starts_at", "id"),
        "held": running.filter(delegate=user).select_related("delegator").order_by("starts_at", "id"),
        "absences": _absences_of(user).filter(revoked_at=None, ends_at__gt=now).order_by("starts_at", "id"),
        "is_head": bool(user.offices_with(Role.HEAD)),
        "now": now,
    }
    return render(request, "approvals/substitutes.html", context)


@login_required
def delegate(request: SignedInRequest) -> HttpResponse:
    """Give somebody the power to decide on one's behalf."""
    form = DelegationForm(request.POST or None, giver=request.user)
    if request.method != "POST":
        return _form_page(request, form, "approvals/delegate.html")
    tried = attempt(form, lambda: delegate_decisions(by=Actor.for_request(request), **form.cleaned_data))
    if tried.value is None:
        return _form_page(request, form, "approvals/delegate.html", status=tried.status)
    messages.success(request, _("%(person)s decides on your behalf from now on.") % {"person": tried.value.delegate})
    return redirect("approvals:substitutes")


@login_required
def absence(request: SignedInRequest) -> HttpResponse:
    """Say who is away, and who is asked meanwhile."""
    initial = {"user": choice_label(request.user)}
    form = AbsenceForm(request.POST or None, recorder=request.user, initial=initial)
    if request.method != "POST":
        return _form_page(request, form, "approvals/absence.html")
    tried = attempt(form, lambda: _record(request, form))
    if tried.value is None:
        return _form_page(request, form, "approvals/absence.html", status=tried.status)
    messages.success(request, _("The absence of %(person)s is recorded.") % {"person": tried.value.user})
    return redirect("approvals:substitutes")


@login_required
@require_POST
def revoke_power(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a power back at once."""
    given = get_object_or_404(Delegation.objects.filter(delegator=request.user), uid=uid)
    return _end(request, lambda by: revoke_delegation(by=by, delegation=given), _("The power is taken back."))


@login_required
@require_POST
def end_away(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """End an absence at once."""
    away = get_object_or_404(_absences_of(request.user), uid=uid)
    return _end(request, lambda by: end_absence(by=by, absence=away), _("The absence is ended."))


def _end(request: SignedInRequest, act: Any, done: str) -> HttpResponse:
    form = forms.Form(request.POST)
    tried = attempt(form, lambda: act(Actor.for_request(request)))
    if tried.succeeded:
        messages.success(request, done)
    else:
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
    return redirect("approvals:substitutes")


def _record(request: SignedInRequest, form: AbsenceForm) -> Absence:
    data = form.cleaned_data
    return record_absence(
        by=Actor.for_request(request),
        user=form.person,
        first_day=data["first_day"],
        last_day=data["last_day"],
        deputy=data["deputy"],
    )


def _absences_of(user: User) -> QuerySet[Absence, Absence]:
    """The person's own, those in which they are deputy, and for heads those of the members of their offices."""
    members = Q(user__role_assignments__office__in=user.offices_with(Role.HEAD))
    own = Q(user=user) | Q(deputy=user) | members
    return Absence.objects.filter(own).select_related("user", "deputy").distinct()


def _form_page(request: SignedInRequest, form: forms.Form, template: str, *, status: int = 200) -> HttpResponse:
    return render(request, template, {"form": form}, status=status)
