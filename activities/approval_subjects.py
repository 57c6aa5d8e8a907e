"""What approvals need to know of activities and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse

from activities.models import Activity, Membership
from activities.states import (
    ACTIVE,
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ActivityState,
    MembershipState,
    Transition,
    find,
)
from core.actors import Actor
from core.locking import lock, store
from core.registries import ApprovalAfter, Proposal, SubjectDescription


class ActivityApprovals:
    """The provider registered for the kind "activity"."""

    is_signed = False

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Activity.objects.visible_to(user).order_by().values("approval_subject_id")

    def touch(self, *, by: Actor, subject_id: int) -> None:
        """See `core.registries.ApprovalSubjectProvider`."""
        activity = Activity.objects.get(approval_subject_id=subject_id)
        store(lock(Activity.objects.all(), pk=activity.pk), by=by)

    def describe(self, subject_ids: Iterable[int]) -> dict[int, SubjectDescription]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return {
            row.approval_subject_id: SubjectDescription(
                reference=row.reference, name=row.title, path=reverse("activities:detail", args=[row.reference])
            )
            for row in Activity.objects.filter(approval_subject_id__in=list(subject_ids)).order_by("id")
        }

    def awaiting(self) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Activity.objects.filter(state__in=[state.value for state in ACTIVE]).order_by().with_confinement()

    def approval_after(self, proposal: Proposal) -> ApprovalAfter:
        """See `core.registries.ApprovalSubjectProvider`."""
        old, new = ActivityState(proposal.old), ActivityState(proposal.new)
        return _approval_after(find(ACTIVITY_TRANSITIONS, old, new), is_at_rest=new not in ACTIVE)


class MembershipApprovals:
    """The provider registered for the kind "membership"."""

    is_signed = False

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Membership.objects.visible_to(user).order_by().values("approval_subject_id")

    def touch(self, *, by: Actor, subject_id: int) -> None:
        """See `core.registries.ApprovalSubjectProvider`."""
        membership = Membership.objects.get(approval_subject_id=subject_id)
        store(lock(Membership.objects.all(), pk=membership.pk), by=by)

    def describe(self, subject_ids: Iterable[int]) -> dict[int, SubjectDescription]:
        """See `core.registries.ApprovalSubjectProvider`."""
        rows = Membership.objects.filter(approval_subject_id__in=list(subject_ids)).for_list()
        return {
            row.approval_subject_id: SubjectDescription(
                reference=f"{row.member_name} – {row.body.short_name}",
                name=str(row),
                path=reverse("activities:membership", args=[row.uid]),
            )
            for row in rows
        }

    def awaiting(self) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Membership.objects.exclude(state=MembershipState.ENDED).order_by().annotate(is_confined=Value(False))

    def approval_after(self, proposal: Proposal) -> ApprovalAfter:
        """See `core.registries.ApprovalSubjectProvider`."""
        old, new = MembershipState(proposal.old), MembershipState(proposal.new)
        return _approval_after(find(MEMBERSHIP_TRANSITIONS, old, new), is_at_rest=new is MembershipState.ENDED)


def _approval_after(transition: Transition[Any] | None, *, is_at_rest: bool) -> ApprovalAfter:
    if transition and transition.submits:
        return ApprovalAfter.STARTS
    ends = is_at_rest or (transition and transition.recalls)
    return ApprovalAfter.ENDS if ends else ApprovalAfter.GOES_ON
