"""How agreements relate to one another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.relation_kinds import RELATION_LABELS, RelationKind
from core.models import Sourced
from core.tracking import tracked


class Relation(Sourced):
    """`agreement` amends, supersedes, implements, is an annex of, renews or is related to `other`.

    No agreement reaches itself over the relations that have a direction. `effective_on`: from when, where that is
    not the entry into force of `agreement`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="relations")
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(kind.value, _(words.active)) for kind, words in RELATION_LABELS.items()]
    )
    other = models.ForeignKey(Agreement, models.PROTECT, related_name="relations_from_others")
    effective_on = models.DateField(_("from"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["agreement", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "other"], name="relation_once"),
            models.CheckConstraint(condition=~Q(agreement=F("other")), name="not_related_to_itself"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in RelationKind]), name="relation_kind_is_known"
            ),
        ]
        indexes = [models.Index(fields=["other", "kind"], name="relations_from_others")]
        triggers = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"
