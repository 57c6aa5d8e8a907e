"""The way in: from an instrument to everything the law says of it."""

from __future__ import annotations

from collections.abc import Iterable

from agreements.law.bearings import marks_of
from agreements.law.bonds import Bond, bonds_of, status_on
from agreements.law.comparing import differing_terminations
from agreements.law.deadlines import Horizon, deadlines_of
from agreements.law.entry import GeneralEntry, general_entry
from agreements.law.instrument import Instrument, Party
from agreements.law.ledger import Ledger
from agreements.law.notices import Leaver
from agreements.law.periods import periods_of
from agreements.law.reservations import reservation_lines
from agreements.law.results import Determination, Entry, Line, Period
from agreements.law.term import Term, term_of
from agreements.law.whole import Whole, ended_with

# Stands for all parties together: only acts of all of them are its acts.
_EVERYBODY = Party("")


def determine(instrument: Instrument, *, horizon: Horizon | None = None) -> Determination:
    """Force periods, deadlines within `horizon` (both days inclusive; None: no deadlines), what is missing.

    The same instrument always gives the same answer: nothing here reads a clock.
    """
    ledger = Ledger(instrument)
    general = general_entry(ledger)
    term = term_of(ledger, general.when)
    bonds = {party.key: bonds_of(ledger, party, general, term) for party in instrument.parties}
    parties = {key: _periods(key, of_party) for key, of_party in bonds.items()}
    shared = marks_of(ledger, _EVERYBODY, Leaver(_EVERYBODY.key, general.when, general.when), term=term)
    whole = Whole(general, parties, shared).periods()
    periods = [*whole, *(period for own in parties.values() for period in ended_with(whole, own))]
    return Determination(
        periods=tuple(periods),
        entry=Entry(general.when, general.working),
        entries={key: _entry(of_party) for key, of_party in bonds.items()},
        deadlines=tuple(deadlines_of(ledger, general, term, periods, horizon)) if horizon else (),
        missing=_missing(general, bonds),
        findings=_findings(ledger, general, term, bonds, whole),
    )


def _periods(party: str, bonds: list[Bond]) -> list[Period]:
    points = [point for bond in bonds for point in bond.points]
    return periods_of(party, points, lambda day: status_on(bonds, day))


def _entry(bonds: list[Bond]) -> Entry:
    return Entry(bonds[0].entry.when, bonds[0].entry.working)


def _missing(general: GeneralEntry, bonds: dict[str, list[Bond]]) -> tuple[Line, ...]:
    of_parties = (line for own in bonds.values() for bond in own for line in (*bond.entry.missing, *bond.marks.missing))
    return _once((*general.missing, *of_parties))


def _findings(
    ledger: Ledger, general: GeneralEntry, term: Term, bonds: dict[str, list[Bond]], whole: list[Period]
) -> tuple[Line, ...]:
    of_parties = (line for own in bonds.values() for bond in own for line in bond.marks.findings)
    return _once(
        (
            *general.findings,
            *of_parties,
            *differing_terminations(ledger, term, whole),
            *reservation_lines(ledger),
        )
    )


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Each line once, in order: an act of all parties says the same for each of them."""
    found: list[Line] = []
    seen = set()
    for line in lines:
        mark = (line.code, line.acts, repr(line.places))
        if mark not in seen:
            seen.add(mark)
            found.append(line)
    return tuple(found)
