"""What approvals need to know of agreements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import Agreement
from agreements.stages import AT_REST, Stage
from core.actors import Actor
from core.locking import lock, store
from core.registries import ApprovalAfter, Proposal, SubjectDescription


class AgreementApprovals:
    """The provider registered for the kind "agreement"."""

    is_signed = True

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Agreement.objects.visible_to(user).order_by().values("approval_subject_id")

    def touch(self, *, by: Actor, subject_id: int) -> None:
        """See `core.registries.ApprovalSubjectProvider`."""
        agreement = Agreement.objects.get(approval_subject_id=subject_id)
        store(lock(Agreement.objects.all(), pk=agreement.pk), by=by)

    def describe(self, subject_ids: Iterable[int]) -> dict[int, SubjectDescription]:
        """See `core.registries.ApprovalSubjectProvider`."""
        rows = Agreement.objects.filter(approval_subject_id__in=list(subject_ids)).order_by("id")
        return {
            row.approval_subject_id: SubjectDescription(
                reference=row.reference, name=row.title, path=reverse("agreements:detail", args=[row.reference])
            )
            for row in rows
        }

    def awaiting(self) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Agreement.objects.exclude(stage__in=[stage.value for stage in AT_REST]).order_by().with_confinement()

    def approval_after(self, proposal: Proposal) -> ApprovalAfter:
        """See `core.registries.ApprovalSubjectProvider`."""
        old, new = Stage(proposal.old), Stage(proposal.new)
        transition = proposal.record.flow.find(old, new)  # type: ignore[attr-defined]
        if transition and transition.submits:
            return ApprovalAfter.STARTS
        ends = new in AT_REST or (transition and transition.recalls)
        return ApprovalAfter.ENDS if ends else ApprovalAfter.GOES_ON
