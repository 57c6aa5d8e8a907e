"""Clauses: an agreement's own rules as data. Each field's meaning is said here once; docs and forms read it.

Lengths are `calendar.Length`, days `datetime.date`. What combinations hold is in `clause_rules.py`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from agreements.act_kinds import ActKind
from agreements.law.calendar import NO_TIME, Length


class ClauseKind(StrEnum):
    """What a clause settles."""

    ENTRY_INTO_FORCE = "entry_into_force"
    PROVISIONAL_APPLICATION = "provisional_application"
    DURATION = "duration"
    RENEWAL = "renewal"
    NOTICE = "notice"
    DENUNCIATION = "denunciation"
    REPORTING = "reporting"


class EntryMode(StrEnum):
    """The event from which entry into force is counted."""

    ON_SIGNATURE = "on_signature"
    ON_LAST_SIGNATURE = "on_last_signature"
    ON_EXCHANGE = "on_exchange_of_instruments"
    ON_LAST_NOTIFICATION = "on_last_notification"
    ON_CONSENTS = "on_consents"
    ON_ALL_CONSENTS = "on_all_consents"
    ON_FIXED_DATE = "on_fixed_date"


# Acts that express consent to be bound by an instrument of their own (VCLT 11, 14, 15; 1986: formal confirmation).
INSTRUMENTS = (
    ActKind.RATIFICATION,
    ActKind.ACCEPTANCE,
    ActKind.APPROVAL,
    ActKind.ACCESSION,
    ActKind.FORMAL_CONFIRMATION,
)


@dataclass(frozen=True)
class Quota:
    """Of the consents counted, at least so many by parties of a class."""

    of_class: str
    at_least: int


@dataclass(frozen=True)
class EntryIntoForce:
    """When the agreement enters into force, and when for a party that consents later.

    `mode` names the event; `delay` runs from it, then `first_of_month` moves on to the first day of the following
    month. `consents` is N of "the Nth consent" (also the condition of a fixed date), `quotas` what must be among
    them, `excluded_classes` whose consents are not counted (regional organisations), `counted_acts` which acts count
    (empty: every instrument of consent). `further_condition` is what the consents must fulfil besides and no act shows
    (a share of emissions or of tonnage), in words; `further_condition_met_on` the day it was, as a source states it:
    the event is the later of the two. `not_before_date` and `not_before_agreement` (a reference) bound the result.

    A later party: `later_delay` after its own consent; None: the day its consent is established (VCLT 24(3)); never
    before the general date. `later_after_entry`: only who consents after entry into force is later, instead of whoever
    does so after the event.
    """

    mode: EntryMode
    consents: int | None = None
    quotas: tuple[Quota, ...] = ()
    excluded_classes: tuple[str, ...] = ()
    counted_acts: tuple[ActKind, ...] = ()
    delay: Length = NO_TIME
    first_of_month: bool = False
    further_condition: str | None = None
    further_condition_met_on: dt.date | None = None
    fixed_date: dt.date | None = None
    not_before_date: dt.date | None = None
    not_before_agreement: str | None = None
    later_after_entry: bool = False
    later_delay: Length | None = None
    later_first_of_month: bool = False


class ProvisionalStart(StrEnum):
    """The event provisional application begins with (VCLT 25)."""

    OWN_SIGNATURE = "own_signature"
    LAST_SIGNATURE = "last_signature"
    FIXED_DATE = "fixed_date"
    ACT = "act"


@dataclass(frozen=True)
class ProvisionalApplication:
    """From when the agreement is applied before it is in force. `act`: each act of provisional application says."""

    start: ProvisionalStart
    fixed_date: dt.date | None = None


class DurationMode(StrEnum):
    """How long the agreement is to last."""

    INDEFINITE = "indefinite"
    UNTIL = "until"
    PERIOD = "period"


@dataclass(frozen=True)
class Duration:
    """The first term: `until` is its last day, `length` runs from entry into force."""

    mode: DurationMode
    until: dt.date | None = None
    length: Length | None = None


class RenewalMode(StrEnum):
    """What happens when the term ends."""

    NONE = "none"
    TACIT = "tacit"
    EXPRESS = "express"


@dataclass(frozen=True)
class Renewal:
    """Renewal for `length` (None: as long as the first term), any number of times or `at_most` so many."""

    mode: RenewalMode
    length: Length | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Notice:
    """Notice of non-renewal must be received at least `length` before the last day of the term.

    `opens`: not earlier than that long before it.
    """

    length: Length
    opens: Length | None = None


class DenunciationMode(StrEnum):
    """Whether a party may leave by notice."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class Denunciation:
    """Leaving by notice: it takes effect `notice` after receipt (VCLT 78), or as said.

    `first_of_month`: on the first day of the following month; `at_end_of_term`: at the end of the running term only;
    `not_before`: no notice may be given until that long after entry into force; `not_before_by_party`: after that for
    the party itself.
    """

    mode: DenunciationMode
    notice: Length = NO_TIME
    first_of_month: bool = False
    at_end_of_term: bool = False
    not_before: Length | None = None
    not_before_by_party: bool = False


@dataclass(frozen=True)
class Reporting:
    """A recurring duty: `rule` is an RFC 5545 RRULE, counted from `starts` (None: entry into force).

    `parties` are the keys of those it binds; empty: all of them.
    """

    title: str
    rule: str
    starts: dt.date | None = None
    parties: tuple[str, ...] = ()


Terms = EntryIntoForce | ProvisionalApplication | Duration | Renewal | Notice | Denunciation | Reporting

TERMS_OF: dict[ClauseKind, type[Terms]] = {
    ClauseKind.ENTRY_INTO_FORCE: EntryIntoForce,
    ClauseKind.PROVISIONAL_APPLICATION: ProvisionalApplication,
    ClauseKind.DURATION: Duration,
    ClauseKind.RENEWAL: Renewal,
    ClauseKind.NOTICE: Notice,
    ClauseKind.DENUNCIATION: Denunciation,
    ClauseKind.REPORTING: Reporting,
}
