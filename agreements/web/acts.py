"""Recording acts in the ledger, and correcting them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.web.signed_in import SignedInRequest
from agreements import actions
from agreements.law.act_order import ORDERS
from agreements.models import Act, Agreement
from agreements.policies import can_keep
from agreements.queries import agreement_page, history_roots
from agreements.web.act_forms import ActForm, ChoiceForm, CorrectionForm, NewActForm, initial_of
from agreements.web.foretelling import CHECK, foretold
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.web.conflicts import join
from core.web.domain_errors import Attempt, attempt

# The box that mends each refusal of dates out of order.
_MENDED_BY = {order.code: "confirm" for order in ORDERS}


@login_required
def record_act(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add an entry to the ledger; the address may already say which `kind` and by which `party`."""
    agreement = _kept(request, reference)
    asked = {name: request.GET[name] for name in ("kind", "party") if name in request.GET}
    form = NewActForm(request.POST or None, agreement=agreement, initial={**asked, **_opened(agreement)})
    return _answer(
        request,
        agreement,
        form,
        lambda: actions.record_act(
            by=Actor.for_request(request),
            agreement=agreement,
            act=form.act,
            make_authoritative=form.makes_authoritative,
            confirm_order=form.cleaned_data["confirm"],
            reason=form.cleaned_data["reason"],
            expected_version=form.expected_version,
        ),
        said=_("The act is recorded."),
    )


@login_required
def correct_act(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Supersede an entry by a corrected one."""
    agreement = _kept(request, reference)
    entry = get_object_or_404(agreement.acts.select_related("agreement__office", "party", "source_document"), uid=uid)
    form = CorrectionForm(
        request.POST or None, agreement=agreement, initial={**initial_of(entry), **_opened(agreement)}
    )
    return _answer(
        request,
        agreement,
        form,
        lambda: actions.correct_act(
            by=Actor.for_request(request),
            entry=entry,
            act=form.act,
            reason=form.cleaned_data["reason"],
            confirm_order=form.cleaned_data["confirm"],
            expected_version=form.expected_version,
        ),
        said=_("The entry is corrected. The earlier one stays readable."),
        entry=entry,
    )


@login_required
def choose_act(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Let an entry count instead of the one that does."""
    agreement = _kept(request, reference)
    entry = get_object_or_404(agreement.acts.select_related("agreement__office", "party__institution"), uid=uid)
    form = ChoiceForm(request.POST or None, initial=_opened(agreement))
    shown = {"agreement": agreement, "entry": entry, "form": form}
    if request.method != "POST":
        return render(request, "agreements/choose_act.html", shown)
    outcome = attempt(
        form,
        lambda: actions.choose_authoritative(
            by=Actor.for_request(request), entry=entry, reason=form.cleaned_data["reason"]
        ),
    )
    if outcome.succeeded:
        messages.success(request, _("The entry counts from now on. The other one stays beside it."))
        return redirect(reverse("agreements:detail", args=[agreement.reference]) + "#acts")
    return render(request, "agreements/choose_act.html", shown, status=outcome.status)


def _kept(request: SignedInRequest, reference: str) -> Agreement:
    agreement = get_object_or_404(agreement_page(request.user), reference=reference)
    require(can_keep(request.user, agreement))
    return agreement


def _opened(agreement: Agreement) -> dict[str, Any]:
    return {"version": agreement.version, "seen": last_entry_of(history_roots(agreement))}


def _answer(
    request: SignedInRequest,
    agreement: Agreement,
    form: ActForm,
    call: Callable[[], Act],
    *,
    said: str,
    entry: Act | None = None,
) -> HttpResponse:
    """Draw the form; say what it would bring, if asked; take it in; a stale one is joined with what is there now."""
    shown: dict[str, Any] = {"agreement": agreement, "form": form, "entry": entry}
    if request.method != "POST":
        return render(request, "agreements/act_form.html", shown)
    if request.POST.get("step") == CHECK:
        today = Actor.for_request(request).today(agreement.office.time_zone)
        outcome: Attempt[Any] = attempt(
            form,
            lambda: foretold(agreement, viewer=request.user, change=call, today=today),
            fields=_MENDED_BY,
        )
        shown |= {"is_checked": outcome.succeeded, "consequences": outcome.value}
    else:
        outcome = attempt(form, call, fields=_MENDED_BY)
    if outcome.succeeded and not shown.get("is_checked"):
        messages.success(request, said)
        return redirect(reverse("agreements:detail", args=[agreement.reference]) + "#acts")
    if outcome.stale:
        now = get_object_or_404(agreement_page(request.user), reference=agreement.reference)
        current = {**(initial_of(entry) if entry else {}), **_opened(now)}
        form.made_with["agreement"] = now
        joined, conflict = join(form, current=current, roots=history_roots(now), viewer=request.user)
        shown |= {"agreement": now, "form": joined, "conflict": conflict}
    return render(request, "agreements/act_form.html", shown, status=outcome.status)
