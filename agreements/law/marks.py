"""What happens to a party's bond in time: endings, stretches, doubts. Days may be uncertain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.law.calendar import Answer, Span, has_come, turning_points
from agreements.law.results import Line
from agreements.law.statuses import ForceStatus


@dataclass(frozen=True)
class Stretch:
    """From one day until another (None: without end): a suspension, a notice running, provisional application.

    `afterwards`: what is to be said of force once it is over.
    """

    start: Span
    end: Span | None
    working: tuple[Line, ...]
    afterwards: tuple[Line, ...] = ()

    def holds(self, day: dt.date | None) -> Answer:
        """Whether it holds on a day."""
        begun = has_come(self.start, day)
        over = has_come(self.end, day) if self.end else Answer.NO
        if begun is Answer.NO or over is Answer.YES:
            return Answer.NO
        return Answer.YES if begun is Answer.YES and over is Answer.NO else Answer.MAYBE

    @property
    def points(self) -> list[dt.date]:
        """The days on which the answer may change."""
        return turning_points(self.start) + (turning_points(self.end) if self.end else [])


@dataclass(frozen=True)
class Ending(Stretch):
    """The end of a bond on the first day after it; `end` is when it was revived, if it was."""

    status: ForceStatus = ForceStatus.TERMINATED


@dataclass(frozen=True)
class Doubt:
    """Days `[start, end)` on which the data cannot tell."""

    start: dt.date | None
    end: dt.date | None
    working: tuple[Line, ...]

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day is in doubt."""
        begun = self.start is None or (day is not None and day >= self.start)
        return begun and (self.end is None or day is None or day < self.end)

    @property
    def points(self) -> list[dt.date]:
        """Where it begins and ends."""
        return [each for each in (self.start, self.end) if each]


@dataclass(frozen=True)
class Marks:
    """All that bears on one party's bond besides its beginning."""

    endings: tuple[Ending, ...] = ()
    notices: tuple[Stretch, ...] = ()
    suspensions: tuple[Stretch, ...] = ()
    provisional: tuple[Stretch, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    missing: tuple[Line, ...] = ()
    findings: tuple[Line, ...] = ()

    def joined(self, *others: Marks) -> Marks:
        """These and others."""
        every = (self, *others)
        return Marks(*(tuple(each for marks in every for each in getattr(marks, name)) for name in _PARTS))

    @property
    def points(self) -> list[dt.date]:
        """Every day on which something may change."""
        stretches: tuple[Stretch, ...] = (*self.endings, *self.notices, *self.suspensions, *self.provisional)
        return [point for marks in (stretches, self.doubts) for each in marks for point in each.points]


def recovered(stretches: Iterable[Stretch], day: dt.date | None) -> tuple[Line, ...]:
    """What is to be said of force on a day because of stretches that are over by then."""
    over = (each for each in stretches if each.end and each.afterwards and has_come(each.end, day) is Answer.YES)
    return tuple(line for each in over for line in each.afterwards)


_PARTS = tuple(Marks.__dataclass_fields__)


def held(stretches: Iterable[Stretch], day: dt.date | None) -> tuple[Answer, tuple[Line, ...]]:
    """Whether any of the stretches holds on a day, and the working of the first that does most surely."""
    answer: Answer = Answer.NO
    working: tuple[Line, ...] = ()
    for each in stretches:
        holds = each.holds(day)
        if holds.value > answer.value:
            answer, working = holds, each.working
    return answer, working
