"""Who decides for whom: delegations of power, and deputies of those who are away."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.models.routes import SUBJECT_KINDS
from approvals.models.shapes import STEP_KINDS
from core.models import Record
from core.tracking import tracked


class Dated(models.Model):
    """From a first to a last day, both included, in the time zone of the person concerned.

    `starts_at` and `ends_at` are those days as moments (the end excluded), so that a question about now needs no zone.
    """

    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until and including"))
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class SubstituteQuerySet(models.QuerySet):
    """Questions about delegations and absences."""

    def at(self, moment: object = None) -> SubstituteQuerySet:
        """Those that hold at a moment (default: the database's present one)."""
        when = moment or Now()
        return self.filter(starts_at__lte=when, ends_at__gt=when, revoked_at=None)


class Delegation(Dated, Record):
    """One person's power to decide, given to another: dated, within a scope, and never passed on.

    Empty lists and no office mean everything the delegator may decide. Nothing is decided twice over by it: the
    delegate acts for the delegator, and both names stand in the record.
    """

    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given", verbose_name=_("given by")
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_held", verbose_name=_("given to")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only records of")
    )
    subject_kinds = ArrayField(
        models.CharField(max_length=20, choices=SUBJECT_KINDS), verbose_name=_("only"), default=list, blank=True
    )
    step_kinds = ArrayField(
        models.CharField(max_length=30, choices=STEP_KINDS),
        verbose_name=_("only steps of kind"),
        default=list,
        blank=True,
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(delegator=F("delegate")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="delegation_ends_after_it_began"),
        ]
        indexes = [
            models.Index(fields=["delegate", "ends_at"], name="delegation_by_delegate"),
            models.Index(fields=["delegator", "ends_at"], name="delegation_by_delegator"),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"

    @property
    def scope(self) -> str:
        """What it is limited to, in the reader's language; "" where it covers everything."""
        subjects = [str(label) for kind, label in SUBJECT_KINDS if kind in self.subject_kinds]
        steps = [str(label) for kind, label in STEP_KINDS if kind in self.step_kinds]
        return ", ".join([*subjects, *steps])


class Absence(Dated, Record):
    """Somebody is away: meanwhile the deputy is asked, and without one (or one who is away too) the head of office."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("who is away")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputising",
        verbose_name=_("deputy"),
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("user")), name="deputy_is_somebody_else"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_began"),
        ]
        indexes = [
            models.Index(fields=["user", "ends_at"], name="absence_by_user"),
            models.Index(fields=["deputy", "ends_at"], name="absence_by_deputy"),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.user}: {self.first_day} – {self.last_day}"
