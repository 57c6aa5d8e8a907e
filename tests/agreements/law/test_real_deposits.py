"""Three United Nations treaties: entry into force computed from every deposit must be the day history knows."""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import Length, exactly
from agreements.law.clauses import ClauseKind, EntryIntoForce, EntryMode
from agreements.law.engine import determine
from agreements.law.instrument import REGIONAL_ORGANISATION, Act, Clause, Instrument, Party
from agreements.law.results import Determination
from agreements.law.statuses import ForceStatus
from core.dates import PartialDate

DEPOSITS = Path(__file__).resolve().parents[4] / "shared" / "data" / "consent"
pytestmark = pytest.mark.skipif(not DEPOSITS.is_dir(), reason="the real deposits lie beside the project, in ../shared")

MARKS = {
    "": ActKind.RATIFICATION,
    "A": ActKind.ACCEPTANCE,
    "AA": ActKind.APPROVAL,
    "a": ActKind.ACCESSION,
    "d": ActKind.SUCCESSION,
    "c": ActKind.FORMAL_CONFIRMATION,
}


def _deposits(name: str) -> list[tuple[str, ActKind, dt.date]]:
    rows = []
    with (DEPOSITS / name).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            found = re.match(r"^\s*(\d{1,2} \w{3} \d{4})\s*(AA|A|a|d|c)?\s*$", row[2]) if len(row) > 2 else None
            if found:
                when = dt.datetime.strptime(found[1], "%d %b %Y").date()  # noqa: DTZ007 -- a day, not a moment
                rows.append((row[0].strip(), MARKS[found[2] or ""], when))
    return rows


def treaty(name: str, consents: int, **entries: object) -> tuple[Instrument, list[tuple[str, ActKind, dt.date]]]:
    """The treaty of a file of deposits: N + 90 days, 30 days for later parties, regional organisations not counted."""
    rows = _deposits(name)
    parties = tuple(
        Party(party, frozenset({REGIONAL_ORGANISATION}) if party == "European Union" else frozenset())
        for party, _, _ in rows
    )
    acts = tuple(Act(f"{party}", kind, PartialDate(when), party) for party, kind, when in rows)
    terms = EntryIntoForce(
        EntryMode.ON_CONSENTS,
        consents=consents,
        excluded_classes=(REGIONAL_ORGANISATION,),
        delay=Length(days=90),
        later_delay=Length(days=30),
        not_before_agreement="UNTOC" if entries else None,
    )
    clause = Clause("entry", ClauseKind.ENTRY_INTO_FORCE, terms)
    return Instrument(Nature.TREATY, parties, acts, (clause,), other_entries=entries), rows


@cache
def determined(name: str) -> tuple[Determination, list[tuple[str, ActKind, dt.date]]]:
    """The answer for one of the files; the Protocol is not before its Convention."""
    if name == "18-12-c.csv":
        convention = determined("18-12.csv")[0].entry.when
        found, rows = treaty(name, 40, UNTOC=convention)
    else:
        found, rows = treaty(name, 30 if name == "18-14.csv" else 40)
    return determine(found), rows


KNOWN = {
    "18-12.csv": dt.date(2003, 9, 29),
    "18-12-c.csv": dt.date(2005, 7, 3),
    "18-14.csv": dt.date(2005, 12, 14),
}


@pytest.mark.parametrize(("name", "known"), KNOWN.items())
def test_the_treaty_entered_into_force_on_the_day_history_knows(name, known):
    found, _ = determined(name)
    assert found.entry.when == exactly(known)
    assert found.on(known - dt.timedelta(days=1)).status is ForceStatus.NOT_IN_FORCE
    assert found.on(known).status is ForceStatus.IN_FORCE


@pytest.mark.parametrize("name", KNOWN)
def test_each_party_is_bound_from_the_general_date_or_thirty_days_after_its_own_instrument(name):
    found, rows = determined(name)
    general = KNOWN[name]
    for party, kind, when in rows:
        if kind is ActKind.SUCCESSION:
            continue
        own = max(general, when + dt.timedelta(days=30))
        event = general - dt.timedelta(days=90)
        expected = general if when <= event else own
        assert found.entries[party].when == exactly(expected), party
        assert found.on(expected, party).status is ForceStatus.IN_FORCE
        assert found.on(expected - dt.timedelta(days=1), party).status is ForceStatus.NOT_IN_FORCE


def test_a_succession_without_the_date_of_state_succession_is_undetermined():
    found, rows = determined("18-12.csv")
    successors = [party for party, kind, _ in rows if kind is ActKind.SUCCESSION]
    assert successors
    for party in successors:
        assert found.on(dt.date(2003, 9, 28), party).status is ForceStatus.NOT_IN_FORCE
        assert found.on(dt.date(2026, 1, 1), party).status is ForceStatus.UNDETERMINED


def test_the_working_names_the_fortieth_instrument():
    found, _ = determined("18-12.csv")
    line = found.on(dt.date(2010, 1, 1)).working[0]
    assert line.code == "in_force_delay"
    assert line.places["event"].places["number"] == 40
    assert line.places["event"].places["on"] == exactly(dt.date(2003, 7, 1))


def test_the_protocol_waits_for_its_convention():
    late = exactly(dt.date(2006, 1, 1))
    found, _ = treaty("18-12-c.csv", 40, UNTOC=late)
    assert determine(found).entry.when == late
    never, _ = treaty("18-12-c.csv", 40, UNTOC=None)
    assert determine(never).entry.when is None
