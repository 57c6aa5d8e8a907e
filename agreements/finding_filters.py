"""Filters and orders of the list of findings about data quality."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, UUIDFilter

from agreements.models import Agreement, AgreementParty, Finding
from agreements.quality_kinds import KINDS
from core.filters import AnyOfFilter, RegisterFilterSet
from core.listing import Order

ORDERS = (
    Order("-found", _("Last found first"), ("-id",)),
    Order("found", _("First found first"), ("id",)),
)


class FindingFilter(RegisterFilterSet):
    """Narrows a list of findings."""

    kind = AnyOfFilter(label=_("Kind of finding"), choices=[(code, _(kind.label)) for code, kind in KINDS.items()])
    office = CharFilter(label=_("Responsible office"), field_name="agreement__office__code")
    officer = CharFilter(label=_("Officer in charge"), field_name="agreement__officer__username")
    agreement_kind = AnyOfFilter(
        label=_("Kind of agreement"),
        choices=Agreement._meta.get_field("kind").choices,
        field_name="agreement__kind",
    )
    agreement = CharFilter(label=_("Agreement"), field_name="agreement__reference")
    institution = UUIDFilter(label=_("Institution"), method="filter_institution")

    class Meta:
        model = Finding
        fields: list[str] = []

    def filter_institution(self, queryset: QuerySet[Finding], _name: str, value: uuid.UUID) -> QuerySet[Finding]:
        """Findings about agreements the institution takes part in."""
        links = AgreementParty.objects.filter(institution__uid=value).order_by()
        return queryset.filter(agreement__in=links.values("agreement_id"))
