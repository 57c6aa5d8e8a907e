"""What is approved, and what it said when it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.visibility import Viewer
from core.registries import registries
from core.tracking import append_only, tracked


class ApprovalSubjectQuerySet(models.QuerySet["ApprovalSubject"]):
    """Questions about what is being approved."""

    def visible_to(self, user: Viewer) -> ApprovalSubjectQuerySet:
        """Subjects whose record the person may see: each app that registered a kind of record answers for its own."""
        seen = Q(pk__in=[])
        for provider in registries.approval_subjects.values():
            seen |= Q(pk__in=provider.visible(user))
        return self.filter(seen)


class ApprovalSubject(models.Model):
    """What a case is about. The record itself (an agreement, an activity, a membership) points here.

    `kind` names the provider in `core.registries` that knows the record; `office` is the responsible office.
    `substance_sha256` is the hash of the record's substance as it stands ("" until it was first looked at) and
    `edited_by` who changed it last: that person does not decide.
    """

    kind = models.CharField(max_length=20)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    substance_sha256 = models.CharField(_("hash of the substance"), max_length=64, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("last edited by"),
    )
    edited_at = models.DateTimeField(_("last edited"), null=True, blank=True, editable=False)

    objects = ApprovalSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval subject")
        # Bookkeeping about the record, whose own history tells who changed what.
        triggers = [tracked(leave_out=["substance_sha256", "edited_by_id", "edited_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Snapshot(models.Model):
    """The substance of a subject at one moment, readable: see `approvals.substances.Substance`. Never changed.

    Derived from what the history holds, so it has no history of its own.
    """

    subject = models.ForeignKey(ApprovalSubject, models.CASCADE, related_name="snapshots")
    sha256 = models.CharField(_("hash of the substance"), max_length=64)
    content = models.JSONField()
    names = models.JSONField(default=dict)
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        verbose_name = _("snapshot of a substance")
        verbose_name_plural = _("snapshots of substances")
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "sha256"], name="snapshot_once_per_hash"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="snapshot_hash_is_hexadecimal"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.sha256[:12]
