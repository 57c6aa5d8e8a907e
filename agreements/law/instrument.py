"""What the law is applied to: an agreement's parties, acts and clauses as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import Span
from agreements.law.clauses import ClauseKind, Terms
from core.dates import PartialDate

# A class of party that an agreement may leave out of its count of consents.
REGIONAL_ORGANISATION = "regional_organisation"


@dataclass(frozen=True)
class Party:
    """One that is, or may become, bound. `key` is any stable identifier; `classes` are what clauses count by.

    `is_organisation`: an international organisation, so that the convention of 1986 is cited. `is_negotiating`: it
    took part in drawing up the text, so that its consent is awaited (VCLT 24(2)); one that accedes did not.
    """

    key: str
    classes: frozenset[str] = frozenset()
    is_organisation: bool = False
    is_negotiating: bool = True


@dataclass(frozen=True)
class Act:
    """An authoritative entry of the ledger. `party` None: an act of all parties.

    `refers_to` is the act it answers: the notice that is withdrawn, the reservation objected to.
    """

    key: str
    kind: ActKind
    on: PartialDate
    party: str | None = None
    effective_on: dt.date | None = None
    received_on: dt.date | None = None
    refers_to: str | None = None


@dataclass(frozen=True)
class Clause:
    """A clause as it stood from a day on (None: from the beginning). `terms` None: an amendment repealed it.

    Of the clauses of one kind the one with the latest `applies_from` not after a day holds on it. Of duties of
    reporting there may be many: `duty` is the title that tells them apart.
    """

    key: str
    kind: ClauseKind
    terms: Terms | None
    applies_from: dt.date | None = None
    article: str = ""
    duty: str = ""


@dataclass(frozen=True)
class Supersession:
    """A later agreement that takes this one's place (VCLT 59): when it enters into force for each of these parties.

    Parties that are not in the mapping stay bound among themselves (30(4)). None: it is not in force for that party.
    """

    reference: str
    from_: Mapping[str, Span | None]


@dataclass(frozen=True)
class Instrument:
    """An agreement before the law.

    `other_entries`: for each reference a clause makes a condition, when that agreement entered into force (None: it
    did not). `is_signed_without_dates`: the procedure has passed signature, but the ledger holds no act of it.
    """

    nature: Nature
    parties: tuple[Party, ...]
    acts: tuple[Act, ...] = ()
    clauses: tuple[Clause, ...] = ()
    other_entries: Mapping[str, Span | None] = field(default_factory=dict)
    supersessions: tuple[Supersession, ...] = ()
    is_signed_without_dates: bool = False
