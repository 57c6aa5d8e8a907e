"""How long the agreement runs: its terms, renewals and their ends, each computed from its anchor.

A run starts at an anchor (entry into force, the last day the agreement fixes, an express renewal, an amended term) and
holds the cycles counted from it. Two runs with a gap between them: the agreement expired and was revived.
"""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass, replace

from agreements.law.calendar import (
    DAY,
    NO_TIME,
    BeyondCalendar,
    Length,
    Span,
    before,
    cycle_end,
    exactly,
)
from agreements.law.clauses import ClauseKind, Duration, DurationMode, Renewal, RenewalMode
from agreements.law.express import ExpressRenewal, express_renewals
from agreements.law.instrument import Clause
from agreements.law.ledger import Ledger
from agreements.law.results import Line

# No agreement is renewed more often than daily from 1600 to 9999.
_MOST_CYCLES = 3_100_000


@dataclass(frozen=True)
class Run:
    """Cycles counted from one anchor. `first` None: without end. `renewal` None: no tacit renewal.

    `anchor_is_last_day`: the anchor is the last day of the first term itself (a fixed end), not the day it begins.
    """

    start: Span
    anchor: Span
    first: Length | None
    anchor_is_last_day: bool = False
    renewal: Length | None = None
    at_most: int | None = None
    working: tuple[Line, ...] = ()
    is_express: bool = False

    @property
    def final_cycle(self) -> int | None:
        """The number of the last cycle; None: there is none, because renewal is unlimited."""
        return 0 if self.renewal is None else self.at_most

    def last_day(self, number: int, anchor: dt.date | None = None) -> dt.date:
        """The last day of a cycle, from the anchor's day (or the given one); at most the calendar's last."""
        anchor = anchor or self.anchor.first or dt.date.max
        try:
            end = cycle_end(anchor, first=self.first or NO_TIME, renewal=self.renewal or NO_TIME, number=number)
        except BeyondCalendar:
            return dt.date.max
        return end if self.anchor_is_last_day else end - DAY

    def end(self) -> Span | None:
        """The first day after the run (None: it has no end, or none within the calendar)."""
        final = self.final_cycle
        if self.first is None or final is None or self.last_day(final) == dt.date.max:
            return None
        return self.anchor.moved(lambda day: _next(self.last_day(final, day)))

    def cycle_on(self, day: dt.date) -> int:
        """The number of the cycle a day lies in (after the last one: the one it would be)."""
        return self.first_cycle_ending(day)

    def first_cycle_ending(self, not_before: dt.date, notice: Length = NO_TIME) -> int:
        """The first cycle whose last day, less the notice, is not before a day."""
        cycles = range((self.final_cycle if self.final_cycle is not None else _MOST_CYCLES) + 1)
        return bisect.bisect_left(cycles, not_before, key=lambda number: self.notice_closes(number, notice))

    def notice_closes(self, number: int, notice: Length) -> dt.date:
        """The last day on which notice before the end of a cycle is received in time."""
        last = self.last_day(number)
        try:
            return before(last, notice) if notice and last != dt.date.max else last
        except BeyondCalendar:
            return dt.date.min


@dataclass(frozen=True)
class Term:
    """The runs of an agreement, and the stretches `[start, end)` they cover, with the working of each end."""

    runs: tuple[Run, ...]
    stretches: tuple[tuple[Span, Span | None], ...]
    findings: tuple[Line, ...] = ()
    missing: tuple[Line, ...] = ()

    @property
    def working(self) -> tuple[Line, ...]:
        """What was agreed on how long it lasts, run after run."""
        return tuple(
            line
            for number, run in enumerate(self.runs)
            for line in run.working
            if not (number and line in self.runs[number - 1].working)
        )

    def run_on(self, day: dt.date) -> Run | None:
        """The run that counts on a day: the last to begin by then."""
        begun = [run for run in self.runs if (run.start.first or dt.date.min) <= day]
        return begun[-1] if begun else None

    def end_after(self, received: Span, notice: Length) -> Span | None:
        """The first day out after a notice to end with the running term, where it must come `notice` before.

        None: there is no tacit renewal to prevent, or the term ends anyway.
        """
        run = self.run_on(received.first or dt.date.min)
        if run is None or run.first is None or run.renewal is None:
            return None
        if not run.anchor.is_exact:
            return _end_for_uncertain(run, received, notice)
        first = _end_for(run, received.first or dt.date.min, notice)
        if first is None:
            return None
        if received.last is None:
            return Span(first, None)
        last = _end_for(run, received.last, notice)
        return Span(first, last)


def _end_for(run: Run, received: dt.date, notice: Length) -> dt.date | None:
    number = run.first_cycle_ending(received, notice)
    final = run.final_cycle
    return None if final is not None and number > final else _next(run.last_day(number))


def _end_for_uncertain(run: Run, received: Span, notice: Length) -> Span:
    """The end where the anchor is known only between two days: bounds that hold for every day it may be."""
    if run.anchor.last is None or received.day is None:
        return Span(received.first, None)
    earliest, latest_ = (replace(run, anchor=exactly(day)) for day in (run.anchor.first, run.anchor.last) if day)
    first, last = _end_for(earliest, received.day, notice), _end_for(latest_, received.day, notice)
    if first is None or last is None:
        return Span(received.first, None)
    if earliest.first_cycle_ending(received.day, notice) == latest_.first_cycle_ending(received.day, notice):
        return Span(first, last)
    number = earliest.first_cycle_ending(received.day, notice)
    return Span(_next(received.day), _next(latest_.last_day(number)))


def _next(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + DAY


def term_of(ledger: Ledger, entry: Span | None) -> Term:
    """The terms of an agreement that entered into force on a day (None: it did not, so it has none)."""
    if entry is None:
        return Term((), ())
    began = entry.first or dt.date.min
    runs = [_run_from(ledger, entry, ledger.clause(ClauseKind.DURATION, began))]
    renewals, missing = express_renewals(ledger)
    findings: list[Line] = []
    for day, source in _turns(ledger, began, renewals):
        finding = _objection(ledger, runs, day, source)
        follower = None if finding and isinstance(source, ExpressRenewal) else _turn(ledger, runs[-1], day, source)
        findings += [finding] if finding else []
        runs += [follower] if follower else []
    return Term(tuple(runs), tuple(_stretches(runs)), tuple(findings), tuple(missing) if runs[-1].first else ())


Turn = Clause | ExpressRenewal


def _turns(ledger: Ledger, began: dt.date, renewals: list[ExpressRenewal]) -> list[tuple[dt.date, Turn]]:
    """What sets a new anchor after entry into force, in order: amended terms and express renewals."""
    amended: list[tuple[dt.date, Turn]] = [
        (clause.applies_from, clause)
        for kind in (ClauseKind.DURATION, ClauseKind.RENEWAL)
        for clause in ledger.versions(kind)
        if clause.applies_from and clause.applies_from > began
    ]
    renewed: list[tuple[dt.date, Turn]] = [(each.counts_from, each) for each in renewals if each.counts_from > began]
    return sorted([*amended, *renewed], key=lambda turn: turn[0])


def _turn(ledger: Ledger, run: Run, day: dt.date, source: Turn) -> Run | None:
    if isinstance(source, ExpressRenewal):
        return _expressly_renewed(ledger, run, day, source)
    if source.kind is ClauseKind.DURATION:
        return _run_from(ledger, exactly(day), source if source.terms else None)
    return _newly_renewable(ledger, run, day)


def _objection(ledger: Ledger, runs: list[Run], day: dt.date, source: Turn) -> Line | None:
    """What does not fit: more express renewals than agreed, or a term amended after it had ended."""
    if isinstance(source, ExpressRenewal):
        renewal = _renewal(ledger, day)
        most = renewal.at_most if renewal and renewal.mode is RenewalMode.EXPRESS else None
        if most is not None and sum(run.is_express for run in runs) >= most:
            return Line("renewed_too_often", {"on": source.on, "at_most": most}, source.acts)
        return None
    ended = runs[-1].end()
    if source.kind is ClauseKind.DURATION and ended and ended.last and ended.last < day:
        return Line("amended_after_end", {"end": ended, "from": day}, source=source.article)
    return None


def _run_from(ledger: Ledger, start: Span, clause: Clause | None) -> Run:
    terms = clause.terms if clause else None
    if clause is None or not isinstance(terms, Duration) or terms.mode is DurationMode.INDEFINITE:
        return Run(start, start, None)
    day = start.first or dt.date.min
    renewal = _renewal(ledger, day)
    if terms.until:
        line = Line("term_until", {"until": terms.until}, source=clause.article)
        run = Run(start, exactly(terms.until), NO_TIME, anchor_is_last_day=True, working=(line,))
        whole_term = Length(days=(terms.until - day).days + 1) if day < terms.until else Length(years=1)
        return _renewable(ledger, run, renewal, whole_term, day)
    length = terms.length or NO_TIME
    line = Line("term_of_length", {"length": length, "from": start}, source=clause.article)
    return _renewable(ledger, Run(start, start, length, working=(line,)), renewal, length, day)


def _renewal(ledger: Ledger, day: dt.date) -> Renewal | None:
    clause = ledger.clause(ClauseKind.RENEWAL, day)
    return clause.terms if clause and isinstance(clause.terms, Renewal) else None


def _renewable(ledger: Ledger, run: Run, renewal: Renewal | None, first: Length, day: dt.date) -> Run:
    if renewal is None or renewal.mode is not RenewalMode.TACIT:
        return run
    length = renewal.length or first
    code = "tacit_renewal" if renewal.at_most is None else "tacit_renewal_at_most"
    clause = ledger.clause(ClauseKind.RENEWAL, day)
    places = {"length": length, "at_most": renewal.at_most or 0}
    line = Line(code, places, source=clause.article if clause else "")
    return replace(run, renewal=length, at_most=renewal.at_most, working=(*run.working, line))


def _expressly_renewed(ledger: Ledger, run: Run, day: dt.date, renewed: ExpressRenewal) -> Run | None:
    """A new run of the renewal's length, from the day the act names, else from the end of the running term.

    A renewal after the end without a day of its own begins on the day of the act: it closes no gap.
    """
    if run.first is None:
        return None
    renewal = _renewal(ledger, day)
    length = (renewal.length if renewal else None) or run.first or run.renewal
    if not length:
        return None
    end = run.anchor.moved(lambda anchor: _next(run.last_day(run.cycle_on(day), anchor)))
    ended = run.end()
    if renewed.effective_on:
        start = exactly(renewed.effective_on)
    else:
        start = renewed.on if ended and ended.last and ended.last <= day else end
    line = Line("express_renewal", {"on": renewed.on, "from": start, "length": length}, renewed.acts)
    fresh = Run(start, start, length, working=(line,), is_express=True)
    return _renewable(ledger, fresh, renewal, length, day)


def _newly_renewable(ledger: Ledger, run: Run, day: dt.date) -> Run | None:
    """An amended clause of renewal: the running cycle ends as it would have; what follows is counted from there."""
    ended = run.end()
    if run.first is None or (ended and ended.last and ended.last <= day):
        return None
    number = run.cycle_on(day)
    anchor = run.anchor.moved(lambda each: run.last_day(number, each))
    fresh = Run(exactly(day), anchor, NO_TIME, anchor_is_last_day=True, working=run.working[:1])
    return _renewable(ledger, fresh, _renewal(ledger, day), run.first or run.renewal or Length(years=1), day)


def _stretches(runs: list[Run]) -> list[tuple[Span, Span | None]]:
    """Runs that follow without a gap make one stretch; a later run takes the place of what an earlier had left."""
    stretches: list[tuple[Span, Span | None]] = []
    for run in runs:
        if stretches and not _gap(stretches[-1][1], run.start):
            stretches[-1] = (stretches[-1][0], run.end())
        else:
            stretches.append((run.start, run.end()))
    return stretches


def _gap(end: Span | None, start: Span) -> bool:
    return end is not None and end.last is not None and start.first is not None and end.last < start.first
