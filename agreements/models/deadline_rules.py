"""When somebody must act under an agreement: rules from which each date is counted for the day it is asked on.

Derived, like force periods: rebuilt with them, no part of the history. No list of dates is stored, so none ever ends.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import DateField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from agreements.law.results import DEADLINE_LABELS, DeadlineKind
from agreements.models.agreement import Agreement
from agreements.models.parties import AgreementParty

_COUNTED_FROM = (
    "anchor", "first_months", "first_days", "step_months", "step_days", "final", "anchor_is_last_day", "day_after",
    "lead_months", "lead_days", "within",
)  # fmt: skip


class DeadlineRuleQuerySet(models.QuerySet["DeadlineRule"]):
    """Questions about deadlines."""

    def counted(self) -> DeadlineRuleQuerySet:
        """Those whose dates the database counts: all but those that follow a rule of RFC 5545."""
        return self.filter(recurrence="")

    def with_next(self, *, since: dt.date) -> DeadlineRuleQuerySet:
        """Annotate `due_on`, of counted ones: the first date not before a day; null where there is none."""
        arguments = [F(name) for name in _COUNTED_FROM]
        counted = Func(
            *arguments, Value(since, DateField()), function="agreements_next_deadline", output_field=DateField()
        )
        return self.counted().annotate(due_on=counted)


class DeadlineRule(models.Model):
    """A deadline of an agreement, or of one party; see `agreements.law.deadline_rules.DeadlineRule` for its meaning.

    Lengths are stored as months and days (a year is 12 months, a week 7 days). `final` null: it comes again without
    end. `recurrence`: a rule of RFC 5545, whose occurrences are counted outside the database.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="deadline_rules")
    party = models.ForeignKey(AgreementParty, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(
        _("kind"), max_length=25, choices=[(each.value, _(label)) for each, label in DEADLINE_LABELS.items()]
    )
    anchor = models.DateField()
    first_months = models.IntegerField(default=0)
    first_days = models.IntegerField(default=0)
    step_months = models.IntegerField(default=0)
    step_days = models.IntegerField(default=0)
    final = models.IntegerField(null=True, default=0)
    anchor_is_last_day = models.BooleanField(default=True)
    day_after = models.BooleanField(default=False)
    lead_months = models.IntegerField(default=0)
    lead_days = models.IntegerField(default=0)
    within = DateRangeField()
    recurrence = models.CharField(max_length=200, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering: ClassVar = ["agreement", "kind", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DeadlineKind]), name="deadline_kind_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "agreement"], name="deadline_rules_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.agreement_id}"
