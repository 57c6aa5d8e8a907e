"""Filters and orders of the list of institutions."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters import UUIDFilter

from core.filters import AnyOfFilter, RegisterFilterSet, SearchFilter
from core.listing import Order
from institutions.models import Institution

# The value of `country` for bodies that belong to no one country.
INTERNATIONAL = "international"
ORDERS = (
    Order("name", _("Name"), ("sort_key", "id")),
    Order("-name", _("Name, from the end"), ("-sort_key", "-id")),
    Order("-changed", _("Last changed first"), ("-updated_at", "-id")),
    Order("changed", _("Longest unchanged first"), ("updated_at", "id")),
)


class InstitutionFilter(RegisterFilterSet):
    """Narrows a list of institutions."""

    q = SearchFilter(label=_("Search"))
    kind = AnyOfFilter(label=_("Kind"), choices=Institution._meta.get_field("kind").choices)
    country = AnyOfFilter(
        label=_("Country"), choices=lambda: [(INTERNATIONAL, _("International")), *countries], method="filter_country"
    )
    parent = UUIDFilter(label=_("Part of"), field_name="parent__uid")

    class Meta:
        model = Institution
        fields: list[str] = []

    def filter_country(self, queryset: QuerySet[Institution], _name: str, value: list[str]) -> QuerySet[Institution]:
        """Institutions of any of the countries; "international" stands for those of none."""
        if not value:
            return queryset
        return queryset.filter(country__in=["" if country == INTERNATIONAL else country for country in value])
