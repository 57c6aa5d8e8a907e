"""The list of agreements."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_countries import countries

from accounts.web.signed_in import SignedInRequest
from agreements.filters import ORDERS, AgreementFilter
from agreements.models import Agreement
from agreements.policies import can_create_agreements, can_keep
from agreements.web.naming import offices_by_code, people_by_username, subject_choices, subjects_by_code
from agreements.web.waiting import Waiting, is_at_rest, sides_waited_for, with_waiting_steps
from core.web.facets import Facet
from core.web.forms import DayInput
from core.web.lists import ListDeclaration, listing_of
from institutions.queries import names_by_uid


def _more_fields() -> dict[str, forms.Field]:
    every = [("", _("Any"))]
    return {
        "subject": forms.ChoiceField(label=_("Subject"), choices=lambda: [*every, *subject_choices()]),
        "country": forms.ChoiceField(label=_("Country of a party"), choices=[*every, *countries]),
        "stage_since_from": forms.DateField(label=_("In its stage since"), widget=DayInput),
        "stage_since_before": forms.DateField(label=_("In its stage before"), widget=DayInput),
    }


AGREEMENTS = ListDeclaration(
    filterset=AgreementFilter,
    orders=ORDERS,
    facets=(
        Facet("stage", gettext_lazy("Stage"), column="stage"),
        Facet("kind", gettext_lazy("Kind"), column="kind"),
        Facet("classification", gettext_lazy("Classification"), column="classification"),
        Facet("office", gettext_lazy("Responsible office"), column="office__code"),
        Facet("officer", gettext_lazy("Officer in charge"), column="officer__username"),
    ),
    naming={
        "office": offices_by_code,
        "officer": people_by_username,
        "institution": names_by_uid,
        "waiting_on": names_by_uid,
        "subject": subjects_by_code,
    },
    fields=_more_fields,
)


@dataclass(frozen=True)
class Row:
    """One agreement of the list: on whom it waits, and whether the reader keeps it."""

    agreement: Agreement
    waiting: list[Waiting]
    is_at_rest: bool
    may_keep: bool


@login_required
@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """The agreements the address asks for."""
    today = timezone.localdate()
    listing = listing_of(request, with_waiting_steps(Agreement.objects.visible_to(request.user)), AGREEMENTS)
    context = {
        "listing": listing,
        "rows": [
            Row(each, sides_waited_for(each, today=today), is_at_rest(each), can_keep(request.user, each).allowed)
            for each in listing.page.rows
        ],
        "may_create": can_create_agreements(request.user),
    }
    return render(request, "agreements/list.html", context, status=listing.status)
