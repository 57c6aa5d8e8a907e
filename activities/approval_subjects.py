"""What approvals need to know of activities and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from activities.models import Activity, Membership
from core.actors import Actor
from core.locking import lock, store
from core.registries import SubjectDescription


class ActivityApprovals:
    """The provider registered for the kind "activity"."""

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


class MembershipApprovals:
    """The provider registered for the kind "membership"."""

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
                reference="", name=str(row), path=reverse("institutions:detail", args=[row.body.uid])
            )
            for row in rows
        }
