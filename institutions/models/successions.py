"""Which institution came after which."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Sourced
from core.tracking import tracked
from institutions.kinds import SUCCESSIONS, SuccessionKind
from institutions.models.institution import Institution


class Succession(Sourced):
    """`successor` came after `predecessor`. A merger or a split is one row for each of its institutions.

    `happened` is a year, a month or a day; empty: not known. No institution comes after itself over any number of
    successions.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    predecessor = models.ForeignKey(
        Institution, models.PROTECT, related_name="successor_links", verbose_name=_("earlier institution")
    )
    successor = models.ForeignKey(
        Institution, models.PROTECT, related_name="predecessor_links", verbose_name=_("later institution")
    )
    kind = models.CharField(
        _("what happened"),
        max_length=10,
        choices=[(kind.value, _(words.forward)) for kind, words in SUCCESSIONS.items()],
    )
    happened = models.CharField(_("when"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["happened", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="no_successor_of_itself"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in SuccessionKind]), name="succession_kind_is_known"
            ),
        ]
        triggers = [tracked(root="institutions_institution", root_id="r.predecessor_id")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
