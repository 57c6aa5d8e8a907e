"""Filters and orders of the list of agreements."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters import CharFilter, DateFilter, UUIDFilter

from accounts.visibility import Classification
from agreements.force_filters import ForceFilters
from agreements.models import Agreement, AgreementParty, AgreementSubject, Subject
from agreements.models.agreement import STAGE_CHOICES
from approvals.models import Step
from core.filters import AnyOfFilter, SearchFilter
from core.listing import Order

ORDERS = (
    Order("-changed", _("Last changed first"), ("-updated_at", "-id")),
    Order("changed", _("Longest unchanged first"), ("updated_at", "id")),
    Order("title", _("Title"), ("sort_key", "id")),
    Order("-title", _("Title, from the end"), ("-sort_key", "-id")),
    Order("stage_since", _("Longest in their stage first"), ("stage_since", "id")),
    Order("-stage_since", _("Last to enter their stage first"), ("-stage_since", "-id")),
)


class AgreementFilter(ForceFilters):
    """Narrows a list of agreements. Dates are half-open: `stage_since_from` is included, `stage_since_before` not."""

    q = SearchFilter(label=_("Search"))
    stage = AnyOfFilter(label=_("Stage"), choices=STAGE_CHOICES)
    kind = AnyOfFilter(label=_("Kind"), choices=Agreement._meta.get_field("kind").choices)
    classification = AnyOfFilter(label=_("Classification"), choices=Classification.choices)
    office = CharFilter(label=_("Responsible office"), field_name="office__code")
    officer = CharFilter(label=_("Officer in charge"), field_name="officer__username")
    institution = UUIDFilter(label=_("Institution"), method="filter_institution")
    country = AnyOfFilter(label=_("Country of a party"), choices=lambda: list(countries), method="filter_country")
    subject = CharFilter(label=_("Subject"), method="filter_subject")
    waiting_on = UUIDFilter(label=_("Approval waits on"), method="filter_waiting_on")
    stage_since_from = DateFilter(label=_("In its stage since"), field_name="stage_since", lookup_expr="gte")
    stage_since_before = DateFilter(label=_("In its stage before"), field_name="stage_since", lookup_expr="lt")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def filter_institution(self, queryset: QuerySet[Agreement], _name: str, value: uuid.UUID) -> QuerySet[Agreement]:
        """Agreements the institution takes part in, in any role."""
        links = AgreementParty.objects.filter(institution__uid=value).order_by()
        return queryset.filter(pk__in=links.values("agreement_id"))

    def filter_country(self, queryset: QuerySet[Agreement], _name: str, value: list[str]) -> QuerySet[Agreement]:
        """Agreements with an institution of any of the countries."""
        if not value:
            return queryset
        links = AgreementParty.objects.filter(institution__country__in=value).order_by()
        return queryset.filter(pk__in=links.values("agreement_id"))

    def filter_subject(self, queryset: QuerySet[Agreement], _name: str, value: str) -> QuerySet[Agreement]:
        """Agreements on the subject with this code or on any below it."""
        links = AgreementSubject.objects.filter(subject_id__in=Subject.objects.at_or_below(value)).order_by()
        return queryset.filter(pk__in=links.values("agreement_id"))

    def filter_waiting_on(self, queryset: QuerySet[Agreement], _name: str, value: uuid.UUID) -> QuerySet[Agreement]:
        """Agreements with a step in progress on the institution's side."""
        steps = Step.objects.waiting().filter(case__institution__uid=value).order_by()
        return queryset.filter(approval_subject_id__in=steps.values("case__subject_id"))
