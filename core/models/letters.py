"""E-mails that are not reminders: what is to be told to whom, until the mail server has taken it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One e-mail to one person about one thing that happened.

    `kind` names its writer in `core.registries`; `key` says what it is about and to whom, so that the same letter is
    never posted twice. `payload` holds what the writer needs to find the facts again when it is sent: ids, no persons'
    data. Somebody without an account is named by `address_key`, under which the writer finds the address.
    `claim` names the batch that is sending it.
    """

    class State(models.TextChoices):
        """How far a letter is: planned → sending → sent, or failed after the last attempt.

        Cancelled: when it was to go, its writer had nothing to say to this person any more.
        """

        PLANNED = "planned", _("Planned")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Could not be delivered")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="letters",
        verbose_name=_("to"),
    )
    address_key = models.BigIntegerField(_("key of the address"), null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField(_("posted"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="letter_posted_once"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "sending", "sent", "cancelled", "failed"]),
                name="letter_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address_key=None) | Q(recipient=None, address_key__isnull=False),
                name="letter_is_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state="sending") & Q(claim=None, claimed_at=None)),
                name="letter_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="letter_sent_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], condition=Q(state="planned"), name="letter_to_send"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="letter_being_sent"),
            models.Index(fields=["recipient", "-created_at", "-id"], name="letter_of_person"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="letter_closed"),
            models.Index(fields=["sent_at"], condition=Q(state="sent"), name="letter_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
