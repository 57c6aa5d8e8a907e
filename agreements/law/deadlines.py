"""Dates to act by within a horizon, each with its working. Cycles are counted from their anchor for as far as asked."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from dateutil.rrule import rrulestr

from agreements.act_kinds import ActKind
from agreements.law.calendar import DAY, BeyondCalendar, Length, after, before, exactly
from agreements.law.citations import vclt
from agreements.law.clauses import ClauseKind, Denunciation, DenunciationMode, Notice, Reporting
from agreements.law.entry import GeneralEntry
from agreements.law.instrument import Clause
from agreements.law.ledger import Ledger
from agreements.law.periods import at
from agreements.law.reservations import OBJECTION, answers_of
from agreements.law.results import Deadline, DeadlineKind, Line, PartyName, Period, Place
from agreements.law.statuses import BINDS, ForceStatus
from agreements.law.term import Run, Term

Horizon = tuple[dt.date, dt.date]
# More than anybody can act on: an absurd horizon over a daily duty ends here.
MOST = 2_000


def deadlines_of(
    ledger: Ledger, general: GeneralEntry, term: Term, periods: list[Period], horizon: Horizon
) -> list[Deadline]:
    """Every deadline of the agreement from the horizon's first day to its last, in order."""
    whole = [period for period in periods if period.party is None]
    found = [
        *single_deadlines(ledger, general, periods),
        *_cycles(ledger, term, whole, horizon),
        *_reports(ledger, general, whole, horizon),
    ]
    inside = [each for each in found if horizon[0] <= each.on <= horizon[1]]
    return sorted(inside, key=lambda each: (each.on, each.kind, each.party or ""))[:MOST]


def single_deadlines(ledger: Ledger, general: GeneralEntry, periods: list[Period]) -> list[Deadline]:
    """Those that come once, whatever the horizon."""
    return [*_entry(general), *_notices(periods), *_denunciation(ledger, general, periods), *_objections(ledger)]


def _entry(general: GeneralEntry) -> Iterator[Deadline]:
    if general.when and general.when.day:
        yield Deadline(DeadlineKind.ENTRY_INTO_FORCE, general.when.day, general.working)


def _cycles(ledger: Ledger, term: Term, whole: list[Period], horizon: Horizon) -> Iterator[Deadline]:
    """For each end of a term on which the agreement still binds: the notice window, and the end or renewal itself."""
    for number, run in enumerate(term.runs):
        if run.first is None or not run.anchor.is_exact:
            continue
        follower = term.runs[number + 1].start.first if number + 1 < len(term.runs) else None
        for cycle in _cycles_within(run, horizon):
            last = run.last_day(cycle)
            if last == dt.date.max or (follower and last >= follower) or at(whole, last).status not in BINDS:
                break
            yield from _of_cycle(ledger, run, cycle, last)


def _cycles_within(run: Run, horizon: Horizon) -> Iterator[int]:
    """The cycles whose end, or the notice for it, may fall in the horizon."""
    final = run.final_cycle
    # A renewal falls on the day after its cycle's last.
    cycle = run.first_cycle_ending(horizon[0] - DAY if horizon[0] > dt.date.min else horizon[0])
    for _ in range(MOST):
        if final is not None and cycle > final:
            return
        yield cycle
        if run.last_day(cycle) > _reach(horizon[1]):
            return
        cycle += 1


def _reach(day: dt.date) -> dt.date:
    """Notices may be due long before an end that lies beyond the horizon."""
    try:
        return after(day, Length(years=10))
    except BeyondCalendar:
        return dt.date.max


def _of_cycle(ledger: Ledger, run: Run, cycle: int, last: dt.date) -> Iterator[Deadline]:
    is_final = run.final_cycle is not None and cycle == run.final_cycle
    places = {"last": last, "cycle": cycle}
    if is_final:
        yield Deadline(DeadlineKind.TERM_END, last, (Line("deadline_term_end", places), *run.working))
        return
    if last != dt.date.max:
        yield Deadline(DeadlineKind.RENEWAL, last + DAY, (Line("deadline_renewal", places), *run.working))
    clause = ledger.clause(ClauseKind.NOTICE, last)
    if clause and isinstance(clause.terms, Notice):
        yield from _window(clause, clause.terms, last)


def _window(clause: Clause, terms: Notice, last: dt.date) -> Iterator[Deadline]:
    for kind, length in ((DeadlineKind.NOTICE_CLOSES, terms.length), (DeadlineKind.NOTICE_OPENS, terms.opens)):
        if length is None:
            continue
        try:
            on = before(last, length)
        except BeyondCalendar:
            continue
        line = Line(f"deadline_{kind}", {"on": on, "last": last, "length": length}, source=clause.article)
        yield Deadline(kind, on, (line,))


def _notices(periods: list[Period]) -> Iterator[Deadline]:
    for period in periods:
        if period.party and period.end and period.status is ForceStatus.NOTICE_GIVEN:
            yield Deadline(DeadlineKind.NOTICE_TAKES_EFFECT, period.end, period.working, period.party)


def _denunciation(ledger: Ledger, general: GeneralEntry, periods: list[Period]) -> Iterator[Deadline]:
    clause = ledger.clause(ClauseKind.DENUNCIATION, general.when.first if general.when else None)
    terms = clause.terms if clause else None
    if clause is None or not isinstance(terms, Denunciation) or terms.mode is not DenunciationMode.ALLOWED:
        return
    if terms.not_before and terms.not_before_by_party:
        for party in dict.fromkeys(period.party for period in periods if period.party):
            own = [period for period in periods if period.party == party]
            for bound in _known_beginnings(own):
                yield from _possible(clause, terms.not_before, bound, own, party)
    elif terms.not_before and general.when and general.when.day:
        whole = [period for period in periods if period.party is None]
        yield from _possible(clause, terms.not_before, general.when.day, whole)


def _known_beginnings(periods: list[Period]) -> Iterator[dt.date]:
    """The days on which a party became bound, where they are known exactly."""
    for earlier, period in itertools.pairwise(periods):
        if period.start and period.status in BINDS and earlier.status not in (*BINDS, ForceStatus.UNDETERMINED):
            yield period.start


def _possible(
    clause: Clause, wait: Length, since: dt.date, periods: list[Period], party: str | None = None
) -> Iterator[Deadline]:
    on = exactly(since).moved(lambda day: after(day, wait)).first
    if on and on != dt.date.max and at(periods, on).status in BINDS:
        code = "deadline_denunciation_by_party" if party else "deadline_denunciation_possible"
        places: dict[str, Place] = {"on": on, "length": wait, **({"party": PartyName(party)} if party else {})}
        yield Deadline(DeadlineKind.DENUNCIATION_POSSIBLE, on, (Line(code, places, source=clause.article),), party)


def _reports(ledger: Ledger, general: GeneralEntry, whole: list[Period], horizon: Horizon) -> Iterator[Deadline]:
    """Occurrences of each duty while the agreement binds, for each party it names (none: once, for all)."""
    for clause, until in ledger.duties():
        terms = clause.terms
        start = terms.starts or (general.when.day if general.when else None) if isinstance(terms, Reporting) else None
        if not isinstance(terms, Reporting) or start is None:
            continue
        line = Line("deadline_report", {"title": terms.title}, source=clause.article)
        for on in _occurrences(terms.rule, start, horizon):
            applies = (clause.applies_from is None or on >= clause.applies_from) and (until is None or on < until)
            if applies and at(whole, on).status in BINDS:
                for party in terms.parties or (None,):
                    yield Deadline(DeadlineKind.REPORT_DUE, on, (line,), party)


def _occurrences(rule: str, start: dt.date, horizon: Horizon) -> Iterator[dt.date]:
    first = dt.datetime.combine(max(horizon[0], start), dt.time())
    begin = dt.datetime.combine(start, dt.time())
    for number, moment in enumerate(rrulestr(rule, dtstart=begin).xafter(first, inc=True)):
        if moment.date() > horizon[1] or number >= MOST:
            return
        yield moment.date()


def _objections(ledger: Ledger) -> Iterator[Deadline]:
    source = vclt("20(5)", ledger.instrument)
    for reservation in ledger.of_kind(ActKind.RESERVATION):
        for answer in answers_of(ledger, reservation):
            if answer.closes and not answer.objection:
                places = {"reserving": PartyName(reservation.party or ""), "party": PartyName(answer.party)}
                line = Line("deadline_objection", {**places, "length": OBJECTION}, (reservation.key,), source)
                yield Deadline(DeadlineKind.OBJECTION_CLOSES, answer.closes, (line,), answer.party)
