"""What rows bring into the register beside agreements: institutions, and subjects where the mapping says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agreements.actions.taxonomy import create_subject
from core.actors import Actor
from core.errors import require
from core.models import OutboxEvent
from core.text import fold, fold_all
from exchange.planning.institutions import Reference
from exchange.planning.planner import Planner
from exchange.planning.plans import Plan
from institutions.models import Institution, InstitutionName
from institutions.policies import can_edit_institutions


class Additions:
    """Makes what plans refer to by name, and tells its id. Runs in the caller's recorded change."""

    def __init__(self, planner: Planner, *, by: Actor) -> None:
        self._planner, self._by = planner, by
        self._institutions: dict[str, int] = {}
        self._subjects: dict[str, int] = {}
        self.made: dict[str, list[int]] = {"institutions": [], "subjects": []}

    def make(self, plans: Iterable[Plan], *, source: str) -> None:
        """Create every institution and subject the plans name that is not in the register yet."""
        plans = list(plans)
        names = [party.institution for plan in plans for party in plan.parties]
        subjects = [subject for plan in plans for subject in plan.subjects]
        self._make_institutions(self._lacking(names, self._institutions), source=source)
        for folded in self._lacking(subjects, self._subjects):
            self._make_subject(folded)

    def institution(self, reference: Reference) -> int:
        """The id of an institution a plan refers to."""
        return reference if isinstance(reference, int) else self._institutions[reference]

    def subject(self, reference: Reference) -> int:
        """The id of a subject a plan refers to."""
        return reference if isinstance(reference, int) else self._subjects[reference]

    @staticmethod
    def _lacking(references: Iterable[Reference], made: dict[str, int]) -> list[str]:
        return [each for each in dict.fromkeys(references) if isinstance(each, str) and each not in made]

    def _make_institutions(self, folded_names: Sequence[str], *, source: str) -> None:
        """The same rows as `create_institution` writes; the names were compared with all others before."""
        if not folded_names:
            return
        by, known = self._by, self._planner.institutions
        if by.user:
            require(can_edit_institutions(by.user))
        language = self._planner.definition.institutions.language
        new = [known.new[folded] for folded in folded_names]
        rows = Institution.objects.bulk_create(
            [
                Institution(
                    kind=each.kind, country=each.country, label={language: each.name}, search_key=fold_all(each.name),
                    sort_key=fold(each.name)[:300], source=source, created_at=by.at, updated_at=by.at,
                )
                for each in new
            ]
        )  # fmt: skip
        InstitutionName.objects.bulk_create(
            [
                InstitutionName(institution=row, language=language, text=each.name, source=source)
                for row, each in zip(rows, new, strict=True)
            ]
        )
        OutboxEvent.objects.bulk_create(
            [
                OutboxEvent(
                    topic="institution.created", payload={"institution": row.pk}, created_at=by.at, available_at=by.at
                )
                for row in rows
            ]
        )
        for folded, row in zip(folded_names, rows, strict=True):
            self._institutions[folded] = row.pk
            known.took(folded, row.pk)
            self.made["institutions"].append(row.pk)

    def _make_subject(self, folded: str) -> None:
        known = self._planner.subjects
        words = known.new[folded]
        language = self._planner.definition.language
        made = create_subject(by=self._by, code=known.code_for(folded), names={language: words})
        self._subjects[folded] = made.pk
        known.took(folded, made.pk)
        self.made["subjects"].append(made.pk)
