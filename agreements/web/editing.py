"""Create agreements, take over existing ones, and change their data."""

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
from agreements.actions import change_agreement, create_agreement, register_existing
from agreements.models import Agreement
from agreements.policies import can_create_agreements, can_keep
from agreements.queries import agreement_page, history_roots
from agreements.web.forms import ChangeAgreementForm, ExistingAgreementForm, NewAgreementForm
from agreements.web.values import initial_of, values_of
from approvals.web.resets import telling_of_resets
from core.actors import Actor
from core.errors import require
from core.web.conflicts import join
from core.web.domain_errors import attempt


@login_required
def create(request: SignedInRequest) -> HttpResponse:
    """Add an agreement at its first stage."""
    return _add(request, NewAgreementForm, create_agreement)


@login_required
def register(request: SignedInRequest) -> HttpResponse:
    """Take over an agreement that exists already, at any stage."""
    return _add(request, ExistingAgreementForm, register_existing)


@login_required
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    """Change an agreement's data, parties, subjects and readers."""
    agreement = get_object_or_404(agreement_page(request.user), reference=reference)
    require(can_keep(request.user, agreement))
    form = ChangeAgreementForm(
        request.POST or None, viewer=request.user, offices=[agreement.office], initial=initial_of(agreement)
    )
    if form.asks_for_row:
        return _form(request, form=form.with_another_row(), agreement=agreement)
    if request.method != "POST":
        return _form(request, form=form, agreement=agreement)
    with telling_of_resets(request, agreement.approval_subject_id):
        outcome = attempt(form, lambda: _save(request, agreement, form))
    if outcome.succeeded:
        messages.success(request, _("The changes are saved."))
        return redirect("agreements:detail", reference)
    if outcome.stale:
        now = get_object_or_404(agreement_page(request.user), reference=reference)
        joined, conflict = join(form, current=initial_of(now), roots=history_roots(now), viewer=request.user)
        return _form(request, form=joined, agreement=now, conflict=conflict, status=outcome.status)
    return _form(request, form=form, agreement=agreement, status=outcome.status)


def _save(request: SignedInRequest, agreement: Agreement, form: ChangeAgreementForm) -> Agreement:
    return change_agreement(
        by=Actor.for_request(request),
        agreement=agreement,
        expected_version=form.expected_version,
        **values_of(form.cleaned_data),
    )


def _add(
    request: SignedInRequest, form_class: type[NewAgreementForm], action: Callable[..., Agreement]
) -> HttpResponse:
    require(can_create_agreements(request.user))
    offices = offices_kept_by(request.user)
    initial = {"office": offices[0].code, "officer": request.user.username}
    form = form_class(request.POST or None, viewer=request.user, offices=offices, initial=initial)
    if form.asks_for_row:
        return _form(request, form=form.with_another_row())
    if request.method != "POST":
        return _form(request, form=form)
    outcome = attempt(form, lambda: action(by=Actor.for_request(request), **values_of(form.cleaned_data)))
    if not outcome.value:
        return _form(request, form=form, status=outcome.status)
    messages.success(request, _("%(reference)s is in the register.") % {"reference": outcome.value.reference})
    return redirect("agreements:detail", outcome.value.reference)


def _form(request: SignedInRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "agreements/form.html", context, status=status)
