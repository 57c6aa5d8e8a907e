"""From answers day by day to periods without gap or overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from agreements.law.results import Line, Period
from agreements.law.statuses import ForceStatus

Verdict = tuple[ForceStatus, tuple[Line, ...]]


def periods_of(
    party: str | None, points: Iterable[dt.date], verdict: Callable[[dt.date | None], Verdict]
) -> list[Period]:
    """Periods from since ever to without end. `points`: every day on which `verdict` (None: before all) may change."""
    found: list[Period] = []
    starts: list[dt.date | None] = [None, *sorted(set(points))]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        status, working = verdict(start)
        if found and (found[-1].status, found[-1].working) == (status, working):
            found[-1] = Period(party, status, found[-1].start, end, working)
        else:
            found.append(Period(party, status, start, end, working))
    return found


def at(periods: list[Period], day: dt.date | None) -> Period:
    """The period a day (None: before all days) lies in."""
    if day is None:
        return periods[0]
    return next(each for each in reversed(periods) if each.start is None or each.start <= day)
