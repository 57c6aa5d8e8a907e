"""What is planned and what has gone out: derived from deadlines and policies, so not part of the history."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.visibility import Viewer
from core.registries import registries
from reminders.models.policies import Channel, ReminderPolicy


class State(models.TextChoices):
    """How far a reminder is.

    E-mail: planned → sending → sent or failed. In Entente: planned → sent (shown) → acknowledged, or settled when the
    matter is. Cancelled: it never went out.
    """

    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Could not be delivered")


class Cause(models.TextChoices):
    """Why a reminder is cancelled or settled. The first four can come to hold again; then it is planned again."""

    RESOLVED = "resolved", _("nothing is due any more")
    MOVED = "moved", _("the date was moved")
    READDRESSED = "readdressed", _("no longer for this person")
    POLICY = "policy", _("the policy was changed")
    OVERTAKEN = "overtaken", _("a later reminder of the same matter took its place")
    STOPPED = "stopped", _("stopped by the person reminded")
    TOLD = "told", _("another e-mail asked for it on the same day")


REVIVABLE = (Cause.RESOLVED, Cause.MOVED, Cause.READDRESSED, Cause.POLICY)


class Because(models.TextChoices):
    """Why this person is reminded."""

    RESPONSIBLE = "responsible", _("You are the person in charge of it.")
    APPROVER = "approver", _("You are an approver of the responsible office.")
    OFFICER = "officer", _("You are an officer of the responsible office.")
    HEAD = "head", _("You are the head of the responsible office.")
    VIEWER = "viewer", _("You are a member of the responsible office.")
    AUDITOR = "auditor", _("You are the auditor of the responsible office.")
    ADMINISTRATOR = "administrator", _("You are an administrator, and nobody of the responsible office can be reached.")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Questions about reminders."""

    def visible_to(self, user: Viewer) -> ReminderQuerySet:
        """Reminders about what the person may see, whoever they are for."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        for record_type, visible in registries.visible_records.items():
            seen |= Q(record_type=record_type, record_id__in=visible(user))
        return self.filter(seen, kind__in=list(registries.deadline_sources))

    def to_person(self, user: Any) -> ReminderQuerySet:
        """The reminders in Entente of one person, whether or not they may still see what these are about."""
        return self.filter(recipient=user, channel=Channel.IN_APP)

    def of_person(self, user: Any) -> ReminderQuerySet:
        """The reminders in Entente of one person, about what they may still see."""
        return self.to_person(user).visible_to(user)

    def to_act_on(self, *, today: dt.date) -> ReminderQuerySet:
        """Reminders in Entente whose day has come and that nobody has dealt with.

        Also those the worker has not marked as shown yet: a stopped worker hides nothing.
        """
        return self.filter(state__in=[State.PLANNED, State.SENT], act_on__lte=today)

    def of_deadline(self, reminder: Reminder) -> ReminderQuerySet:
        """Every reminder of the same matter to the same person."""
        return self.filter(
            recipient_id=reminder.recipient_id,
            kind=reminder.kind,
            item_id=reminder.item_id,
            due_on=reminder.due_on,
        )


class Reminder(models.Model):
    """One message to one person by one channel about one deadline.

    `item_id` is the row of the source `kind` whose date is meant, `record_type` and `record_id` the record people
    open. `scheduled_on` is the policy's day, `act_on` the day it can go (later when planned late or snoozed), both in
    the office's time zone. `round` counts how often it was snoozed. `claim` names the batch that is sending it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(ReminderPolicy, models.CASCADE, related_name="reminders")
    kind = models.CharField(_("deadline"), max_length=40)
    item_id = models.BigIntegerField()
    record_type = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("responsible office"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("to")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    because = models.CharField(_("why this person"), max_length=15, choices=Because)
    due_on = models.DateField(_("date to act by"))
    occurrence = models.PositiveSmallIntegerField()
    scheduled_on = models.DateField(_("scheduled for"))
    act_on = models.DateField(_("goes out on"))
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PLANNED)
    cause = models.CharField(_("cause"), max_length=15, choices=Cause, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    is_late = models.BooleanField(_("late"), default=False)
    created_at = models.DateTimeField(_("planned"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["act_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id", "due_on", "recipient", "channel", "policy", "occurrence"],
                name="reminder_planned_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="reminder_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="reminder_channel_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state=State.SENDING) & Q(claim=None)),
                name="reminder_claimed_while_sending",
            ),
            models.CheckConstraint(condition=Q(act_on__gte=F("scheduled_on")), name="reminder_not_before_its_day"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "act_on", "recipient", "id"],
                condition=Q(state=State.PLANNED),
                name="reminder_to_send",
            ),
            models.Index(fields=["claimed_at"], condition=Q(state=State.SENDING), name="reminder_being_sent"),
            models.Index(
                fields=["recipient", "due_on", "id"], condition=Q(channel=Channel.IN_APP), name="reminder_of_person"
            ),
            models.Index(fields=["record_type", "record_id", "act_on"], name="reminder_of_record"),
            models.Index(fields=["closed_at"], condition=Q(state=State.CANCELLED), name="reminder_cancelled"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.act_on} → {self.recipient}"

    @property
    def is_open(self) -> bool:
        """Whether its reader can still answer it."""
        return self.state in (State.PLANNED.value, State.SENT.value)


class PlanningRun(models.Model):
    """When all deadlines of a kind were last planned: what was to go since then and was not planned is late."""

    kind = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.ran_at}"
