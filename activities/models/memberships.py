"""Memberships of standing bodies: networks, committees, platforms, programmes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import Office
from accounts.visibility import Viewer
from activities.kinds import MEMBERSHIP_ROLE_LABELS, MembershipRole
from activities.states import MEMBERSHIP_STATE_LABELS, MembershipState
from approvals.models import ApprovalSubject
from core.models import Record, Sourced
from core.tracking import tracked
from institutions.models import Institution


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def visible_to(self, user: Viewer) -> MembershipQuerySet:
        """Memberships are shared, like the institutions they join."""
        return self if user.is_authenticated else self.none()

    def for_list(self) -> MembershipQuerySet:
        """What a list row shows, in one query."""
        return self.select_related("body", "member", "office").order_by("body__sort_key", "id")


class Membership(Record, Sourced):
    """A country or an institution in a standing body. `starts` and `ends` may be just a year."""

    body = models.ForeignKey(Institution, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    member = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="member_of",
        verbose_name=_("member institution"),
    )
    member_country = CountryField(_("member country"), blank=True)
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=[(role.value, _(label)) for role, label in MEMBERSHIP_ROLE_LABELS.items()],
        default=MembershipRole.MEMBER,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=[(state.value, _(label)) for state, label in MEMBERSHIP_STATE_LABELS.items()],
        default=MembershipState.PROPOSED,
    )
    state_since = models.DateField(_("in this state since"))
    starts = models.CharField(_("since"), max_length=10, blank=True)
    ends = models.CharField(_("until"), max_length=10, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("responsible office"))
    approval_subject = models.OneToOneField(ApprovalSubject, models.PROTECT, related_name="membership", editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(member=None) ^ Q(member_country=""), name="membership_of_one_member"),
            models.CheckConstraint(condition=Q(member=None) | ~Q(member=F("body")), name="body_not_its_own_member"),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in MembershipState]), name="membership_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[each.value for each in MembershipRole]), name="membership_role_is_known"
            ),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.member_name} – {self.body}"

    @property
    def member_name(self) -> str:
        """Who is the member: the institution, or the country's name."""
        return str(self.member) if self.member else str(self.member_country.name)  # type: ignore[attr-defined]
