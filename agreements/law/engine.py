"""The way in: from an instrument to everything the law says of it."""

from __future__ import annotations

from agreements.law.bearings import marks_of
from agreements.law.bonds import Bond, bonds_of, status_on
from agreements.law.comparing import differing_terminations, stated_before_consent, superseded_in_part
from agreements.law.deadlines import Horizon, deadlines_of
from agreements.law.entry import GeneralEntry, general_entry
from agreements.law.instrument import Instrument, Party
from agreements.law.ledger import Ledger
from agreements.law.marks import Marks
from agreements.law.notices import Leaver
from agreements.law.periods import periods_of
from agreements.law.reservations import reservation_lines
from agreements.law.results import Determination, Entry, Line, Period, once
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
    marks = [shared, *(bond.marks for own in bonds.values() for bond in own)]
    whole = Whole(general, parties, shared, Marks().joined(*marks), term.working).periods()
    periods = [*whole, *(period for own in parties.values() for period in ended_with(whole, own))]
    return Determination(
        periods=tuple(periods),
        entry=Entry(general.when, general.working),
        entries={key: _entry(of_party) for key, of_party in bonds.items()},
        deadlines=tuple(deadlines_of(ledger, general, term, periods, horizon)) if horizon else (),
        missing=_missing(general, term, bonds),
        findings=_findings(ledger, general, term, bonds, whole),
    )


def _periods(party: str, bonds: list[Bond]) -> list[Period]:
    points = [point for bond in bonds for point in bond.points]
    return periods_of(party, points, lambda day: status_on(bonds, day))


def _entry(bonds: list[Bond]) -> Entry:
    return Entry(bonds[0].entry.when, bonds[0].entry.working)


def _missing(general: GeneralEntry, term: Term, bonds: dict[str, list[Bond]]) -> tuple[Line, ...]:
    of_parties = (line for own in bonds.values() for bond in own for line in (*bond.entry.missing, *bond.marks.missing))
    uncertain = any(run.first is not None and not run.anchor.is_exact for run in term.runs)
    return once((*general.missing, *of_parties, *term.missing, *([Line("missing_day_of_entry")] if uncertain else [])))


def _findings(
    ledger: Ledger, general: GeneralEntry, term: Term, bonds: dict[str, list[Bond]], whole: list[Period]
) -> tuple[Line, ...]:
    of_parties = (line for own in bonds.values() for bond in own for line in bond.marks.findings)
    return once(
        (
            *general.findings,
            *term.findings,
            *superseded_in_part(ledger),
            *stated_before_consent(ledger, general),
            *of_parties,
            *differing_terminations(ledger, term, whole),
            *reservation_lines(ledger),
        )
    )
