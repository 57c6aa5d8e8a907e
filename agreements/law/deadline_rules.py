"""Deadlines as rules: from which any of them can be counted, however far ahead, without the instrument at hand.

What is stored of deadlines is these rules, never a list of dates that ends. `next_on` is what the database's own
function `agreements_next_deadline` answers; both follow `calendar`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.rrule import rrulestr

from agreements.law.calendar import DAY, NO_TIME, BeyondCalendar, Length, after, before
from agreements.law.clauses import ClauseKind, Notice, Reporting
from agreements.law.deadlines import single_deadlines
from agreements.law.entry import GeneralEntry, general_entry
from agreements.law.instrument import Clause, Instrument
from agreements.law.ledger import Ledger
from agreements.law.results import DeadlineKind, Determination
from agreements.law.statuses import BINDS
from agreements.law.term import Run, term_of

# Days `[since, until)`. None: since ever, or without end.
Window = tuple[dt.date | None, dt.date | None]
EVER: Window = (None, None)


@dataclass(frozen=True)
class DeadlineRule:
    """A deadline and when it comes again: `due(k)` for k = 0 … `final` (None: without end), cycle by cycle.

    The last day of cycle k is `anchor` + (`first` + k × `step`), and a day less unless `anchor_is_last_day`; the
    deadline is `lead` before it, or (`day_after`) the day after it. Only cycles whose last day lies in `within` count.
    With `recurrence` (RFC 5545) the dates are its occurrences from `anchor` on that lie in `within` instead.
    """

    kind: DeadlineKind
    anchor: dt.date
    party: str | None = None
    first: Length = NO_TIME
    step: Length = NO_TIME
    final: int | None = 0
    anchor_is_last_day: bool = True
    day_after: bool = False
    lead: Length = NO_TIME
    within: Window = EVER
    recurrence: str = ""

    def next_on(self, day: dt.date) -> dt.date | None:
        """The first of its dates that is not before a day; None where there is none until the year 9999."""
        return next((each for each in self._dates(day) if each >= day), None)

    def _dates(self, day: dt.date) -> Iterator[dt.date]:
        if self.recurrence:
            yield from self._occurrences(day)
            return
        number = 0
        while self.final is None or number <= self.final:
            try:
                last = after(self.anchor, self.first.plus(self.step.times(number)))
                last = last if self.anchor_is_last_day else last - DAY
                due = last + DAY if self.day_after else before(last, self.lead)
            except (BeyondCalendar, OverflowError):
                return
            if self.within[1] and last >= self.within[1]:
                return
            if self.within[0] is None or last >= self.within[0]:
                yield due
            if not self.step:
                return
            number += 1

    def _occurrences(self, day: dt.date) -> Iterator[dt.date]:
        begin = dt.datetime.combine(self.anchor, dt.time())
        first = dt.datetime.combine(max(day, self.anchor, self.within[0] or day), dt.time())
        for moment in rrulestr(self.recurrence, dtstart=begin).xafter(first, inc=True):
            if self.within[1] and moment.date() >= self.within[1]:
                return
            yield moment.date()


def rules_of(instrument: Instrument, determination: Determination) -> list[DeadlineRule]:
    """The rules of all deadlines of an instrument that was so determined."""
    ledger = Ledger(instrument)
    general = general_entry(ledger)
    bound = _binding(determination)
    once = single_deadlines(ledger, general, list(determination.periods))
    found = [
        *(DeadlineRule(each.kind, each.on, each.party) for each in once),
        *_cycles(ledger, general, bound),
        *_reports(ledger, general, bound),
    ]
    return list(dict.fromkeys(found))


def _binding(determination: Determination) -> list[Window]:
    """The stretches over which the whole binds, without a break."""
    stretches: list[Window] = []
    for period in determination.of(None):
        if period.status not in BINDS:
            continue
        if stretches and stretches[-1][1] is not None and stretches[-1][1] == period.start:
            stretches[-1] = (stretches[-1][0], period.end)
        else:
            stretches.append((period.start, period.end))
    return stretches


def _cycles(ledger: Ledger, general: GeneralEntry, bound: list[Window]) -> Iterator[DeadlineRule]:
    runs = term_of(ledger, general.when).runs
    for number, run in enumerate(runs):
        if run.first is None or not run.anchor.is_exact:
            continue
        follower = runs[number + 1].start.first if number + 1 < len(runs) else None
        for stretch in bound:
            window = _shared(stretch, (None, follower))
            if window:
                yield from _of_run(ledger, run, window)


def _of_run(ledger: Ledger, run: Run, window: Window) -> Iterator[DeadlineRule]:
    final = run.final_cycle
    if final is not None:
        last = run.last_day(final)
        if _shared((last, last + DAY if last < dt.date.max else None), window):
            yield DeadlineRule(DeadlineKind.TERM_END, last)
    if final == 0:
        return
    yield _of_cycles(DeadlineKind.RENEWAL, run, window, day_after=True)
    for clause, holds in _versions(ledger.versions(ClauseKind.NOTICE)):
        within = _shared(window, holds)
        if within and isinstance(clause.terms, Notice):
            yield _of_cycles(DeadlineKind.NOTICE_CLOSES, run, within, clause.terms.length)
            if clause.terms.opens:
                yield _of_cycles(DeadlineKind.NOTICE_OPENS, run, within, clause.terms.opens)


def _of_cycles(
    kind: DeadlineKind, run: Run, within: Window, lead: Length = NO_TIME, *, day_after: bool = False
) -> DeadlineRule:
    """Of every cycle of a run that another follows."""
    return DeadlineRule(
        kind=kind,
        anchor=run.anchor.first or dt.date.max,
        first=run.first or NO_TIME,
        step=run.renewal or NO_TIME,
        final=None if run.final_cycle is None else run.final_cycle - 1,
        anchor_is_last_day=run.anchor_is_last_day,
        day_after=day_after,
        lead=lead,
        within=within,
    )


def _reports(ledger: Ledger, general: GeneralEntry, bound: list[Window]) -> Iterator[DeadlineRule]:
    for clause, until in ledger.duties():
        terms = clause.terms
        start = terms.starts or (general.when.day if general.when else None) if isinstance(terms, Reporting) else None
        if not isinstance(terms, Reporting) or start is None:
            continue
        for stretch in bound:
            within = _shared(stretch, (clause.applies_from, until))
            for party in (terms.parties or (None,)) if within else ():
                yield DeadlineRule(
                    DeadlineKind.REPORT_DUE, start, party, final=None, within=within or EVER, recurrence=terms.rule
                )


def _versions(clauses: list[Clause]) -> Iterator[tuple[Clause, Window]]:
    """Each version of a clause, and the days on which it holds."""
    for clause, follower in zip(clauses, [*clauses[1:], None], strict=False):  # no version, no follower
        yield clause, (clause.applies_from, follower.applies_from if follower else None)


def _shared(one: Window, other: Window) -> Window | None:
    """The days both windows hold; None where there is none."""
    since = max(filter(None, (one[0], other[0])), default=None)
    until = min(filter(None, (one[1], other[1])), default=None)
    return None if since and until and since >= until else (since, until)
