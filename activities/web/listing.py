"""The lists of activities and of programmes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_countries import countries

from accounts.models import User
from accounts.web.naming import offices_by_code, people_by_username
from accounts.web.signed_in import SignedInRequest
from activities.filters import NO_PROGRAMME, ORDERS, PROGRAMME_ORDERS, ActivityFilter, ProgrammeFilter
from activities.models import Activity, Programme
from activities.policies import can_create_activities, can_edit_programmes, can_keep
from activities.queries import with_counts_by_state
from activities.states import ACTIVITY_TRANSITIONS, ActivityState, leaving
from agreements.web.naming import subject_choices, subjects_by_code
from core.web.facets import Facet, Flag
from core.web.forms import DayInput
from core.web.lists import ListDeclaration, listing_of
from institutions.queries import names_by_uid


def _programmes(codes: Collection[str]) -> Mapping[str, str]:
    rows = Programme.objects.filter(code__in=codes).order_by("id")
    return {row.code: row.name for row in rows} | {NO_PROGRAMME: _("None")}


def _more_fields() -> dict[str, forms.Field]:
    every = [("", _("Any"))]
    return {
        "country": forms.ChoiceField(label=_("Country"), choices=[*every, *countries]),
        "subject": forms.ChoiceField(label=_("Subject"), choices=lambda: [*every, *subject_choices()]),
        "planned_from": forms.DateField(label=_("Planned to begin from"), widget=DayInput),
        "planned_before": forms.DateField(label=_("Planned to begin before"), widget=DayInput),
    }


ACTIVITIES = ListDeclaration(
    filterset=ActivityFilter,
    orders=ORDERS,
    facets=(
        Facet("state", gettext_lazy("State"), column="state"),
        Flag(
            "delayed",
            gettext_lazy("Delay"),
            gettext_lazy("Delayed"),
            only=lambda rows: rows.delayed(today=timezone.localdate()),  # type: ignore[attr-defined]
        ),
        Facet("kind", gettext_lazy("Kind"), column="kind"),
        Facet("programme", gettext_lazy("Programme"), column="programme__code", empty=NO_PROGRAMME),
    ),
    naming={
        "programme": _programmes,
        "institution": names_by_uid,
        "subject": subjects_by_code,
        "officer": people_by_username,
        "office": offices_by_code,
    },
    fields=_more_fields,
)
PROGRAMMES = ListDeclaration(filterset=ProgrammeFilter, orders=PROGRAMME_ORDERS)


@login_required
@require_safe
def activities(request: SignedInRequest) -> HttpResponse:
    """The activities the address asks for."""
    listing = listing_of(request, Activity.objects.visible_to(request.user), ACTIVITIES)
    context = {
        "listing": listing,
        "rows": [(row, _may_move(row, request.user)) for row in listing.page.rows],
        "may_create": can_create_activities(request.user),
    }
    return render(request, "activities/list.html", context, status=listing.status)


def _may_move(activity: Activity, user: User) -> bool:
    """Whether the reader keeps it and a step leads on from its state."""
    return bool(leaving(ACTIVITY_TRANSITIONS, ActivityState(activity.state))) and can_keep(user, activity).allowed


@login_required
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes the address asks for, each with the number of its activities the reader may see."""
    listing = listing_of(request, Programme.objects.visible_to(request.user), PROGRAMMES)
    context = {
        "listing": listing,
        "rows": with_counts_by_state(listing.page.rows, request.user),
        "may_edit": can_edit_programmes(request.user),
    }
    return render(request, "activities/programmes.html", context, status=listing.status)
