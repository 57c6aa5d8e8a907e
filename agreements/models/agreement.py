"""Agreements."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from accounts.visibility import Classification, Viewer, visible
from agreements.kinds import (
    KINDS,
    NATURE_LABELS,
    PERSONAL_DATA_LABELS,
    TRANSFER_BASIS_LABELS,
    Nature,
    PartyRole,
    PersonalData,
    TransferBasis,
)
from agreements.models.force_questions import ForceQuestions
from agreements.models.subjects import Subject
from agreements.stages import STAGE_LABELS, Flow, Stage, flow_of
from approvals.deciders import SubjectsShownTo
from approvals.models import ApprovalSubject
from core.languages import in_language, validate_texts
from core.models import Record, Sourced
from core.tracking import tracked
from institutions.models import Institution

STAGE_CHOICES = [(stage.value, _(label)) for stage, label in STAGE_LABELS.items()]


class AgreementQuerySet(ForceQuestions["Agreement"]):
    """Questions about agreements."""

    search_source = "agreement"

    def visible_to(self, user: Viewer) -> AgreementQuerySet:
        """The agreements a person may see: by classification, or as named reader or decider of a step."""
        if not user.is_authenticated:
            return self.none()
        reader = Q(pk__in=NamedReader.objects.filter(user=user).values("agreement_id"))
        named = reader | Q(approval_subject_id__in=SubjectsShownTo(user))
        return visible(self, user, named=named)

    def with_confinement(self) -> AgreementQuerySet:
        """Annotate `is_confined`: not every member of an office may see it (the other side of `visible_to`)."""
        return self.annotate(is_confined=Q(classification=Classification.RESTRICTED))

    def of_party(self, institution: Institution) -> AgreementQuerySet:
        """Agreements the institution takes part in, in any role."""
        return self.filter(pk__in=self._party_model().objects.filter(institution=institution).values("agreement_id"))

    def for_list(self) -> AgreementQuerySet:
        """What a list row shows: a fixed number of queries, whatever the number of rows."""
        parties = self._party_model().objects.select_related("institution").order_by("position", "id")
        return self.select_related("office", "officer").prefetch_related(models.Prefetch("parties", parties))

    def _party_model(self) -> Any:
        return self.model._meta.get_field("parties").related_model


class Agreement(Record, Sourced):
    """An instrument between institutions.

    `stage` is how far the procedure is, never whether the agreement is in force; only
    `agreements.actions.change_stage` and `register_existing` set it. `external_reference` is what others call it.
    """

    reference = models.CharField(_("reference"), max_length=60, unique=True, editable=False)
    external_reference = models.CharField(_("outside reference"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=[(kind, _(each.label)) for kind, each in KINDS.items()])
    nature = models.CharField(
        _("binding nature"), max_length=15, choices=[(each.value, _(label)) for each, label in NATURE_LABELS.items()]
    )
    titles = models.JSONField(_("titles"), validators=[validate_texts])
    summary = models.TextField(_("summary"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    personal_data = models.CharField(
        _("personal data exchanged"),
        max_length=10,
        default=PersonalData.UNKNOWN,
        choices=[(each.value, _(label)) for each, label in PERSONAL_DATA_LABELS.items()],
    )
    transfer_basis = models.CharField(
        _("basis for transfers of personal data"),
        max_length=40,
        default=TransferBasis.NONE,
        choices=[(each.value, _(label)) for each, label in TRANSFER_BASIS_LABELS.items()],
    )
    stage = models.CharField(_("stage"), max_length=20, choices=STAGE_CHOICES, default=Stage.PROPOSED)
    stage_since = models.DateField(_("in this stage since"))
    classification = models.CharField(
        _("classification"), max_length=10, choices=Classification, default=Classification.INTERNAL
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="agreements", verbose_name=_("responsible office"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("officer in charge"),
    )
    subjects = models.ManyToManyField(
        Subject, through="AgreementSubject", related_name="agreements", verbose_name=_("subjects")
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, through="NamedReader", related_name="+")
    approval_subject = models.OneToOneField(ApprovalSubject, models.PROTECT, related_name="agreement", editable=False)
    search_key = models.TextField(editable=False)
    sort_key = models.CharField(max_length=300, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[each.value for each in Stage]), name="stage_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="agreement_kind_is_known"),
            models.CheckConstraint(condition=Q(nature__in=[each.value for each in Nature]), name="nature_is_known"),
            models.CheckConstraint(
                condition=Q(personal_data__in=[each.value for each in PersonalData]), name="personal_data_is_known"
            ),
            models.CheckConstraint(
                condition=Q(transfer_basis__in=[each.value for each in TransferBasis]), name="transfer_basis_is_known"
            ),
            models.CheckConstraint(
                condition=Q(classification__in=Classification.values), name="agreement_classification_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="agreement_by_title"),
            models.Index(fields=["-updated_at", "-id"], name="agreement_by_change"),
            models.Index(fields=["stage", "stage_since", "id"], name="agreement_by_stage"),
            models.Index(fields=["stage_since", "id"], name="agreement_by_stage_date"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="agreement_by_kind"),
            models.Index(fields=["office", "-updated_at", "-id"], name="agreement_by_office"),
            models.Index(
                fields=["external_reference"], condition=~Q(external_reference=""), name="agreement_by_outside_ref"
            ),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="agreement_search"),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """The title in the active language, or in one it has."""
        return in_language(self.titles)

    @property
    def flow(self) -> Flow:
        """The stage machine of its kind."""
        return flow_of(self.kind)

    @property
    def signing_parties(self) -> list[Any]:
        """The prefetched rows of those that are parties, not depositary, facilitator or observer."""
        return [party for party in self.parties.all() if party.role == PartyRole.PARTY]


class AgreementSubject(Sourced):
    """A subject area of an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="subject_links")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="agreement_links")

    class Meta:
        verbose_name = _("subject of an agreement")
        ordering = ["agreement", "id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "subject"], name="subject_once_per_agreement")]
        indexes = [models.Index(fields=["subject", "agreement"], name="agreements_of_subject")]
        triggers = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return str(self.subject)


class NamedReader(models.Model):
    """Somebody who may read a restricted agreement without belonging to those who do by their role."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reader_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")
        ordering = ["agreement", "id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="reader_once_per_agreement")]
        triggers = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return str(self.user)
