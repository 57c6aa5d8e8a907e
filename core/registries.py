"""Places where an upper app offers something to a lower one, filled in `AppConfig.ready()`.

So the agreement page shows activities and planned reminders, and approvals find the record they
belong to, without an import that points upwards. Each provider applies `visible_to` itself.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.core.files import File
from django.db.models import Model, QuerySet

from core.actors import Actor

if TYPE_CHECKING:
    from core.models import Letter


@dataclass(frozen=True)
class Panel:
    """A part of a record's page: a heading, and a template with its context. Panels stand in `order`."""

    title: str
    template: str
    context: Mapping[str, Any]
    order: int = 100


@dataclass(frozen=True)
class Consequence:
    """One thing that will follow from a change, as a sentence in the reader's language."""

    sentence: str
    tone: str = "info"


@dataclass(frozen=True)
class Proposal:
    """A change somebody is about to make to a record: what consequences are asked about.

    `on` is the day it is to hold from, `today` the day it is made on (None: the same day).
    """

    record: Model
    field: str
    old: str
    new: str
    on: dt.date
    today: dt.date | None = None


class ApprovalAfter(StrEnum):
    """What a change of a record's stage or state means for its approval."""

    STARTS = "starts"
    GOES_ON = "goes_on"
    ENDS = "ends"


@dataclass(frozen=True)
class ApprovalMatter:
    """What approvals ask of one record as it stands.

    `sides`: ids of the institutions whose approval is wanted, in order; None stands for the responsible office's own.
    `is_pending`: it is at a stage in which approval is asked for. `is_live`: a change of its substance now undoes
    decisions. `facts` are what conditions of steps may speak of, "kind" among them (docs/approvals.md lists them): each
    belongs to the substance, so that nobody makes a step vanish without being seen to have edited the record.
    `is_restricted`: few may see it, so each decision on it is taken by itself.
    """

    sides: tuple[int | None, ...]
    is_pending: bool
    is_live: bool
    facts: Mapping[str, str]
    officer_id: int | None = None
    is_restricted: bool = False


@dataclass(frozen=True)
class KnownAct:
    """An act in a record's ledger that holds now, as steps that are completed by acts see it.

    `institution_id` is the party's (None: of all parties); `is_received`: the source says when the others received it.
    """

    uid: str
    kind: str
    institution_id: int | None
    is_received: bool
    on: dt.date | None
    label: str


class ApprovalSubjectProvider(Protocol):
    """What approvals need to know of a kind of record that is being approved.

    `is_signed`: such records are signed and enter into force, so that a step can hold up either. `fact_choices`: the
    facts of such records and their values, each with its English label.
    """

    is_signed: bool
    fact_choices: Mapping[str, Mapping[str, str]]

    def matter(self, subject_id: int) -> ApprovalMatter:
        """The record as it stands, for the rules of its approval."""

    def substance(self, subject_id: int) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """What of the record is approved, as `approvals.substances.Substance` describes it: content and names."""

    def substance_lines(self, content: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """A substance in words of the active language: lines of key, label and text."""

    def acts(self, subject_id: int) -> list[KnownAct]:
        """The acts that hold, oldest first; none for records without a ledger."""

    def path_to_record_act(self, subject_id: int, *, kinds: Collection[str], side: int | None) -> str:
        """Where an act of one of these kinds is recorded, on the side of an institution (None: whosever it is).

        "" for records without a ledger.
        """

    def visible(self, user: Any) -> QuerySet[Any]:
        """Ids of the approval subjects whose record the person may see (a sub-query)."""

    def kept_by(self, user: Any) -> QuerySet[Any]:
        """Ids of the approval subjects whose record the person is in charge of (a sub-query)."""

    def touch(self, *, by: Actor, subject_id: int) -> None:
        """Lock the record and give it its next version, because an approval of it changes."""

    def describe(self, subject_ids: Iterable[int]) -> dict[int, SubjectDescription]:
        """How to name and reach each record, in one query. The caller has already applied `visible`."""

    def awaiting(self) -> QuerySet[Any]:
        """The records on which a decision is still wanted, whoever may see them: for planning reminders only.

        They are annotated with `is_confined`, see `DeadlineSource`.
        """

    def approval_after(self, proposal: Proposal) -> ApprovalAfter:
        """What the change would mean for the approval of the proposal's record."""


@dataclass(frozen=True)
class SubjectDescription:
    """A record as others show it: its reference, its name and the path of its page."""

    reference: str
    name: str
    path: str


@dataclass(frozen=True)
class KeptDocument:
    """A document a record holds: its id, its title, and where those who see the record download it."""

    uid: str
    title: str
    path: str


class EvidenceKeeper(Protocol):
    """Keeps files that prove what was decided on records of one kind, as documents of the record."""

    def keep(self, *, by: Actor, subject_id: int, file: File[Any], title: str) -> AbstractContextManager[uuid.UUID]:
        """Keep the file for the block that records what it proves, in one transaction with it, and give the id of its
        document; a block that fails leaves no file. The caller has checked who may. Must not run inside a transaction.

        Raises `InvalidInput` (`file`), `TooLarge`, `StorageFull`.
        """

    def documents(self, subject_id: int) -> list[KeptDocument]:
        """What the record holds. The caller has already checked that the reader sees the record."""


RecordKey = tuple[str, int]


class DeadlineSource(Protocol):
    """A kind of date by which somebody must act: seen by whoever sees its record (`Registries.visible_records`).

    `label` names it in the reader's language.
    """

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> Any: ...

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """Every such date up to `until`, of one record where one is named; overdue ones stay in it until resolved.

        An item has one date. Of dates that come again and again, the one that stands on `today` (in UTC) is meant.

        The `.values_list` has exactly `DEADLINE_COLUMNS`, in that order: item_id (int, the row the date belongs to),
        record_type (str) and record_id (int) of the record people open, due_on (date), office_id (int),
        responsible_id (int or null, a user), is_confined (bool: not everyone in an office may see the record, so
        that each person must be asked about). It must be usable as a sub-query, and filtered by `pk`.
        """

    def describe(self, item_ids: Iterable[int], user: Any) -> dict[int, DeadlineDescription]:
        """Each item for one reader, in a fixed number of queries, leaving out what they may not see."""

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """The dates of this kind that will stand on the proposal's record once the change is made."""


DEADLINE_COLUMNS = ("item_id", "record_type", "record_id", "due_on", "office_id", "responsible_id", "is_confined")


@dataclass(frozen=True)
class DeadlineDescription:
    """A deadline for its reader: which record, what must be done, what happens otherwise, and where."""

    reference: str
    name: str
    what: str
    otherwise: str
    path: str


@dataclass(frozen=True)
class Written:
    """A letter as it goes out: one address, its reader's language, and what it says as text and as HTML."""

    to: str
    language: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


class LetterWriter(Protocol):
    """Says what letters of one kind say, at the moment they are sent."""

    def write(self, letters: Sequence[Letter]) -> Mapping[int, Written]:
        """The letters by their `pk`, in a fixed number of queries; their `recipient` is read already.

        Looks again who may see what: a letter that is left out is cancelled. May be asked twice about a letter.
        """


Asked = tuple[int, int, dt.date]  # an item of a deadline, a person's id, the day by which they are to act


class LettersAsking(Protocol):
    """Whether letters ask people for what reminders of a kind of deadline would tell them as well."""

    def __call__(self, asked: Collection[Asked], *, now: dt.datetime) -> Mapping[Asked, dt.datetime | None]:
        """When each was asked by a letter; None while one is on its way; left out where there is none."""


@dataclass
class Registries:
    """All registries of the running process.

    `visible_records`: for each type of record that deadlines belong to, ids of the records a person may see (a
    sub-query).
    `letters_asking`: by kind of deadline, for those of which letters ask as well.
    """

    record_panels: dict[str, list[Callable[[Any, Any], Panel | None]]] = field(default_factory=dict)
    consequences: list[Callable[[Proposal, Any], Iterable[Consequence]]] = field(default_factory=list)
    approval_subjects: dict[str, ApprovalSubjectProvider] = field(default_factory=dict)
    evidence_keepers: dict[str, EvidenceKeeper] = field(default_factory=dict)
    deadline_sources: dict[str, DeadlineSource] = field(default_factory=dict)
    visible_records: dict[str, Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)
    outbox_handlers: dict[str, list[Callable[[Mapping[str, Any]], None]]] = field(default_factory=dict)
    letter_writers: dict[str, LetterWriter] = field(default_factory=dict)
    letters_asking: dict[str, LettersAsking] = field(default_factory=dict)

    def add_panel(self, record_type: str, provider: Callable[[Any, Any], Panel | None]) -> None:
        """Show a panel on every page of a type of record, such as "agreement"."""
        self.record_panels.setdefault(record_type, []).append(provider)

    def panels_for(self, record_type: str, record: Model, viewer: Any) -> list[Panel]:
        """The panels of one record for one viewer, in order."""
        panels = (provider(record, viewer) for provider in self.record_panels.get(record_type, ()))
        return sorted((panel for panel in panels if panel), key=lambda panel: panel.order)

    def consequences_of(self, proposal: Proposal, viewer: Any) -> list[Consequence]:
        """What every app says will follow from a change."""
        return [each for provider in self.consequences for each in provider(proposal, viewer)]

    def records_seen(self, record_type: str, ids: Collection[int], user: Any) -> set[int]:
        """Which of these records a person may see; none of a type that no app here brings."""
        visible = self.visible_records.get(record_type)
        return set(visible(user).filter(pk__in=ids).values_list("pk", flat=True)) if visible else set()

    def add_outbox_handler(self, topic: str, handler: Callable[[Mapping[str, Any]], None]) -> None:
        """Call `handler(payload)` for each outbox event of a topic; it must be harmless when called twice."""
        self.outbox_handlers.setdefault(topic, []).append(handler)


registries = Registries()
