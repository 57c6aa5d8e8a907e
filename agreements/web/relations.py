"""Relations between agreements: the banners and the family on the page, and the forms that relate them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from agreements.actions.relations import change_relation, relate_agreements, unrelate_agreements
from agreements.models import Agreement, Relation
from agreements.policies import can_keep
from agreements.queries import history_roots
from agreements.relation_kinds import RelationKind
from agreements.relations import DIRECTED, Kin, Related, family_of, relations_of
from agreements.web.foretelling import CHECK, RECORD, foretold
from agreements.web.relation_forms import ChangeRelationForm, NewRelationForm, RemoveRelationForm, initial_of
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.registries import Consequence
from core.web.conflicts import Conflict, join
from core.web.domain_errors import Attempt, attempt


@dataclass(frozen=True)
class FamilyShown:
    """What the page says of an agreement's relations: banners, the tree, and its own relations as rows.

    `amending` and `superseding` are those of others that change or end this one, for the banners; `lines` is empty
    where no relation with a direction leads anywhere.
    """

    amending: list[Related]
    superseding: list[Related]
    lines: list[Kin]
    relations: list[Related]
    today: dt.date


def family_shown(agreement: Agreement, viewer: User, *, today: dt.date) -> FamilyShown:
    """The relations of one agreement as far as the reader may see the agreements at their other ends."""
    relations = relations_of([agreement], viewer)[agreement.pk]
    lines = family_of(agreement, viewer) if any(each.kind in DIRECTED for each in relations) else []
    return FamilyShown(
        amending=list(_passive(relations, RelationKind.AMENDS)),
        superseding=list(_passive(relations, RelationKind.SUPERSEDES)),
        lines=lines,
        relations=relations,
        today=today,
    )


@login_required
def relate(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say what the agreement is to another."""
    agreement = _kept(request, reference)
    form = NewRelationForm(request.POST or None, viewer=request.user, initial={"kind": request.GET.get("kind", "")})
    shown: dict[str, Any] = {"agreement": agreement, "form": form}
    outcome: Attempt[Any] = Attempt()
    if request.method == "POST":
        by, is_checked = Actor.for_request(request), _is_to_be_checked(request)

        def call() -> Relation:
            return relate_agreements(
                by=by, agreement=agreement, other=form.cleaned_data["other"], relation=form.relation
            )

        def foretell() -> list[Consequence]:
            other, today = form.cleaned_data["other"], by.today(agreement.office.time_zone)
            return foretold(other, viewer=request.user, change=call, today=today)

        outcome = attempt(
            form,
            foretell if is_checked else call,
            fields={"circular_relation": "other", "already_related": "other"},
        )
        if outcome.succeeded and not is_checked:
            messages.success(request, _("The relation is recorded."))
            return _to_family(agreement)
        if outcome.succeeded:
            shown |= {"is_checked": True, "other": form.cleaned_data["other"], "consequences": outcome.value}
    return render(request, "agreements/relations/form.html", shown, status=outcome.status)


@login_required
def change(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Change from when a relation holds, its note and its source."""
    agreement = _kept(request, reference)
    relation = _relation_of(agreement, request.user, uid)
    form = ChangeRelationForm(request.POST or None, initial={**initial_of(relation), **_opened(agreement)})
    outcome: Attempt[Any] = Attempt()
    conflict: Conflict | None = None
    if request.method == "POST":
        by = Actor.for_request(request)
        outcome = attempt(
            form,
            lambda: change_relation(
                by=by,
                relation=relation,
                expected_version=form.expected_version,
                reason=form.cleaned_data["reason"],
                **form.details,
            ),
        )
        if outcome.succeeded:
            messages.success(request, _("The changes are saved."))
            return _to_family(agreement)
        if outcome.stale:
            agreement = _kept(request, reference)
            relation = _relation_of(agreement, request.user, uid)
            current = {**initial_of(relation), **_opened(agreement)}
            form, conflict = join(form, current=current, roots=history_roots(agreement), viewer=request.user)
    shown = {"agreement": agreement, "relation": relation, "form": form, "conflict": conflict}
    return render(request, "agreements/relations/form.html", shown, status=outcome.status)


@login_required
def remove(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say what taking a relation away means, and take it away."""
    agreement = _kept(request, reference)
    relation = _relation_of(agreement, request.user, uid)
    form = RemoveRelationForm(request.POST or None)
    outcome: Attempt[Any] = Attempt()
    if request.method == "POST":
        by = Actor.for_request(request)
        outcome = attempt(
            form, lambda: unrelate_agreements(by=by, relation=relation, reason=form.cleaned_data["reason"])
        )
        if outcome.succeeded:
            messages.success(request, _("The relation is taken away. The history keeps it."))
            return _to_family(agreement)
    shown = {"agreement": agreement, "relation": relation, "form": form}
    return render(request, "agreements/relations/remove.html", shown, status=outcome.status)


def _is_to_be_checked(request: SignedInRequest) -> bool:
    """Whether what follows is said first: when asked, and on the page always before an agreement is superseded."""
    step, kind = request.POST.get("step"), request.POST.get("kind")
    return step == CHECK or (step == RECORD and kind == RelationKind.SUPERSEDES)


def _passive(relations: Iterable[Related], kind: RelationKind) -> Iterable[Related]:
    return (each for each in relations if each.kind is kind and not each.is_active)


def _kept(request: SignedInRequest, reference: str) -> Agreement:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), reference=reference)
    require(can_keep(request.user, agreement))
    return agreement


def _relation_of(agreement: Agreement, viewer: User, uid: uuid.UUID) -> Relation:
    """A relation the agreement has to one that the reader may see."""
    seen = Agreement.objects.visible_to(viewer).order_by().values("pk")
    rows = Relation.objects.filter(agreement=agreement, other__in=seen).select_related("agreement", "other")
    return get_object_or_404(rows, uid=uid)


def _opened(agreement: Agreement) -> dict[str, Any]:
    return {"version": agreement.version, "seen": last_entry_of(history_roots(agreement))}


def _to_family(agreement: Agreement) -> HttpResponse:
    return redirect(reverse("agreements:detail", args=[agreement.reference]) + "#family")
