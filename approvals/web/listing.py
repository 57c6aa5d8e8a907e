"""The list of steps that wait for a decision: those for the reader, those on which their records wait, and all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.naming import offices_by_code, people_by_username
from accounts.web.signed_in import SignedInRequest
from approvals.deciders import Decider, decidable_by
from approvals.filters import ORDERS, OWN_SIDE, WaitingStepFilter
from approvals.loads import read_waits_on
from approvals.models.cases import StepQuerySet
from approvals.queries import waiting_steps, with_cases
from approvals.web.rows import rows_of
from approvals.web.tabs import tabs_of
from approvals.web.whom import say_waits_on
from core.web.facets import Facet, Flag
from core.web.lists import ListDeclaration, listing_of
from institutions.queries import names_by_uid

_FIRST = "due"


@login_required
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """The waiting steps the address asks for: what is overdue or due first, then the longest waiting."""
    listing = listing_of(request, with_cases(steps_seen(request.user)), _declaration(request.user))
    rows = rows_of(listing.page.rows, decider=Decider(request.user, at=timezone.now()))
    context = {
        "listing": listing,
        "rows": rows,
        "tabs": tabs_of(request),
        "filters": request.GET.urlencode(),
        "decides": any(row.mandate for row in rows),
        "is_mine": request.GET.get("mine") == "true",
    }
    return render(request, "approvals/list.html", context, status=listing.status)


def steps_seen(user: User) -> StepQuerySet:
    """The steps that wait, of records the reader may see, by the reader's day and zone."""
    return waiting_steps(user=user, today=timezone.localdate(), zone=timezone.get_current_timezone())


def _declaration(user: User) -> ListDeclaration:
    decider = Decider(user, at=timezone.now())
    return ListDeclaration(
        filterset=WaitingStepFilter,
        orders=sorted(ORDERS, key=lambda order: order.name != _FIRST),
        facets=(
            Flag(
                "mine",
                gettext_lazy("Mine"),
                gettext_lazy("For me to decide"),
                only=lambda rows: rows.filter(decidable_by(decider)),
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
        naming={"institution": _sides, "office": offices_by_code, "waits_on": _whom},
    )


def _sides(values: Collection[str]) -> Mapping[str, str]:
    uids = [value for value in values if value != OWN_SIDE]
    return {**names_by_uid(uids), OWN_SIDE: _("The responsible office itself")}


def _whom(values: Collection[str]) -> Mapping[str, str]:
    found = []
    for value in values:
        with suppress(ValueError):  # the filter says so
            found.append(read_waits_on(value))
    people = people_by_username({name for each in found for name in (each.person, each.instead_of) if name})
    return {str(each): say_waits_on(each, people) for each in found}
