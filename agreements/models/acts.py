"""The ledger of acts."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.act_kinds import ACT_LABELS, ONCE_PER_PARTY, STANDING_LABELS, ActKind, Standing
from agreements.models.agreement import Agreement
from agreements.models.parties import AgreementParty
from core.dates import PartialDate, Precision
from core.models import Sourced
from core.tracking import tracked

_PRECISIONS = [(Precision.DAY.value, _("day")), (Precision.MONTH.value, _("month")), (Precision.YEAR.value, _("year"))]


class ActQuerySet(models.QuerySet["Act"]):
    """Questions about acts."""

    def current(self) -> ActQuerySet:
        """Entries no later entry has superseded."""
        return self.filter(recorded_until=None)

    def for_timeline(self) -> ActQuerySet:
        """What a timeline shows, in one query, in the order the acts happened; superseded entries beside them."""
        return self.select_related(
            "party__institution", "recorded_by", "source_document", "refers_to__party__institution"
        ).order_by("date", "id")


class Act(Sourced):
    """A dated fact, as one source states it. Never edited: a correction supersedes it, and both stay readable.

    `date` with `precision` is the act's own date, `effective_on` when it takes effect if that differs,
    `received_on` when the other side or the depositary received it (VCLT 78). `recorded_at` and
    `recorded_until` say when the register believed it. `refers_to`: the notice that is withdrawn, the reservation
    that is objected to. `source_document`: the agreement's document that is the source, where the register
    holds it. Of several entries on one act, one is authoritative;
    `occasion` tells apart what a party does again after it had left (2: it consented anew).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="acts")
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind.value, _(label)) for kind, label in ACT_LABELS.items()]
    )
    party = models.ForeignKey(
        AgreementParty, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name=_("party")
    )
    date = models.DateField(_("date"))
    precision = models.CharField(_("known to the"), max_length=5, choices=_PRECISIONS, default=Precision.DAY)
    effective_on = models.DateField(_("takes effect"), null=True, blank=True)
    received_on = models.DateField(_("received"), null=True, blank=True)
    refers_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("answers the act")
    )
    source_document = models.ForeignKey(
        "agreements.Document", models.PROTECT, null=True, blank=True, related_name="acts", verbose_name=_("document")
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    standing = models.CharField(
        _("standing"),
        max_length=10,
        choices=[(each.value, _(label)) for each, label in STANDING_LABELS.items()],
        default=Standing.REPORTED,
    )
    occasion = models.PositiveSmallIntegerField(default=1, editable=False)
    is_authoritative = models.BooleanField(_("authoritative"), default=True)
    note = models.TextField(_("note"), blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_until = models.DateTimeField(_("believed until"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["agreement", "date", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in ActKind]), name="act_kind_is_known"),
            models.CheckConstraint(
                condition=Q(precision__in=[each.value for each in Precision]), name="act_precision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="act_standing_is_known"
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "party", "occasion"],
                condition=Q(
                    is_authoritative=True, recorded_until=None, kind__in=sorted(kind.value for kind in ONCE_PER_PARTY)
                ),
                nulls_distinct=False,
                name="one_authoritative_act",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "date", "id"], name="acts_of_agreement")]
        triggers = [
            tracked(root="agreements_agreement", root_id="r.agreement_id"),
            pgtrigger.ReadOnly(name="ledger_is_not_rewritten", exclude=["is_authoritative", "recorded_until"]),
            pgtrigger.Protect(name="ledger_is_append_only", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.when}"

    @property
    def when(self) -> PartialDate:
        """The act's own date, as exactly as it is known."""
        return PartialDate(self.date, Precision(self.precision))
