"""What approvals need to know of activities and memberships."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse

from accounts.visibility import Classification
from activities.approval_substance import (
    lines_of_activity,
    lines_of_membership,
    substance_of_activity,
    substance_of_membership,
)
from activities.kinds import ACTIVITY_KINDS, MEMBERSHIP_ROLE_LABELS
from activities.models import Activity, Membership
from activities.states import (
    ACTIVE,
    ACTIVITY_APPROVAL_COUNTS,
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ActivityState,
    MembershipState,
    Transition,
    find,
)
from core.actors import Actor
from core.locking import lock, store
from core.registries import ApprovalAfter, ApprovalMatter, KnownAct, Proposal, SubjectDescription
from core.sentences import gettext_noop


class ActivityApprovals:
    """The provider registered for the kind "activity"."""

    is_signed = False
    fact_choices: Mapping[str, Mapping[str, str]] = {"kind": ACTIVITY_KINDS}

    def matter(self, subject_id: int) -> ApprovalMatter:
        """See `core.registries.ApprovalSubjectProvider`."""
        activity = Activity.objects.get(approval_subject_id=subject_id)
        state = ActivityState(activity.state)
        return ApprovalMatter(
            sides=(None,),
            is_pending=state is ActivityState.APPROVAL_PENDING,
            is_live=state in ACTIVITY_APPROVAL_COUNTS,
            facts={"kind": activity.kind},
            officer_id=activity.officer_id,
            is_restricted=activity.classification == Classification.RESTRICTED,
        )

    def substance(self, subject_id: int) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        rows = Activity.objects.select_related("programme")
        return substance_of_activity(rows.get(approval_subject_id=subject_id))

    def substance_lines(self, content: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return lines_of_activity(content, names)

    def acts(self, subject_id: int) -> list[KnownAct]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return []

    def path_to_record_act(self, subject_id: int, *, kinds: Collection[str], side: int | None) -> str:
        """See `core.registries.ApprovalSubjectProvider`."""
        return ""

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Activity.objects.visible_to(user).order_by().values("approval_subject_id")

    def kept_by(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Activity.objects.filter(officer=user).order_by().values("approval_subject_id")

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
    fact_choices: Mapping[str, Mapping[str, str]] = {
        "kind": {"membership": gettext_noop("Membership")},
        "role": {role.value: label for role, label in MEMBERSHIP_ROLE_LABELS.items()},
    }

    def matter(self, subject_id: int) -> ApprovalMatter:
        """See `core.registries.ApprovalSubjectProvider`."""
        membership = Membership.objects.get(approval_subject_id=subject_id)
        is_pending = membership.state == MembershipState.APPROVAL_PENDING
        facts = {"kind": "membership", "role": membership.role}
        return ApprovalMatter(sides=(None,), is_pending=is_pending, is_live=is_pending, facts=facts)

    def substance(self, subject_id: int) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        rows = Membership.objects.select_related("body", "member")
        return substance_of_membership(rows.get(approval_subject_id=subject_id))

    def substance_lines(self, content: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return lines_of_membership(content, names)

    def acts(self, subject_id: int) -> list[KnownAct]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return []

    def path_to_record_act(self, subject_id: int, *, kinds: Collection[str], side: int | None) -> str:
        """See `core.registries.ApprovalSubjectProvider`."""
        return ""

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Membership.objects.visible_to(user).order_by().values("approval_subject_id")

    def kept_by(self, user: Any) -> QuerySet[Any]:
        """Nobody in particular is in charge of a membership."""
        return Membership.objects.none().values("approval_subject_id")

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
