"""Filters and orders of the lists of activities and programmes."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters import CharFilter, DateFilter, UUIDFilter

from accounts.visibility import Classification
from activities.models import Activity, ActivityAgreement, ActivityCountry, ActivitySubject, Participant, Programme
from activities.models.activity import ActivityQuerySet
from agreements.models import Agreement, Subject
from core.filters import AnyOfFilter, RegisterFilterSet, SearchFilter, YesOrNoFilter
from core.listing import Order

# The value of `programme` for activities of no programme.
NO_PROGRAMME = "~"
ORDERS = (
    Order("-changed", _("Last changed first"), ("-updated_at", "-id")),
    Order("changed", _("Longest unchanged first"), ("updated_at", "id")),
    Order("title", _("Title"), ("sort_key", "id")),
    Order("-title", _("Title, from the end"), ("-sort_key", "-id")),
)
PROGRAMME_ORDERS = (
    Order("name", _("Name"), ("sort_key", "id")),
    Order("-name", _("Name, from the end"), ("-sort_key", "-id")),
    Order("-changed", _("Last changed first"), ("-updated_at", "-id")),
)


class ActivityFilter(RegisterFilterSet):
    """Narrows a list of activities. Dates are half-open: `…_from` is included, `…_before` is not."""

    q = SearchFilter(label=_("Search"))
    state = AnyOfFilter(label=_("State"), choices=Activity._meta.get_field("state").choices)
    kind = AnyOfFilter(label=_("Kind"), choices=Activity._meta.get_field("kind").choices)
    classification = AnyOfFilter(label=_("Classification"), choices=Classification.choices)
    programme = CharFilter(label=_("Programme"), method="filter_programme")
    office = CharFilter(label=_("Responsible office"), field_name="office__code")
    officer = CharFilter(label=_("Officer in charge"), field_name="officer__username")
    agreement = CharFilter(label=_("Agreement"), method="filter_agreement")
    institution = UUIDFilter(label=_("Institution"), method="filter_institution")
    country = AnyOfFilter(label=_("Country"), choices=lambda: list(countries), method="filter_country")
    subject = CharFilter(label=_("Subject"), method="filter_subject")
    delayed = YesOrNoFilter(label=_("Delayed"), method="filter_delayed")
    planned_from = DateFilter(label=_("Planned to begin from"), field_name="planned_start", lookup_expr="gte")
    planned_before = DateFilter(label=_("Planned to begin before"), field_name="planned_start", lookup_expr="lt")

    class Meta:
        model = Activity
        fields: list[str] = []

    def filter_programme(self, queryset: QuerySet[Activity], _name: str, value: str) -> QuerySet[Activity]:
        """Activities of the programme with this code; "~", which is no code, stands for those of none."""
        return queryset.filter(programme=None) if value == NO_PROGRAMME else queryset.filter(programme__code=value)

    def filter_agreement(self, queryset: QuerySet[Activity], _name: str, value: str) -> QuerySet[Activity]:
        """Activities that carry out the agreement with this reference, where the person may see it."""
        seen = Agreement.objects.visible_to(self.viewer).filter(reference=value).order_by()
        links = ActivityAgreement.objects.filter(agreement__in=seen).order_by()
        return queryset.filter(pk__in=links.values("activity_id"))

    def filter_institution(self, queryset: QuerySet[Activity], _name: str, value: uuid.UUID) -> QuerySet[Activity]:
        """Activities the institution takes part in, in any role."""
        links = Participant.objects.filter(institution__uid=value).order_by()
        return queryset.filter(pk__in=links.values("activity_id"))

    def filter_country(self, queryset: QuerySet[Activity], _name: str, value: list[str]) -> QuerySet[Activity]:
        """Activities that concern any of the countries."""
        if not value:
            return queryset
        links = ActivityCountry.objects.filter(country__in=value).order_by()
        return queryset.filter(pk__in=links.values("activity_id"))

    def filter_subject(self, queryset: QuerySet[Activity], _name: str, value: str) -> QuerySet[Activity]:
        """Activities on the subject with this code or on any below it."""
        links = ActivitySubject.objects.filter(subject_id__in=Subject.objects.at_or_below(value)).order_by()
        return queryset.filter(pk__in=links.values("activity_id"))

    def filter_delayed(self, queryset: ActivityQuerySet, _name: str, value: bool) -> QuerySet[Activity]:
        """Activities past their planned end today, in the reader's zone; or, with `false`, all others."""
        delayed = queryset.delayed(today=timezone.localdate())
        return delayed if value else queryset.exclude(pk__in=delayed.order_by().values("pk"))


class ProgrammeFilter(RegisterFilterSet):
    """Narrows a list of programmes."""

    q = SearchFilter(label=_("Search"))

    class Meta:
        model = Programme
        fields: list[str] = []
