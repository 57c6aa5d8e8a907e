"""What is to be done for one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exchange.mapping.drafts import Draft, DraftAct
from exchange.models import ImportedRecord, ImportRow
from exchange.notices import Level, Notice
from exchange.planning.institutions import Reference

Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class PlannedParty:
    """An institution and its role."""

    institution: Reference
    role: str


@dataclass(frozen=True)
class Update:
    """What changes in an agreement because the source says something else than at the last import.

    `parties` and `subjects` are the whole new sets, or None where they stay. `corrected` pairs what the source said of
    an act with what it says now. `kept` names the parts left alone because somebody changed them here.
    """

    values: dict[str, Any] = field(default_factory=dict)
    parties: tuple[PlannedParty, ...] | None = None
    subjects: tuple[Reference, ...] | None = None
    added: tuple[DraftAct, ...] = ()
    corrected: tuple[tuple[dict[str, Any], DraftAct], ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (
            self.values or self.parties is not None or self.subjects is not None or self.added or self.corrected
        )


@dataclass(frozen=True)
class Plan:
    """A row and its outcome. `record` is what an earlier import made of it, where there is one.

    `named` tells by folded name which institution each party of the row is.
    """

    draft: Draft
    outcome: str
    values: dict[str, Any] = field(default_factory=dict)
    parties: tuple[PlannedParty, ...] = ()
    subjects: tuple[Reference, ...] = ()
    notices: tuple[Notice, ...] = ()
    named: Mapping[str, Reference] = field(default_factory=dict)
    record: ImportedRecord | None = None
    update: Update | None = None

    @property
    def acts(self) -> tuple[DraftAct, ...]:
        """The acts the row states."""
        return self.draft.acts

    @property
    def is_warned(self) -> bool:
        """Whether a person should look at the row although it is taken in."""
        return self.outcome != Outcome.REFUSED and any(each.level is Level.WARNING for each in self.notices)

    def stated(self) -> dict[str, Any]:
        """What the source says, in the form that is kept to compare the next import with."""
        return {
            "values": self.values,
            "parties": [[party.institution, party.role] for party in self.parties],
            "subjects": list(self.subjects),
            "acts": [act.as_data() for act in self.acts],
        }

    def refused(self, *notices: Notice) -> Plan:
        """The same row, kept out for these reasons."""
        return replace(self, outcome=Outcome.REFUSED, notices=(*self.notices, *notices))

    def becoming(self, outcome: str, *notices: Notice) -> Plan:
        """The same with another outcome and further notices."""
        return replace(self, outcome=outcome, notices=(*self.notices, *notices))
