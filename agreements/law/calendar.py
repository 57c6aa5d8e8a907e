"""Arithmetic of legal time: lengths, uncertain days, ends of cycles, notice deadlines. ISO calendar, years 1 to 9999.

A length in months keeps the day of the month, clamped to the month's last day, once, from its anchor: 29 February 2024
and a year is 28 February 2025, and four years is 29 February 2028. Days are counted as days and never become months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from dateutil.relativedelta import relativedelta

from core.dates import PartialDate

DAY = dt.timedelta(days=1)


class BeyondCalendar(ValueError):
    """A computed day lies after the year 9999 or before the year 1."""


@dataclass(frozen=True)
class Length:
    """A period as an agreement states it: years and months by the calendar, weeks and days by counting."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.weeks or self.days)

    def times(self, number: int) -> Length:
        """The length so many times over."""
        return Length(self.years * number, self.months * number, self.weeks * number, self.days * number)

    def plus(self, other: Length) -> Length:
        """Both lengths, unit by unit."""
        return Length(
            self.years + other.years, self.months + other.months, self.weeks + other.weeks, self.days + other.days
        )


NO_TIME = Length()


def after(day: dt.date, length: Length) -> dt.date:
    """The day that far after `day`. Raises `BeyondCalendar`."""
    try:
        return day + relativedelta(years=length.years, months=length.months, weeks=length.weeks, days=length.days)
    except (ValueError, OverflowError) as error:
        raise BeyondCalendar from error


def before(day: dt.date, length: Length) -> dt.date:
    """The day that far before `day`: 31 December less 6 months is 30 June. Raises `BeyondCalendar`."""
    return after(day, length.times(-1))


def first_of_next_month(day: dt.date) -> dt.date:
    """The first day of the month following the one `day` lies in. Raises `BeyondCalendar`."""
    return after(day.replace(day=1), Length(months=1))


def cycle_end(anchor: dt.date, *, first: Length, renewal: Length, number: int) -> dt.date:
    """The end of cycle `number` (0: the first term), computed once from the anchor."""
    return after(anchor, first.plus(renewal.times(number)))


@dataclass(frozen=True)
class Span:
    """A day known to lie between two days (inclusive); equal when it is known. None: no bound is known on that side."""

    first: dt.date | None
    last: dt.date | None

    @property
    def day(self) -> dt.date | None:
        """The day itself, where it is known exactly."""
        return self.first if self.first == self.last else None

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def moved(self, move: Callable[[dt.date], dt.date]) -> Span:
        """The span of the days that `move` (which never reverses their order) makes of these.

        A day that would lie beyond the calendar is its last one.
        """
        return Span(
            None if self.first is None else _within_calendar(move, self.first),
            None if self.last is None else _within_calendar(move, self.last),
        )


def _within_calendar(move: Callable[[dt.date], dt.date], day: dt.date) -> dt.date:
    try:
        return move(day)
    except BeyondCalendar:
        return dt.date.max


NOBODY_KNOWS = Span(None, None)


def exactly(day: dt.date) -> Span:
    """A day that is known."""
    return Span(day, day)


def span_of(when: PartialDate) -> Span:
    """The days a partly known date may be."""
    return Span(when.first, when.last)


class Answer(Enum):
    """Whether something has happened by a day; MAYBE where the data cannot tell."""

    NO = 0
    MAYBE = 1
    YES = 2


def has_come(span: Span, day: dt.date | None) -> Answer:
    """Whether an uncertain day has come by `day` (None: before all days).

    A day known only as a month or year leaves the whole of it open: it has come for certain once that is over.
    """
    if span.day:
        return Answer.YES if day is not None and day >= span.day else Answer.NO
    if span.first is not None and (day is None or day < span.first):
        return Answer.NO
    if span.last is None or day is None or day <= span.last:
        return Answer.MAYBE
    return Answer.YES


def turning_points(span: Span) -> list[dt.date]:
    """The days on which the answer of `has_come` changes."""
    if span.day:
        return [span.day]
    over = [] if span.last is None or span.last == dt.date.max else [span.last + DAY]
    return ([span.first] if span.first else []) + over


def latest(spans: Iterable[Span]) -> Span:
    """The last of several uncertain days."""
    spans = list(spans)
    return nth(spans, len(spans))


def nth(spans: Iterable[Span], number: int) -> Span:
    """The `number`-th (from 1) of several uncertain days: its bounds are the bounds that stand at that place."""
    spans = list(spans)
    firsts = sorted(span.first or dt.date.min for span in spans)
    lasts = sorted(span.last or dt.date.max for span in spans)
    first, last = firsts[number - 1], lasts[number - 1]
    return Span(None if first == dt.date.min else first, None if last == dt.date.max else last)
