"""Activities."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import Office
from accounts.visibility import Classification, Viewer, visible
from activities.kinds import ACTIVITY_KINDS, PARTICIPANT_ROLE_LABELS, ParticipantRole
from activities.models.programmes import Programme
from activities.states import ACTIVE, ACTIVITY_STATE_LABELS, ActivityState, is_delayed
from agreements.models import Agreement, Subject
from approvals.deciders import SubjectsShownTo
from approvals.models import ApprovalSubject
from core.dates import PartialDate, Precision
from core.languages import in_language, validate_texts
from core.models import Record, Sourced
from core.search.rows import SearchedQuerySet
from core.tracking import tracked
from institutions.models import Institution

_PRECISIONS = [(Precision.DAY.value, _("day")), (Precision.MONTH.value, _("month")), (Precision.YEAR.value, _("year"))]
_ROOT = {"root": "activities_activity", "root_id": "r.activity_id"}


class ActivityQuerySet(SearchedQuerySet["Activity"]):
    """Questions about activities."""

    search_source = "activity"

    def visible_to(self, user: Viewer) -> ActivityQuerySet:
        """By classification, or as decider of a step; never wider than the agreements it stands under alone."""
        if not user.is_authenticated:
            return self.none()
        named = Q(approval_subject_id__in=SubjectsShownTo(user))
        links = ActivityAgreement.objects.order_by()
        seen = links.filter(agreement__in=Agreement.objects.visible_to(user).order_by())
        stands_alone = ~Q(pk__in=links.values("activity_id"))
        return visible(self, user, named=named).filter(stands_alone | Q(pk__in=seen.values("activity_id")) | named)

    def with_confinement(self) -> ActivityQuerySet:
        """Annotate `is_confined`: not every member of an office may see it (the other side of `visible_to`)."""
        links = ActivityAgreement.objects.filter(activity=OuterRef("pk")).order_by()
        open_links = links.exclude(agreement__classification=Classification.RESTRICTED)
        stands_under_restricted = Exists(links) & ~Exists(open_links)
        return self.annotate(is_confined=Q(classification=Classification.RESTRICTED) | stands_under_restricted)

    def delayed(self, *, today: dt.date) -> ActivityQuerySet:
        """Past their planned end with no actual end, and still active."""
        return self.filter(state__in=[state.value for state in ACTIVE], actual_end=None, planned_end_last__lt=today)

    def for_list(self) -> ActivityQuerySet:
        """What a list row shows, in a fixed number of queries."""
        return self.select_related("programme", "office", "officer").prefetch_related(
            models.Prefetch("participants", Participant.objects.select_related("institution"))
        )


class Activity(Record, Sourced):
    """Something planned that carries out agreements or a programme.

    Planned dates may be known to the month or year only: `planned_start` with its precision is what was stated,
    `planned_end_last` (derived by the actions) the last day the planned end, or failing it the start, can mean.
    """

    reference = models.CharField(_("reference"), max_length=60, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind, _(label)) for kind, label in ACTIVITY_KINDS.items()]
    )
    titles = models.JSONField(_("titles"), validators=[validate_texts])
    description = models.TextField(_("description"), blank=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("programme")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=[(state.value, _(label)) for state, label in ACTIVITY_STATE_LABELS.items()],
        default=ActivityState.PROPOSED,
    )
    state_since = models.DateField(_("in this state since"))
    classification = models.CharField(
        _("classification"), max_length=10, choices=Classification, default=Classification.INTERNAL
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="activities", verbose_name=_("responsible office"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("officer in charge"),
    )
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_start_precision = models.CharField(max_length=5, choices=_PRECISIONS, default=Precision.DAY)
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    planned_end_precision = models.CharField(max_length=5, choices=_PRECISIONS, default=Precision.DAY)
    planned_end_last = models.DateField(null=True, blank=True, editable=False)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_end = models.DateField(_("actual end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    agreements = models.ManyToManyField(
        Agreement, through="ActivityAgreement", related_name="activities", verbose_name=_("agreements carried out")
    )
    subjects = models.ManyToManyField(
        Subject, through="ActivitySubject", related_name="activities", verbose_name=_("subjects")
    )
    institutions = models.ManyToManyField(Institution, through="Participant", related_name="activities")
    approval_subject = models.OneToOneField(ApprovalSubject, models.PROTECT, related_name="activity", editable=False)
    search_key = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ActivityState]), name="activity_state_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ACTIVITY_KINDS)), name="activity_kind_is_known"),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values), name="activity_classification_is_known"
            ),
            models.CheckConstraint(
                condition=Q(planned_start_precision__in=[each.value for each in Precision])
                & Q(planned_end_precision__in=[each.value for each in Precision]),
                name="planned_precision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(actual_end=None) | Q(actual_start=None) | Q(actual_end__gte=F("actual_start")),
                name="activity_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="activity_by_title"),
            models.Index(fields=["-updated_at", "-id"], name="activity_by_change"),
            models.Index(fields=["state", "-updated_at", "-id"], name="activity_by_state"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="activity_by_kind"),
            models.Index(fields=["programme", "-updated_at", "-id"], name="activity_by_programme"),
            models.Index(fields=["planned_start", "id"], name="activity_by_planned_start"),
            models.Index(fields=["planned_end_last"], condition=Q(actual_end=None), name="activity_unfinished_by_end"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="activity_search"),
        ]
        triggers = [tracked(leave_out=["planned_end_last"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """The title in the active language, or in one it has."""
        return in_language(self.titles)

    @property
    def starts(self) -> PartialDate | None:
        """The planned start, as exactly as it is known."""
        return PartialDate(self.planned_start, Precision(self.planned_start_precision)) if self.planned_start else None

    @property
    def ends(self) -> PartialDate | None:
        """The planned end, as exactly as it is known."""
        return PartialDate(self.planned_end, Precision(self.planned_end_precision)) if self.planned_end else None

    def is_delayed(self, today: dt.date) -> bool:
        """See `activities.states.is_delayed`."""
        return self.actual_end is None and is_delayed(ActivityState(self.state), self.planned_end_last, today)


class ActivityAgreement(Sourced):
    """An agreement the activity carries out, with the article where one is named."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agreement_links")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="activity_links")
    article = models.CharField(_("article"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("agreement carried out")
        ordering = ["activity", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "agreement"], name="agreement_once_per_activity")]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return str(self.agreement)


class ActivitySubject(models.Model):
    """A subject area of an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="subject_links")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="activity_links")

    class Meta:
        verbose_name = _("subject of an activity")
        ordering = ["activity", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "subject"], name="subject_once_per_activity")]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return str(self.subject)


class ActivityCountry(models.Model):
    """A country an activity concerns, with its share where known."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="countries")
    country = CountryField(_("country"))
    percentage = models.DecimalField(_("share in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("country of an activity")
        ordering = ["activity", "country"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "country"], name="country_once_per_activity"),
            models.CheckConstraint(
                condition=Q(percentage=None) | Q(percentage__gt=0, percentage__lte=100), name="share_is_a_percentage"
            ),
        ]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return str(self.country.name)  # type: ignore[attr-defined]


class Participant(Sourced):
    """An institution in an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participants")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="participations")
    role = models.CharField(
        _("role"),
        max_length=15,
        choices=[(role.value, _(label)) for role, label in PARTICIPANT_ROLE_LABELS.items()],
        default=ParticipantRole.PARTICIPANT,
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["activity", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "institution", "role"], name="role_once_per_activity"),
            models.CheckConstraint(
                condition=Q(role__in=[each.value for each in ParticipantRole]), name="participant_role_is_known"
            ),
        ]
        indexes = [models.Index(fields=["institution", "activity"], name="activities_of_institution")]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return str(self.institution)
