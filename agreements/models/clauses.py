"""The clauses of agreements, as data."""

from __future__ import annotations

import datetime as dt
import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from agreements.clause_labels import CLAUSE_LABELS
from agreements.law.clauses import ClauseKind
from agreements.models.agreement import Agreement
from core.models import Sourced
from core.tracking import tracked


class ClauseQuerySet(models.QuerySet["Clause"]):
    """Questions about clauses."""

    def current(self) -> ClauseQuerySet:
        """What the register holds now: entries no correction has superseded."""
        return self.filter(recorded_until=None)

    def known_at(self, moment: dt.datetime) -> ClauseQuerySet:
        """What the register held at a moment."""
        return self.filter(Q(recorded_until=None) | Q(recorded_until__gt=moment), recorded_at__lte=moment)


class Clause(Sourced):
    """One rule of the agreement, as it stood from `applies_from` on (null: from the beginning).

    `parameters` are the fields of the kind's class in `agreements.law.clauses`, as `agreements.law.notation` writes
    them. An amendment adds an entry that applies from a later day (`amended_by` is the amending agreement where the
    register holds it); empty `parameters` with `is_repealed` say that the rule ended. A correction of a mistake
    supersedes the entry. Never edited; of reporting duties an agreement may have many, told apart by their title.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind.value, _(label)) for kind, label in CLAUSE_LABELS.items()]
    )
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict)
    is_repealed = models.BooleanField(_("repealed"), default=False)
    article = models.CharField(_("article"), max_length=100, blank=True)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)
    amended_by = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("amended by")
    )
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_until = models.DateTimeField(_("believed until"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["agreement", "kind", "duty", F("applies_from").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in ClauseKind]), name="clause_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ClauseKind.REPORTING.value) | Q(duty=""), name="only_duties_have_a_title"
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "duty", "applies_from"],
                condition=Q(recorded_until=None),
                nulls_distinct=False,
                name="one_clause_of_a_kind_from_a_day",
            ),
        ]
        indexes = [
            # Who waits for an agreement: asked with each write to it (`agreements.dependence`).
            models.Index(
                KeyTextTransform("not_before_agreement", "parameters"),
                name="clauses_awaiting",
                condition=Q(recorded_until=None, parameters__has_key="not_before_agreement"),
            )
        ]
        triggers = [
            tracked(root="agreements_agreement", root_id="r.agreement_id"),
            pgtrigger.ReadOnly(name="clause_is_not_rewritten", exclude=["recorded_until"]),
            pgtrigger.Protect(name="clauses_are_append_only", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.article}".strip()
