"""What approvals need to know of agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.visibility import Classification
from agreements.approval_substance import acts_that_hold, lines_of, substance_of
from agreements.kinds import KINDS, PERSONAL_DATA_LABELS, PartyRole
from agreements.models import Agreement
from agreements.stages import APPROVAL_COUNTS, AT_REST, Stage
from core.actors import Actor
from core.locking import lock, store
from core.registries import ApprovalAfter, ApprovalMatter, KnownAct, Proposal, SubjectDescription
from core.sentences import gettext_noop


class AgreementApprovals:
    """The provider registered for the kind "agreement"."""

    is_signed = True
    fact_choices: Mapping[str, Mapping[str, str]] = {
        "kind": {name: kind.label for name, kind in KINDS.items()},
        "personal_data": {value.value: label for value, label in PERSONAL_DATA_LABELS.items()},
        "legal_basis": {"stated": gettext_noop("Stated"), "missing": gettext_noop("Not stated")},
    }

    def matter(self, subject_id: int) -> ApprovalMatter:
        """See `core.registries.ApprovalSubjectProvider`."""
        agreement = Agreement.objects.get(approval_subject_id=subject_id)
        parties = agreement.parties.filter(role=PartyRole.PARTY).order_by("position", "id")
        stage = Stage(agreement.stage)
        return ApprovalMatter(
            sides=tuple(parties.values_list("institution_id", flat=True)),
            is_pending=stage is Stage.APPROVAL_PENDING,
            is_live=stage in APPROVAL_COUNTS,
            facts={
                "kind": agreement.kind,
                "personal_data": agreement.personal_data,
                "legal_basis": "stated" if agreement.legal_basis.strip() else "missing",
            },
            officer_id=agreement.officer_id,
            is_restricted=agreement.classification == Classification.RESTRICTED,
        )

    def substance(self, subject_id: int) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return substance_of(Agreement.objects.get(approval_subject_id=subject_id))

    def substance_lines(self, content: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return lines_of(content, names)

    def acts(self, subject_id: int) -> list[KnownAct]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return acts_that_hold(Agreement.objects.get(approval_subject_id=subject_id))

    def path_to_record_act(self, subject_id: int, *, kinds: Collection[str], side: int | None) -> str:
        """See `core.registries.ApprovalSubjectProvider`."""
        agreement = Agreement.objects.get(approval_subject_id=subject_id)
        party = agreement.parties.filter(institution=side).first() if side else None
        asked = {"kind": next(iter(kinds)) if len(kinds) == 1 else "", "party": str(party.uid) if party else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('agreements:record_act', args=[agreement.reference])}?{query}"

    def visible(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Agreement.objects.visible_to(user).order_by().values("approval_subject_id")

    def kept_by(self, user: Any) -> QuerySet[Any]:
        """See `core.registries.ApprovalSubjectProvider`."""
        return Agreement.objects.filter(officer=user).order_by().values("approval_subject_id")

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
