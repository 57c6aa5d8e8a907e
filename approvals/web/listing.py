"""The list of steps that wait for a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Office, User
from accounts.web.signed_in import SignedInRequest
from approvals.deciders import Decider, decidable_among, steps_decidable_by
from approvals.filters import ORDERS, OWN_SIDE, WaitingStepFilter
from approvals.models import Step
from approvals.queries import waiting_steps
from core.registries import SubjectDescription, registries
from core.web.facets import Facet, Flag
from core.web.lists import ListDeclaration, listing_of
from institutions.queries import names_by_uid


@dataclass(frozen=True)
class Row:
    """A waiting step, the record it belongs to, and whether the reader decides it."""

    step: Step
    record: SubjectDescription
    body: str
    may_decide: bool


@login_required
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """The waiting steps the address asks for, longest waiting first."""
    steps = waiting_steps(user=request.user, today=timezone.localdate(), zone=timezone.get_current_timezone())
    listing = listing_of(request, steps, _declaration(request.user))
    records = _records(listing.page.rows)
    mine = decidable_among(Decider(request.user, at=timezone.now()), listing.page.rows)
    rows = [
        Row(
            step,
            records[step.case.subject_id],
            str(step.body or step.body_name),
            step.pk in mine,
        )
        for step in listing.page.rows
    ]
    return render(request, "approvals/list.html", {"listing": listing, "rows": rows}, status=listing.status)


def _declaration(user: User) -> ListDeclaration:
    return ListDeclaration(
        filterset=WaitingStepFilter,
        orders=ORDERS,
        facets=(
            Flag(
                "mine",
                gettext_lazy("Mine"),
                gettext_lazy("For me to decide"),
                only=lambda rows: rows.filter(
                    pk__in=steps_decidable_by(Decider(user, at=timezone.now())).order_by().values("pk")
                ),
            ),
            Flag(
                "overdue",
                gettext_lazy("Due date"),
                gettext_lazy("Overdue"),
                only=lambda rows: rows.filter(is_overdue=True),
            ),
            Facet("age", gettext_lazy("Waiting for"), column="age"),
            Facet("institution", gettext_lazy("On the side of"), column="side", empty=OWN_SIDE),
            Facet("step", gettext_lazy("Step"), column="kind"),
            Facet("office", gettext_lazy("Responsible office"), column="case__subject__office__code"),
        ),
        naming={"institution": _sides, "office": _offices},
    )


def _sides(values: Collection[str]) -> Mapping[str, str]:
    uids = [value for value in values if value != OWN_SIDE]
    return {**names_by_uid(uids), OWN_SIDE: _("The responsible office itself")}


def _offices(codes: Collection[str]) -> Mapping[str, str]:
    return {office.code: str(office) for office in Office.objects.filter(code__in=codes).order_by("code")}


def _records(steps: Collection[Step]) -> dict[int, SubjectDescription]:
    """How the record of each step is named and reached, in one query for each kind of record."""
    by_kind = defaultdict(set)
    for step in steps:
        by_kind[step.case.subject.kind].add(step.case.subject_id)
    found: dict[int, SubjectDescription] = {}
    for kind, subjects in by_kind.items():
        found |= registries.approval_subjects[kind].describe(subjects)
    return found
