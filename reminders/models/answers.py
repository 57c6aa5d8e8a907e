"""What people answer to reminders."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.tracking import tracked
from reminders.models.policies import ReminderPolicy


class Answer(models.Model):
    """A person's last word on one deadline, as long as it has this date: another date asks anew.

    Acknowledged: seen; the next reminder still comes. Snoozed: nothing before `until`, then again. Stopped: nothing
    more to this person, for the `reason` given; others are reminded all the same.
    """

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        SNOOZED = "snoozed", _("Snoozed")
        STOPPED = "stopped", _("Stopped")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    deadline_kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField()
    due_on = models.DateField(_("date to act by"))
    kind = models.CharField(_("answer"), max_length=15, choices=Kind)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to a reminder")
        verbose_name_plural = _("answers to reminders")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline_kind", "item_id", "due_on", "user"], name="answer_once_per_deadline"
            ),
            models.CheckConstraint(condition=Q(kind="snoozed") ^ Q(until=None), name="answer_until_when_snoozed"),
            models.CheckConstraint(condition=~Q(kind="stopped") | ~Q(reason=""), name="answer_says_why_stopped"),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return self.get_kind_display()


class Unsubscription(models.Model):
    """A person who wants no e-mails of a policy that is not mandatory. They still see the reminders in Entente."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsubscriptions")
    policy = models.ForeignKey(ReminderPolicy, models.CASCADE, related_name="unsubscriptions")
    at = models.DateTimeField(_("unsubscribed"))

    class Meta:
        verbose_name = _("unsubscription")
        verbose_name_plural = _("unsubscriptions")
        ordering = ["user", "policy"]
        constraints = [models.UniqueConstraint(fields=["user", "policy"], name="unsubscribed_once")]
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.user}: {self.policy}"
