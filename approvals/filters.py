"""Filters and orders of the list of waiting approval steps. Its rows are those of `approvals.queries.waiting_steps`."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from approvals.ages import AGE_CLASSES
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Step
from approvals.steps import STEP_KIND_LABELS
from core.filters import AnyOfFilter, RegisterFilterSet, YesOrNoFilter
from core.listing import Order

ORDERS = (
    Order("started", _("Longest waiting first"), ("started_at", "id")),
    Order("-started", _("Last started first"), ("-started_at", "-id")),
)
OWN_SIDE = "office"


def validate_side(value: str) -> None:
    """Accept an institution's uid or the word for the responsible office's own side."""
    if value == OWN_SIDE:
        return
    try:
        uuid.UUID(value)
    except ValueError:
        raise ValidationError(_("This is no institution's identifier.")) from None


class WaitingStepFilter(RegisterFilterSet):
    """Narrows the list of waiting steps."""

    mine = YesOrNoFilter(label=_("For me to decide"), method="filter_mine")
    overdue = YesOrNoFilter(label=_("Overdue"), field_name="is_overdue")
    age = AnyOfFilter(
        label=_("Waiting for"), field_name="age", choices=[(each.name, _(each.label)) for each in AGE_CLASSES]
    )
    institution = CharFilter(label=_("On the side of"), method="filter_institution", validators=[validate_side])
    step = AnyOfFilter(
        label=_("Step"), field_name="kind", choices=[(kind.value, _(label)) for kind, label in STEP_KIND_LABELS.items()]
    )
    office = CharFilter(label=_("Responsible office"), field_name="case__subject__office__code")

    class Meta:
        model = Step
        fields: list[str] = []

    def filter_mine(self, queryset: QuerySet[Step], _name: str, value: bool) -> QuerySet[Step]:
        """Steps that are, or are not, for the reader to decide."""
        mine = steps_decidable_by(Decider(self.viewer, at=timezone.now())).order_by().values("pk")
        return queryset.filter(pk__in=mine) if value else queryset.exclude(pk__in=mine)

    def filter_institution(self, queryset: QuerySet[Step], _name: str, value: str) -> QuerySet[Step]:
        """Steps on an institution's side (its uid), or on the responsible office's own ("office")."""
        if value == OWN_SIDE:
            return queryset.filter(case__institution=None)
        return queryset.filter(case__institution__uid=value)
