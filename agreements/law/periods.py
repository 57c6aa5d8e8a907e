"""From answers day by day to periods without gap or overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from agreements.law.results import Line, Period, once
from agreements.law.statuses import ENDED, ForceStatus

Verdict = tuple[ForceStatus, tuple[Line, ...]]


def periods_of(
    party: str | None, points: Iterable[dt.date], verdict: Callable[[dt.date | None], Verdict]
) -> list[Period]:
    """Periods from since ever to without end. `points`: every day on which `verdict` (None: before all) may change."""
    found: list[Period] = []
    starts: list[dt.date | None] = [None, *sorted(set(points))]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        status, working = verdict(start)
        if found and found[-1].status is status:
            found[-1] = Period(party, status, found[-1].start, end, _together(status, found[-1].working, working))
        else:
            found.append(Period(party, status, start, end, working))
    return found


def _together(status: ForceStatus, first: tuple[Line, ...], further: tuple[Line, ...]) -> tuple[Line, ...]:
    """The working of a status that goes on for further reasons; what has ended once is not ended again."""
    return first if status in ENDED or further == first else once((*first, *further))


def at(periods: list[Period], day: dt.date | None) -> Period:
    """The period a day (None: before all days) lies in."""
    if day is None:
        return periods[0]
    return next(each for each in reversed(periods) if each.start is None or each.start <= day)
