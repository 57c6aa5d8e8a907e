"""What came before an institution and what after: on its page, and the forms that say so."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import require
from core.web.domain_errors import attempt
from institutions.actions.successions import record_succession, remove_succession
from institutions.lineage import Link, lineage_of
from institutions.models import Institution, Succession
from institutions.policies import can_edit_institutions
from institutions.web.succession_forms import RemoveSuccessionForm, SuccessionForm

_NAMED_FIELDS = {"succession_known": "happening", "circular_succession": "happening"}


@dataclass(frozen=True)
class LinkShown:
    """A succession on the page of an institution. `is_own`: right before or right after it.

    `of` is the institution at the nearer end, where that is another one.
    """

    link: Link
    of: Institution
    is_own: bool

    @property
    def words(self) -> str:
        """What happened, as read from the nearer end."""
        return _(self.link.label)


def before_and_after(institution: Institution) -> dict[str, list[LinkShown]]:
    """What came before and what after the institution, nearest first."""
    lineage = lineage_of(institution)
    return {
        "before": list(_shown(lineage.before, institution, forward=False)),
        "after": list(_shown(lineage.after, institution, forward=True)),
    }


@login_required
def add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Say what became of an institution, or what it came from."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), uid=uid)
    require(can_edit_institutions(request.user))
    form = SuccessionForm(request.POST or None, viewer=request.user)
    status = 200
    if form.asks_for_row:
        form = form.with_another_row()
    elif request.method == "POST":
        actor = Actor.for_request(request)
        outcome = attempt(
            form, lambda: record_succession(by=actor, **form.values_for(institution)), fields=_NAMED_FIELDS
        )
        if outcome.succeeded:
            messages.success(request, _("The succession is recorded."))
            return _to_lineage(uid)
        status = outcome.status
    context = {"form": form, "institution": institution}
    return render(request, "institutions/add_succession.html", context, status=status)


@login_required
def remove(request: HttpRequest, uid: uuid.UUID, succession_uid: uuid.UUID) -> HttpResponse:
    """Take a succession away, and say why."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), uid=uid)
    rows = Succession.objects.select_related("predecessor", "successor")
    own = Q(predecessor=institution) | Q(successor=institution)
    succession = get_object_or_404(rows.filter(own), uid=succession_uid)
    require(can_edit_institutions(request.user))
    form = RemoveSuccessionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        actor = Actor.for_request(request)
        outcome = attempt(
            form,
            lambda: remove_succession(by=actor, succession=succession, reason=form.cleaned_data["reason"]),
        )
        if outcome.succeeded:
            messages.success(request, _("The succession is taken away. The history keeps it."))
            return _to_lineage(uid)
        status = outcome.status
    context = {"form": form, "institution": institution, "succession": succession}
    return render(request, "institutions/remove_succession.html", context, status=status)


def _shown(rows: Iterable[Succession], institution: Institution, *, forward: bool) -> Iterable[LinkShown]:
    for row in rows:
        nearer, farther = (row.predecessor, row.successor) if forward else (row.successor, row.predecessor)
        yield LinkShown(Link(row, farther, is_forward=forward), of=nearer, is_own=nearer == institution)


def _to_lineage(uid: uuid.UUID) -> HttpResponse:
    return redirect(reverse("institutions:detail", args=[uid]) + "#lineage")
