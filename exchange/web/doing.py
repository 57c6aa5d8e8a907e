"""Take an import in, undo it after asking, or discard it. Whoever only looks is led to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.web.signed_in import SignedInRequest
from agreements.models import Agreement
from core.actors import Actor
from core.errors import Refused, require, say
from exchange import reports
from exchange.actions.starting import discard_import, take_in, undo_import
from exchange.actions.undo_foreseen import ForeseenUndo, foresee_undo
from exchange.models import ImportRun
from exchange.policies import can_import_into


@login_required
def apply(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take the file in."""
    return _do(request, visible_run(request, uid), take_in)


@login_required
def discard(request: SignedInRequest, uid: str) -> HttpResponse:
    """Forget a file that is not to be taken in."""
    return _do(request, visible_run(request, uid), discard_import)


@login_required
def undo(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say what undoing would come to; done only from there."""
    run = visible_run(request, uid)
    if request.method == "POST" and request.POST.get("foreseen") == "yes":
        return _do(request, run, undo_import)
    if run.state != ImportRun.State.APPLIED:
        return redirect("exchange:detail", run.uid)
    require(can_import_into(request.user, run.office_id))
    foreseen = foresee_undo(run)
    seen = Agreement.objects.visible_to(request.user).in_bulk([each.agreement.pk for each in foreseen.named])
    kept = [
        (seen[each.agreement.pk], reports.say(each.reason.as_data()))
        for each in foreseen.named
        if each.agreement.pk in seen
    ]
    context = {"run": run, "consequences": _consequences(foreseen), "kept": kept, "unnamed": foreseen.kept - len(kept)}
    return render(request, "exchange/undo.html", context)


def visible_run(request: SignedInRequest, uid: str) -> ImportRun:
    """The import, where the reader may see it; else a page that is not there."""
    runs = ImportRun.objects.visible_to(request.user).select_related("office", "mapping")
    return get_object_or_404(runs, uid=uid)


def _do(request: SignedInRequest, run: ImportRun, action: Callable[..., ImportRun]) -> HttpResponse:
    if request.method == "POST":
        try:
            action(by=Actor.for_request(request), run=run)
        except Refused as fault:
            messages.warning(request, " ".join(say(each) for each in fault.refusals))
    return redirect("exchange:detail", run.uid)


def _consequences(foreseen: ForeseenUndo) -> list[dict[str, Any]]:
    n = foreseen.removed
    removed = ngettext(
        "%(n)s agreement it created is removed, with its acts.",
        "%(n)s agreements it created are removed, with their acts.",
        n,
    )
    m = foreseen.restored
    restored = ngettext(
        "%(n)s agreement it changed is as it was before.", "%(n)s agreements it changed are as they were before.", m
    )
    k = foreseen.kept
    kept = ngettext(
        "%(n)s agreement is kept, because somebody changed it or built on it since.",
        "%(n)s agreements are kept, because somebody changed them or built on them since.",
        k,
    )
    also = _("Institutions and subjects that were made for it go too, unless something else uses them.")
    counted = [(n, removed, "danger"), (m, restored, "neutral"), (k, kept, "warning")]
    return [
        *({"sentence": sentence % {"n": number}, "tone": tone} for number, sentence, tone in counted if number),
        {"sentence": also, "tone": "neutral"},
        {"sentence": _("The history keeps what was. References are not given again."), "tone": "neutral"},
    ]
