"""Institutions in agreements."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.kinds import PARTY_ROLE_LABELS, PartyRole
from agreements.models.agreement import Agreement
from core.models import Sourced
from core.tracking import tracked
from institutions.models import Institution


class AgreementParty(Sourced):
    """An institution's role in an agreement. Only the role "party" approves, signs and is bound.

    `classes` are what clauses count by ("regional_organisation", "member_state", …). The consent of one that took
    part in the negotiation is awaited (VCLT 24(2)); others accede later.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="agreement_parties")
    role = models.CharField(
        _("role"),
        max_length=15,
        choices=[(role.value, _(label)) for role, label in PARTY_ROLE_LABELS.items()],
        default=PartyRole.PARTY,
    )
    signatory = models.CharField(_("signatory"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    classes = ArrayField(models.SlugField(max_length=60), verbose_name=_("counted as"), default=list, blank=True)
    is_negotiating = models.BooleanField(_("took part in the negotiation"), default=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "institution", "role"], name="role_once_per_agreement"),
            models.CheckConstraint(
                condition=models.Q(role__in=[each.value for each in PartyRole]), name="party_role_is_known"
            ),
        ]
        indexes = [models.Index(fields=["institution", "agreement"], name="agreements_of_institution")]
        triggers = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return str(self.institution)
