"""What the law says of an agreement, as answered: periods, entry into force, deadlines, each with its working."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, TypedDict

from agreements.api.force_fields import ForceThen, force_then
from agreements.api.parties import party_link
from agreements.law.calendar import Span
from agreements.law.engine import Horizon
from agreements.law.results import Deadline, DeadlineKind, Determination, Entry, Label, Line, Period
from agreements.models import AgreementParty
from agreements.wording import say_line
from approvals.api.representations import PartyLink
from core.sentences import gettext_noop

ANOTHER = gettext_noop("another agreement")


class WorkingLine(TypedDict):
    """One line of working."""

    code: Annotated[str, "The rule, stable across languages."]
    sentence: Annotated[str, "The line in the caller's language."]
    acts: Annotated[list[str], "The ids of the acts it rests on."]
    source: Annotated[str, "The article of the agreement, or of the law of treaties, it follows from."]


class PeriodItem(ForceThen):
    """A status from one day to another, of a party or of the agreement as a whole."""

    party: Annotated[PartyLink | None, "Null for the agreement as a whole."]
    working: list[WorkingLine]


class EntryItem(TypedDict):
    """Entry into force. All dates are null while a condition is not met, or where nothing can be said."""

    date: Annotated[dt.date | None, "The day, where it is known exactly."]
    earliest: Annotated[dt.date | None, "The earliest day it can be."]
    latest: Annotated[dt.date | None, "The latest day it can be."]
    is_met: Annotated[bool, "Whether its conditions are met, though the day may not be known."]
    working: list[WorkingLine]


class DeadlineItem(TypedDict):
    """A date to act by."""

    kind: DeadlineKind
    date: dt.date
    party: Annotated[PartyLink | None, "Null where it concerns all."]
    working: list[WorkingLine]


class PartyForce(ForceThen):
    """Force for one party."""

    party: PartyLink
    entry_into_force: EntryItem
    periods: list[PeriodItem]


class ForceItem(ForceThen):
    """Whether, since when and why an agreement is in force: computed from its acts and clauses."""

    agreement: Annotated[str, "Its reference."]
    as_of: Annotated[dt.date, "The day that force is told of."]
    known_at: Annotated[dt.datetime | None, "What the register knew at this moment; null for what it knows now."]
    entry_into_force: EntryItem
    periods: Annotated[list[PeriodItem], "Of the whole, from since ever to without end, without gap or overlap."]
    parties: Annotated[list[PartyForce], "The same for each party."]
    missing: Annotated[list[WorkingLine], "What would have to be known or done."]
    findings: Annotated[list[WorkingLine], "What does not agree, or needs legal advice."]
    horizon_from: dt.date
    horizon_until: dt.date
    deadlines: Annotated[list[DeadlineItem], "The dates to act by from `horizon_from` to `horizon_until`."]


@dataclass(frozen=True)
class Question:
    """What is asked of an agreement: as of which day, known when, with the deadlines of which days."""

    as_of: dt.date
    known_at: dt.datetime | None
    horizon: Horizon


@dataclass(frozen=True)
class Writer:
    """Writes results for one agreement; `parties` are its rows by the engine's key.

    `seen`: the references of other agreements that the reader may see; others are not named.
    """

    parties: Mapping[str, AgreementParty]
    seen: Collection[str] = ()

    def force(self, reference: str, found: Determination, asked: Question) -> ForceItem:
        """All of it."""
        return {
            "agreement": reference,
            "as_of": asked.as_of,
            "known_at": asked.known_at,
            **_then(found, asked.as_of, None),
            "entry_into_force": self._entry(found.entry),
            "periods": [self._period(each) for each in found.of(None)],
            "parties": [self._party(key, found, asked.as_of) for key in self.parties if found.of(key)],
            "missing": self._lines(found.missing),
            "findings": self._lines(found.findings),
            "horizon_from": asked.horizon[0],
            "horizon_until": asked.horizon[1],
            "deadlines": [self._deadline(each) for each in found.deadlines],
        }

    def _party(self, key: str, found: Determination, as_of: dt.date) -> PartyForce:
        link = party_link(self.parties[key])
        assert link is not None  # noqa: S101  # a row has a link
        return {
            "party": link,
            **_then(found, as_of, key),
            "entry_into_force": self._entry(found.entries.get(key, Entry(None, ()))),
            "periods": [self._period(each) for each in found.of(key)],
        }

    def _period(self, period: Period) -> PeriodItem:
        return {
            **force_then(period.status, period.start, period.end),
            "party": self._link(period.party),
            "working": self._lines(period.working),
        }

    def _entry(self, entry: Entry) -> EntryItem:
        when = entry.when or Span(None, None)
        return {
            "date": when.day,
            "earliest": when.first,
            "latest": when.last,
            "is_met": entry.when is not None,
            "working": self._lines(entry.working),
        }

    def _deadline(self, deadline: Deadline) -> DeadlineItem:
        return {
            "kind": deadline.kind,
            "date": deadline.on,
            "party": self._link(deadline.party),
            "working": self._lines(deadline.working),
        }

    def _link(self, key: str | None) -> PartyLink | None:
        return party_link(self.parties.get(key)) if key else None

    @cached_property
    def _names(self) -> dict[str, str]:
        return {key: row.institution.name for key, row in self.parties.items()}

    def _discreet(self, line: Line) -> Line:
        if line.places.get("reference") in {None, *self.seen}:
            return line
        return replace(line, places={**line.places, "reference": Label(ANOTHER)})

    def _lines(self, lines: Iterable[Line]) -> list[WorkingLine]:
        return [
            {
                "code": line.code,
                "sentence": say_line(self._discreet(line), self._names),
                "acts": list(line.acts),
                "source": line.source,
            }
            for line in lines
        ]


def named_in(found: Determination) -> set[str]:
    """The references of other agreements that the working names."""
    workings = (
        found.missing, found.findings, found.entry.working, *(entry.working for entry in found.entries.values()),
        *(period.working for period in found.periods), *(deadline.working for deadline in found.deadlines),
    )  # fmt: skip
    return {str(line.places["reference"]) for working in workings for line in working if "reference" in line.places}


def _then(found: Determination, as_of: dt.date, party: str | None) -> ForceThen:
    period = found.on(as_of, party)
    return force_then(period.status, period.start, period.end)
