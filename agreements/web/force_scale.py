"""Days as places on a line: which days a drawing of force shows, and its ticks. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MOST_TICKS = 7
# A far end (until 9999) would squeeze everything before it: it is drawn as going on beyond the edge.
_FARTHEST_AHEAD = dt.timedelta(days=365 * 30)
_SMALLEST = dt.timedelta(days=365 * 2)


@dataclass(frozen=True)
class Tick:
    """The first day of a year, and where it stands: a percentage of the width."""

    year: int
    at: float


@dataclass(frozen=True)
class Scale:
    """The days from `first` to `last`, drawn over the whole width."""

    first: dt.date
    last: dt.date

    def place(self, day: dt.date) -> float:
        """Where a day stands, as a percentage of the width; days outside stand at the edge."""
        return round(100 * min(max((day - self.first) / (self.last - self.first), 0.0), 1.0), 3)

    def holds(self, day: dt.date) -> bool:
        """Whether the drawing shows the day."""
        return self.first <= day <= self.last

    @property
    def ticks(self) -> list[Tick]:
        """Beginnings of years, so many years apart that few stand in the drawing."""
        years = range(self.first.year + 1, self.last.year + 1)
        step = next((each for each in _STEPS if len(years) / each <= _MOST_TICKS), _STEPS[-1])
        return [Tick(year, self.place(dt.date(year, 1, 1))) for year in years if year % step == 0]


def scale_of(days: Iterable[dt.date], *, today: dt.date) -> Scale:
    """A scale that holds `days` and today with some room on both sides, save days too far ahead to be drawn."""
    latest_seen = max([today, *(day for day in days if day <= today)])
    horizon = _moved(latest_seen, _FARTHEST_AHEAD)
    shown = [today, *(day for day in days if day <= horizon)]
    first, last = min(shown), max(shown)
    room = max((last - first) // 12, (_SMALLEST - (last - first)) // 2, dt.timedelta(days=60))
    return Scale(_moved(first, -room), _moved(last, room))


def _moved(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        return dt.date.max if by > dt.timedelta() else dt.date.min
