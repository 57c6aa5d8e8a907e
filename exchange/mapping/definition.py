"""A mapping as values. `exchange.mapping.reading` makes one from JSON; docs/import.md describes that JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# Fields of an agreement that a mapping may fill beside parties, subjects, acts and stage.
FIELDS = (
    "title", "kind", "nature", "summary", "legal_basis", "external_reference", "personal_data", "transfer_basis",
    "classification", "source", "source_quote", "source_note",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Where one text comes from: columns (the first that is filled), a constant, or several parts joined.

    `values` translates what is found (case and accents aside); `prefix` stands before a text that is not empty.
    """

    columns: tuple[str, ...] = ()
    constant: str = ""
    parts: tuple[Cell, ...] = ()
    join: str = "\n"
    values: Mapping[str, str] = field(default_factory=dict)
    only_values: bool = False
    default: str = ""
    prefix: str = ""

    def every_column(self) -> Iterator[str]:
        """The columns this and its parts read."""
        yield from self.columns
        for part in self.parts:
            yield from part.every_column()


@dataclass(frozen=True)
class PartyRule:
    """Institutions named in one cell, divided by `separator`, all in one role."""

    cell: Cell
    separator: str = ";"
    role: str = "party"


@dataclass(frozen=True)
class SubjectRule:
    """Subject areas named in one cell. `missing`: create one, or note the words in the summary, or refuse the row."""

    cell: Cell
    separator: str = ""
    missing: str = "note"
    prefix: str = ""


@dataclass(frozen=True)
class ActRule:
    """One act, recorded where its date (or the day it takes effect) is filled."""

    kind: str
    date: Cell
    effective: Cell = Cell()
    received: Cell = Cell()
    party: Cell = Cell()
    source: Cell = Cell()
    source_url: Cell = Cell()
    source_quote: Cell = Cell()
    note: Cell = Cell()

    def cells(self) -> tuple[Cell, ...]:
        """All cells it reads."""
        return (
            self.date, self.effective, self.received, self.party, self.source, self.source_url, self.source_quote,
            self.note,
        )  # fmt: skip


@dataclass(frozen=True)
class StageRule:
    """The stage of a new agreement: that of the first act in `by_act` that the row states, else `default`."""

    default: str
    by_act: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class InstitutionRule:
    """What becomes of names: `missing` create or refuse, `ambiguous` first or refuse; kind and country of new ones."""

    missing: str = "create"
    ambiguous: str = "first"
    language: str = "en"
    kind: str = "other"
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guess_country: bool = True
    countries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """One mapping. `key` names the columns that identify a row for good, `namespace` whose identifiers they are."""

    name: str
    namespace: str
    key: tuple[str, ...]
    fields: Mapping[str, Cell]
    stage: StageRule
    title: str = ""
    office: str = ""
    language: str = "en"
    dates: tuple[str, ...] = ("yyyy-mm-dd",)
    unreadable_dates: str = "refuse"
    parties: tuple[PartyRule, ...] = ()
    subjects: SubjectRule | None = None
    acts: tuple[ActRule, ...] = ()
    institutions: InstitutionRule = InstitutionRule()

    def columns(self) -> list[str]:
        """Every column the mapping reads, each once."""
        cells = [*self.fields.values(), *(rule.cell for rule in self.parties)]
        cells += [cell for act in self.acts for cell in act.cells()]
        if self.subjects:
            cells.append(self.subjects.cell)
        return list(dict.fromkeys([*self.key, *(column for cell in cells for column in cell.every_column())]))

    @property
    def may_confine(self) -> bool:
        """Whether it can make restricted records."""
        cell = self.fields.get("classification", Cell())
        return bool(cell.columns) or "restricted" in (cell.constant, cell.default, *cell.values.values())
