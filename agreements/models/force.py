"""What follows from acts and clauses, stored so that "as of" any day is one indexed look-up.

Derived: rebuilt by `agreements.actions.force` in the transaction of each write they depend on; no part of the history.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from agreements.law.statuses import BINDS, FORCE_LABELS, ForceStatus
from agreements.models.agreement import Agreement
from agreements.models.parties import AgreementParty


class ForcePeriodQuerySet(models.QuerySet["ForcePeriod"]):
    """Questions about force periods."""

    def on(self, day: dt.date) -> ForcePeriodQuerySet:
        """The periods a day lies in: one for each agreement and each party."""
        return self.filter(period__contains=day)

    def of_wholes(self) -> ForcePeriodQuerySet:
        """Of agreements as a whole."""
        return self.filter(party=None)

    def binding(self) -> ForcePeriodQuerySet:
        """In which the agreement, or the party, is bound."""
        return self.filter(status__in=sorted(BINDS))


class ForcePeriod(models.Model):
    """A force status over `[lower, upper)`, of one party or (null) of the agreement as a whole.

    An open bound means since ever, or without end on what the register knows. `working` is the lines of
    `agreements.law.results.Line` as `agreements.law.notation` writes them.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="force_periods")
    party = models.ForeignKey(AgreementParty, models.CASCADE, null=True, related_name="force_periods")
    status = models.CharField(
        _("force status"), max_length=25, choices=[(each.value, _(label)) for each, label in FORCE_LABELS.items()]
    )
    period = DateRangeField(_("period"))
    working = models.JSONField(_("working"), default=list)

    objects = ForcePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("force period")
        verbose_name_plural = _("force periods")
        ordering: ClassVar = ["agreement", F("party").asc(nulls_first=True), "period"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in ForceStatus]), name="force_status_is_known"
            ),
            ExclusionConstraint(
                name="one_force_status_a_day",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    (Coalesce("party", Value(0)), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["status", "period"], condition=Q(party=None), name="force_of_wholes"),
            models.Index(fields=["party"], name="force_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.period}"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def visible_to(self, user: Viewer) -> FindingQuerySet:
        """Of the agreements the person may see."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user).order_by())

    def open_on(self, day: dt.date) -> FindingQuerySet:
        """Without reservations that nobody can object to any more on that day."""
        return self.exclude(kind="reservation_accepted", line__places__on__day__lt=day.isoformat())

    def for_list(self) -> FindingQuerySet:
        """What a list row shows: a fixed number of queries, whatever the number of rows."""
        parties = AgreementParty.objects.select_related("institution").order_by("position", "id")
        return self.select_related("agreement__office", "agreement__officer").prefetch_related(
            models.Prefetch("agreement__parties", parties)
        )


class Finding(models.Model):
    """Something in an agreement's data that does not agree or is missing, for the page of data quality.

    `kind` is a code of `agreements.quality`; `line` says it, as in `ForcePeriod.working`.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=40)
    line = models.JSONField(default=dict)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar = ["agreement", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "agreement"], name="findings_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.agreement_id}"
