"""Filters and orders of the list of waiting approval steps. Its rows are those of `approvals.queries.waiting_steps`."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import DateField, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from accounts.models import User
from approvals.ages import AGE_CLASSES
from approvals.deciders import Decider, decidable_by, steps_decidable_by
from approvals.loads import read_waits_on, steps_waiting_on
from approvals.models import Step
from approvals.steps import STEP_KIND_LABELS
from core.filters import AnyOfFilter, RegisterFilterSet, YesOrNoFilter
from core.listing import Order
from core.registries import registries

ORDERS = (
    Order("started", _("Longest waiting first"), ("started_at", "id")),
    Order("-started", _("Last started first"), ("-started_at", "-id")),
    Order("due", _("Overdue and due first"), ("due", "started_at", "id"), {"due": DateField()}),
    Order("-due", _("Due last first"), ("-due", "-started_at", "-id"), {"due": DateField()}),
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


def validate_waits_on(value: str) -> None:
    """Accept what `WaitsOn` is written as."""
    try:
        read_waits_on(value)
    except ValueError:
        raise ValidationError(_("This names nobody that steps wait on.")) from None


class WaitingStepFilter(RegisterFilterSet):
    """Narrows the list of waiting steps."""

    _waiting_on: list[int] | None = None

    mine = YesOrNoFilter(label=_("For me to decide"), method="filter_mine")
    kept = YesOrNoFilter(label=_("Of records I keep"), method="filter_kept")
    waits_on = CharFilter(label=_("Waits on"), method="filter_waits_on", validators=[validate_waits_on])
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

    @cached_property
    def _decider(self) -> Decider:
        return Decider(self.viewer, at=timezone.now())  # once for the rows, the count and every facet

    def filter_mine(self, queryset: QuerySet[Step], _name: str, value: bool) -> QuerySet[Step]:
        """Steps that are, or are not, for the reader to decide."""
        if value:
            return queryset.filter(decidable_by(self._decider))
        return queryset.exclude(pk__in=steps_decidable_by(self._decider).order_by().values("pk"))

    def filter_kept(self, queryset: QuerySet[Step], _name: str, value: bool) -> QuerySet[Step]:
        """Steps of records that the reader is, or is not, in charge of or has submitted."""
        if not isinstance(self.viewer, User):
            return queryset.none() if value else queryset
        theirs = Q(case__submitted_by__isnull=False, case__submitted_by=self.viewer)
        for provider in registries.approval_subjects.values():
            theirs |= Q(case__subject__in=provider.kept_by(self.viewer))
        return queryset.filter(theirs) if value else queryset.exclude(theirs)

    def filter_waits_on(self, queryset: QuerySet[Step], _name: str, value: str) -> QuerySet[Step]:
        """Steps that wait on a person, on a body outside, on an act, or on nobody."""
        if self._waiting_on is None:  # once for the rows, the count and every facet
            self._waiting_on = steps_waiting_on(read_waits_on(value), self.queryset, at=timezone.now())
        return queryset.filter(pk__in=self._waiting_on)

    def filter_institution(self, queryset: QuerySet[Step], _name: str, value: str) -> QuerySet[Step]:
        """Steps on an institution's side (its uid), or on the responsible office's own ("office")."""
        if value == OWN_SIDE:
            return queryset.filter(case__institution=None)
        return queryset.filter(case__institution__uid=value)
