"""The agreement as a whole: it binds while at least two parties are bound (VCLT 55 and the definition of a treaty).

Fewer parties than its entry into force asked for do not end it. One party's notice changes the whole only if fewer than
two would remain.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from agreements.law.bonds import Verdict
from agreements.law.calendar import Answer, has_come, turning_points
from agreements.law.entry import GeneralEntry
from agreements.law.marks import Marks, held, recovered
from agreements.law.periods import periods_of
from agreements.law.results import Line, Period, once
from agreements.law.statuses import BINDS, ENDED, ForceStatus

LEAST = 2


class Whole:
    """The parties' periods taken together, day by day in order."""

    def __init__(
        self,
        general: GeneralEntry,
        parties: Mapping[str, list[Period]],
        marks: Marks,
        every: Marks,
        lasting: tuple[Line, ...],
    ) -> None:
        """`marks`: what bears on all parties alike, for an agreement whose own parties the register does not hold.

        `every`: the marks of all parties; `lasting`: what was agreed on how long it lasts.
        """
        self.general, self.marks, self.lasting = general, marks, lasting
        self._paused = (*every.suspensions, *every.notices)
        self._now: dict[str, Period] = {key: periods[0] for key, periods in parties.items()}
        self._turns = sorted(
            ((period.start, key, period) for key, periods in parties.items() for period in periods if period.start),
            key=lambda turn: turn[0],
        )
        self._next = 0

    def periods(self) -> list[Period]:
        """The periods of the whole."""
        points = [turn[0] for turn in self._turns]
        points += turning_points(self.general.when) if self.general.when else []
        points += self.marks.points
        points += [point for each in self._paused if each.afterwards for point in each.points]
        points += [point for doubt in self.general.doubts for point in doubt.points]
        return periods_of(None, points, self._on)

    def _on(self, day: dt.date | None) -> Verdict:
        while day and self._next < len(self._turns) and self._turns[self._next][0] <= day:
            _, key, period = self._turns[self._next]
            self._now[key] = period
            self._next += 1
        for doubt in self.general.doubts:
            if doubt.holds(day):
                return ForceStatus.UNDETERMINED, doubt.working
        entered = has_come(self.general.when, day) if self.general.when else Answer.NO
        if entered is Answer.MAYBE:
            return ForceStatus.UNDETERMINED, self.general.working
        if entered is Answer.NO:
            return self._before()
        return self._entered(day)

    def _before(self) -> Verdict:
        applying = [each for each in self._now.values() if each.status is ForceStatus.PROVISIONALLY_APPLIED]
        if len(applying) >= LEAST:
            return ForceStatus.PROVISIONALLY_APPLIED, applying[0].working
        if self.general.when:
            return ForceStatus.NOT_IN_FORCE, (Line("before_entry", {"on": self.general.when}), *self.general.working)
        return ForceStatus.NOT_IN_FORCE, self.general.missing or (Line("nothing_recorded"),)

    def _entered(self, day: dt.date | None) -> Verdict:
        counts = Counter(period.status for period in self._now.values())
        bound = sum(counts[status] for status in BINDS)
        doubtful = counts[ForceStatus.UNDETERMINED]
        if bound >= LEAST:
            return self._binding(bound, counts, day)
        if self.general.is_stated and (bound + doubtful >= LEAST or len(self._now) < LEAST):
            return self._as_stated(day)
        if bound + doubtful >= LEAST:
            return ForceStatus.UNDETERMINED, self._working_of(ForceStatus.UNDETERMINED)
        return self._ended()

    def _binding(self, bound: int, counts: Counter[ForceStatus], day: dt.date | None) -> Verdict:
        suspended, leaving = counts[ForceStatus.SUSPENDED], counts[ForceStatus.NOTICE_GIVEN]
        if bound - suspended < LEAST:
            return ForceStatus.SUSPENDED, self._working_of(ForceStatus.SUSPENDED)
        if bound - leaving < LEAST:
            return ForceStatus.NOTICE_GIVEN, self._working_of(ForceStatus.NOTICE_GIVEN)
        return ForceStatus.IN_FORCE, once((*self.general.working, *self.lasting, *recovered(self._paused, day)))

    def _as_stated(self, day: dt.date | None) -> Verdict:
        """A source says it entered into force; what ended or suspended it for all parties still counts."""
        endings = sorted(self.marks.endings, key=lambda each: each.start.last or dt.date.max)
        for ending in endings:
            if ending.holds(day) is Answer.YES:
                return ending.status, ending.working
        for stretches, status in (
            (endings, ForceStatus.UNDETERMINED),
            (self.marks.suspensions, ForceStatus.SUSPENDED),
        ):
            answer, working = held(stretches, day)
            if answer is not Answer.NO:
                return status if answer is Answer.YES else ForceStatus.UNDETERMINED, working
        return ForceStatus.IN_FORCE, self.general.working

    def _ended(self) -> Verdict:
        ended = [period for period in self._now.values() if period.status in ENDED]
        latest = max(ended, key=lambda period: period.start or dt.date.min, default=None)
        if latest is None:
            return ForceStatus.NOT_IN_FORCE, next(iter(self._now.values())).working
        alone = (Line("fewer_than_two"),) if len(ended) < len(self._now) else ()
        return latest.status, (*latest.working, *alone)

    def _working_of(self, status: ForceStatus) -> tuple[Line, ...]:
        return next(period.working for period in self._now.values() if period.status is status)


def ended_with(whole: list[Period], own: list[Period]) -> list[Period]:
    """A party's periods, where nobody remains bound to it once the whole has ended."""
    over = [each for each in whole if each.status in ENDED]
    if not over or not own:
        return own

    def verdict(day: dt.date | None) -> Verdict:
        period = next(each for each in reversed(own) if day is None or each.start is None or each.start <= day)
        if day is None:
            period = own[0]
        for each in over:
            inside = day is not None and (each.start is None or each.start <= day) and (not each.end or day < each.end)
            if inside and period.status in (*BINDS, ForceStatus.UNDETERMINED):
                return each.status, each.working
        return period.status, period.working

    points = [each.start for each in (*own, *over) if each.start] + [each.end for each in over if each.end]
    return periods_of(own[0].party, points, verdict)
