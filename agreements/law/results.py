"""What the law answers: periods with their working, deadlines, what is missing, and what does not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from agreements.law.calendar import Length, Span
from agreements.law.statuses import ForceStatus
from core.sentences import gettext_noop


@dataclass(frozen=True)
class PartyName:
    """A place in a sentence that a party's name fills."""

    key: str


@dataclass(frozen=True)
class Label:
    """A place in a sentence that a translated English source text fills, such as the name of a kind of act."""

    text: str


@dataclass(frozen=True)
class Line:
    """One line of working: a sentence of `sentences.SENTENCES` by its code, what fills its places, the acts it rests
    on (keys), and the legal source: an article of the agreement, or of the VCLT. What fills a place is a `Place`; a
    phrase (a line itself) may."""

    code: str
    places: Mapping[str, Any] = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    source: str = ""


def once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Each line once, in order: an act of all parties says the same for each of them."""
    found: list[Line] = []
    seen = set()
    for line in lines:
        mark = (line.code, line.acts, repr(line.places))
        if mark not in seen:
            seen.add(mark)
            found.append(line)
    return tuple(found)


Place = str | int | dt.date | Length | Span | PartyName | Label | Line


@dataclass(frozen=True)
class Period:
    """A status over `[start, end)`, of a party or (None) of the whole. None: since ever, or without end."""

    party: str | None
    status: ForceStatus
    start: dt.date | None
    end: dt.date | None
    working: tuple[Line, ...]


class DeadlineKind(StrEnum):
    """What a date asks for."""

    ENTRY_INTO_FORCE = "entry_into_force"
    NOTICE_OPENS = "notice_opens"
    NOTICE_CLOSES = "notice_closes"
    RENEWAL = "renewal"
    TERM_END = "term_end"
    NOTICE_TAKES_EFFECT = "notice_takes_effect"
    DENUNCIATION_POSSIBLE = "denunciation_possible"
    REPORT_DUE = "report_due"
    OBJECTION_CLOSES = "objection_closes"


DEADLINE_LABELS = {
    DeadlineKind.ENTRY_INTO_FORCE: gettext_noop("Entry into force expected"),
    DeadlineKind.NOTICE_OPENS: gettext_noop("Notice window opens"),
    DeadlineKind.NOTICE_CLOSES: gettext_noop("Last day for notice of non-renewal to be received"),
    DeadlineKind.RENEWAL: gettext_noop("Renewal"),
    DeadlineKind.TERM_END: gettext_noop("End of the term"),
    DeadlineKind.NOTICE_TAKES_EFFECT: gettext_noop("Notice takes effect"),
    DeadlineKind.DENUNCIATION_POSSIBLE: gettext_noop("Denunciation possible from"),
    DeadlineKind.REPORT_DUE: gettext_noop("Report due"),
    DeadlineKind.OBJECTION_CLOSES: gettext_noop("Last day to object to a reservation"),
}


@dataclass(frozen=True)
class Deadline:
    """A date to act by, with its working. `party` None: it concerns all of them. A term's end is its last day."""

    kind: DeadlineKind
    on: dt.date
    working: tuple[Line, ...]
    party: str | None = None


@dataclass(frozen=True)
class Entry:
    """Entry into force, of the whole or of a party: when, or None while a condition is unmet."""

    when: Span | None
    working: tuple[Line, ...]


@dataclass(frozen=True)
class Determination:
    """Everything the law says of an agreement.

    `periods`: for the whole (first) and each party, in order, without gap or overlap, from since ever to without
    end. `missing`: what would have to be known or done. `findings`: what does not agree (a stated date and the
    computed one) or needs legal advice.
    """

    periods: tuple[Period, ...]
    entry: Entry
    entries: Mapping[str, Entry]
    deadlines: tuple[Deadline, ...]
    missing: tuple[Line, ...]
    findings: tuple[Line, ...]

    def of(self, party: str | None) -> list[Period]:
        """The periods of one party, or (None) of the whole."""
        return [period for period in self.periods if period.party == party]

    def on(self, day: dt.date, party: str | None = None) -> Period:
        """The period a day lies in."""
        return next(
            period
            for period in self.of(party)
            if (period.start is None or period.start <= day) and (period.end is None or day < period.end)
        )
