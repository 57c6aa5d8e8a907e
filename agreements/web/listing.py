"""The list of agreements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
from agreements.filters import ORDERS
from agreements.force_filters import day_asked
from agreements.models import Agreement
from agreements.party_names import party_names
from agreements.policies import can_create_agreements, can_keep
from agreements.web.list_filters import AgreementPageFilter, YesBox
from agreements.web.naming import days_in_words, subject_choices, subjects_by_code
from agreements.web.waiting import Waiting, is_at_rest, sides_waited_for, with_waiting_steps
from core.errors import InvalidInput
from core.filters import MOST_DAYS
from core.web.facets import Facet
from core.web.forms import DayInput
from core.web.lists import ListDeclaration, listing_of
from institutions.queries import names_by_uid
from institutions.web.choosing import InstitutionField

DAYS = (
    "as_of",
    "in_force_from",
    "in_force_before",
    "ends_from",
    "ends_before",
    "notice_closes_from",
    "notice_closes_before",
    "stage_since_from",
    "stage_since_before",
)


def _more_fields() -> dict[str, forms.Field]:
    every = [("", _("Any"))]
    return {
        "subject": forms.ChoiceField(label=_("Subject"), choices=lambda: [*every, *subject_choices()]),
        "party": InstitutionField(label=_("Party")),
        "other_party": InstitutionField(label=_("And the party")),
        "with_country": forms.ChoiceField(label=_("With a party of the country"), choices=[*every, *countries]),
        "bound_together": forms.BooleanField(
            label=_("Bound together on the day"),
            widget=YesBox,
            help_text=_("The parties and the country named must be bound themselves."),
        ),
        "binds": forms.ChoiceField(label=_("Binds"), choices=[*every, ("true", _("yes")), ("false", _("no"))]),
        "in_force_from": forms.DateField(label=_("Entered into force since"), widget=DayInput),
        "in_force_before": forms.DateField(label=_("Entered into force before"), widget=DayInput),
        "ends_from": forms.DateField(label=_("Last day in force since"), widget=DayInput),
        "ends_before": forms.DateField(label=_("Last day in force before"), widget=DayInput),
        "notice_closes_before": forms.DateField(label=_("Notice window closes before"), widget=DayInput),
        "expiring_within": forms.IntegerField(
            label=_("Last day in force within so many days"), min_value=0, max_value=MOST_DAYS
        ),
        "stage_since_from": forms.DateField(label=_("In its stage since"), widget=DayInput),
        "stage_since_before": forms.DateField(label=_("In its stage before"), widget=DayInput),
    }


AGREEMENTS = ListDeclaration(
    filterset=AgreementPageFilter,
    orders=ORDERS,
    facets=(
        Facet("force_status", gettext_lazy("Force"), column="force_status"),
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
        "party_bound": names_by_uid,
        "with_institution": names_by_uid,
        "waiting_on": names_by_uid,
        "subject": subjects_by_code,
        **dict.fromkeys(DAYS, days_in_words),
    },
    fields=_more_fields,
)


@dataclass(frozen=True)
class Row:
    """One agreement of the list: its force on the day, on whom it waits, and whether the reader keeps it."""

    agreement: Agreement
    force: Force
    waiting: list[Waiting]
    is_at_rest: bool
    may_keep: bool


@dataclass(frozen=True)
class Force:
    """A force status and its first and last day, as far as they are known."""

    status: str
    since: dt.date | None
    until: dt.date | None


def force_of(agreement: Agreement) -> Force:
    """The force on the day, of an agreement of `with_force`."""
    period = agreement.force_period  # type: ignore[attr-defined]
    since, end = (period.lower, period.upper) if period else (None, None)
    return Force(agreement.force_status, since, end - dt.timedelta(days=1) if end else None)  # type: ignore[attr-defined]


@login_required
@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """The agreements the address asks for."""
    today, day = timezone.localdate(), _day_of(request)
    found = Agreement.objects.visible_to(request.user).with_force(as_of=day)
    listing = listing_of(request, with_waiting_steps(found), AGREEMENTS)
    context = {
        "listing": listing,
        "day": day,
        "is_today": day == today,
        "kept": _beside_day(request),
        "party_names": party_names(listing.page.rows, today=today),
        "rows": [_row(each, request.user, today=today) for each in listing.page.rows],
        "may_create": can_create_agreements(request.user),
    }
    return render(request, "agreements/list.html", context, status=listing.status)


def _row(agreement: Agreement, reader: User, *, today: dt.date) -> Row:
    waiting = sides_waited_for(agreement, today=today)
    return Row(agreement, force_of(agreement), waiting, is_at_rest(agreement), can_keep(reader, agreement).allowed)


def _day_of(request: HttpRequest) -> dt.date:
    """The day asked for. For one that cannot be taken the list says so; meanwhile it is today."""
    try:
        return day_asked(request.GET)
    except InvalidInput:
        return timezone.localdate()


def _beside_day(request: HttpRequest) -> list[tuple[str, str]]:
    """What the address asks for beside the day and the place in the list."""
    names = [name for name in request.GET if name not in ("as_of", "cursor")]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]
