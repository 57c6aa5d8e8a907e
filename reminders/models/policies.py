"""Which deadlines are reminded of, when, to whom and how: data that administrators edit."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from core.languages import in_language, validate_texts
from core.tracking import tracked
from reminders.schedule import Rhythm

FURTHEST = 365  # days before or after a date to act by
MOST_REPEATS = 52


class Channel(models.TextChoices):
    """How a reminder reaches its reader."""

    EMAIL = "email", _("E-mail")
    IN_APP = "in_app", _("In Entente")


class ReminderPolicy(models.Model):
    """For one kind of deadline: how long before or after its date, how often, to whom, and by what channel.

    `kind` names a source in `core.registries`. Where an office has policies of its own for a kind, the general ones of
    that kind do not hold for it. The addressees are the person responsible (`to_responsible`) and the holders of
    `to_roles` in the office; where there is none who can be reached, those of `fallback_roles`, then officers and
    heads, then administrators. From a mandatory policy nobody can unsubscribe.
    """

    names = models.JSONField(_("names"), validators=[validate_texts])
    kind = models.CharField(_("deadline"), max_length=40)
    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office"),
        help_text=_("Empty: every office that has no policies of its own for this deadline."),
    )
    offset_days = models.SmallIntegerField(
        _("days from the date"),
        default=0,
        validators=[MinValueValidator(-FURTHEST), MaxValueValidator(FURTHEST)],
        help_text=_("Negative: before the date to act by. 0: on the day. Positive: after it has passed."),
    )
    repeat_every = models.PositiveSmallIntegerField(
        _("repeat every … days"), default=0, validators=[MaxValueValidator(FURTHEST)]
    )
    repeat_times = models.PositiveSmallIntegerField(
        _("at most … times more"), default=0, validators=[MaxValueValidator(MOST_REPEATS)]
    )
    to_responsible = models.BooleanField(_("to the person responsible"), default=True)
    to_roles = ArrayField(models.CharField(max_length=10, choices=Role), default=list, blank=True)
    fallback_roles = ArrayField(models.CharField(max_length=10, choices=Role), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list)
    is_mandatory = models.BooleanField(
        _("mandatory"), default=False, help_text=_("Nobody can unsubscribe from these e-mails.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reminder policy")
        verbose_name_plural = _("reminder policies")
        ordering = ["kind", "offset_days", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset_days__gte=-FURTHEST, offset_days__lte=FURTHEST), name="policy_offset_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(repeat_times=0) | Q(repeat_every__gte=1, repeat_times__lte=MOST_REPEATS),
                name="policy_repeats_after_some_days",
                violation_error_message=_("Say after how many days it is repeated."),
            ),
            models.CheckConstraint(
                condition=Q(to_responsible=True) | Q(to_roles__len__gte=1),
                name="policy_addresses_somebody",
                violation_error_message=_("Say to whom: the person responsible, or at least one role."),
            ),
            models.CheckConstraint(
                condition=Q(channels__len__gte=1, channels__contained_by=Channel.values),
                name="policy_has_known_channels",
                violation_error_message=_("Choose at least one channel."),
            ),
            models.CheckConstraint(
                condition=Q(to_roles__contained_by=Role.values, fallback_roles__contained_by=Role.values),
                name="policy_roles_are_known",
            ),
        ]
        indexes = [models.Index(fields=["kind"], condition=Q(is_active=True), name="policy_in_use_by_kind")]
        triggers = [tracked()]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def rhythm(self) -> Rhythm:
        """When its reminders go, for the pure rules."""
        return Rhythm(offset=self.offset_days, every=self.repeat_every, repeats=self.repeat_times)

    @property
    def when(self) -> str:
        """When its reminders go, in words: "14 days before the date"."""
        days = abs(self.offset_days)
        places = {"days": days, "every": self.repeat_every, "times": self.repeat_times}
        if self.offset_days == 0:
            start = gettext("on the date")
        elif self.offset_days < 0:
            start = ngettext("%(days)s day before the date", "%(days)s days before the date", days) % places
        else:
            start = ngettext("%(days)s day after the date", "%(days)s days after the date", days) % places
        if not self.repeat_times:
            return start
        again = gettext("%(start)s, then every %(every)s days, at most %(times)s times more")
        return again % {**places, "start": start}
