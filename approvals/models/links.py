"""Links by which a contact outside decides one step without an account, and every try to use one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import Step
from approvals.models.decisions import Decision
from core.tracking import append_only, tracked
from institutions.models import Contact


class DecisionLink(models.Model):
    """One decision of one contact on one spell of a step, until `expires_at`; used once, or revoked.

    The address itself is not stored: it is the signed `uid`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="links")
    spell = models.PositiveIntegerField(editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name=_("sent to"))
    created_at = models.DateTimeField(_("sent"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="link")

    class Meta:
        verbose_name = _("link for a decision")
        verbose_name_plural = _("links for decisions")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, decision=None) | Q(used_at__isnull=False, decision__isnull=False),
                name="used_link_has_its_decision",
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="link_used_or_revoked"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="link_expires_later"),
        ]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_step s JOIN approvals_case c ON c.id = s.case_id"
                " WHERE s.id = r.step_id",
                leave_out=["uid", "spell"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} → {self.step}"


class LinkAttempt(models.Model):
    """A try to open or use a link, and what came of it. `link` is empty where the address names none.

    `network` stands for where it came from: a keyed hash, from which nobody can read the address.
    """

    class Result(models.TextChoices):
        OPENED = "opened", _("opened")
        USED = "used", _("used")
        ALTERED = "altered", _("address altered")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")
        REPLAYED = "replayed", _("used already")
        OVERTAKEN = "overtaken", _("the step no longer waits")
        CHANGED = "changed", _("what is approved had changed")
        REFUSED = "refused", _("the decision was refused")
        LIMITED = "limited", _("too many tries")

    link = models.ForeignKey(DecisionLink, models.CASCADE, null=True, related_name="attempts")
    at = models.DateTimeField(_("when"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    network = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("try to use a link")
        verbose_name_plural = _("tries to use links")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["network", "at"], name="link_attempt_by_network")]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.get_result_display())
