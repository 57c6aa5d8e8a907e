"""The day a step is due: so many calendar or working days after it started. Pure: no Django, no clock.

How a length is read: the day it starts does not count, the last day does, and being done on it is in time. A working
day is neither weekend nor public holiday of the whole country; what only a region, a city or one employer keeps is not
known here. Weekends, holidays and weekend days worked in place of others are as the library `holidays` has them for its
years (mostly 1901 to 2100); holidays that follow the moon are its estimates until they are announced. For a country it
does not know, and where none is given, Saturday and Sunday are free and every other day is worked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import islice

import holidays

from core.sentences import gettext_noop

LONGEST = 1000
_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_COUNTRY = re.compile("[A-Z]{2}")


class LengthUnit(StrEnum):
    """In what days a length is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


LENGTH_UNIT_LABELS = {
    LengthUnit.CALENDAR_DAYS: gettext_noop("Calendar days"),
    LengthUnit.WORKING_DAYS: gettext_noop("Working days"),
}


def due_day(*, starts: dt.date, length: int, unit: LengthUnit, country: str) -> dt.date:
    """The last day on which what started on `starts` is in time.

    Calendar days: `starts` and `length` days, whatever day that is. Working days: the `length`-th working day after
    `starts` in `country` (ISO 3166-1, two letters, in either case; empty or unknown: weekends only).
    Raises ValueError where `length` is not between 1 and `LONGEST`, OverflowError beyond the year 9999.
    """
    if not 1 <= length <= LONGEST:
        raise ValueError(f"A length is 1 to {LONGEST} days, not {length}.")
    if unit == LengthUnit.CALENDAR_DAYS:
        return starts + dt.timedelta(days=length)
    return next(islice(_working_days_after(starts, country), length - 1, None))


def is_working_day(day: dt.date, country: str) -> bool:
    """Whether that day is worked in `country` (ISO 3166-1, two letters; empty or unknown: Monday to Friday)."""
    return day not in _free_days(country.upper(), day.year)


def _working_days_after(day: dt.date, country: str) -> Iterator[dt.date]:
    while True:
        day += _DAY
        if is_working_day(day, country):
            yield day


@lru_cache(maxsize=1024)
def _free_days(country: str, year: int) -> frozenset[dt.date]:
    """The days of that year that are not worked.

    Read whole and kept: the library fills in a year when first asked of a holiday in it, which a question about a
    weekend is not, so its answers by the day depend on what was asked before.
    """
    calendar = _calendar(country, year)
    if calendar is None:
        return frozenset(day for day in _days_of(year) if day.weekday() >= _SATURDAY)
    return frozenset(day for day in _days_of(year) if not calendar.is_working_day(day))


def _calendar(country: str, year: int) -> holidays.HolidayBase | None:
    """The library's holidays of one year; None for a country it does not know."""
    if not _COUNTRY.fullmatch(country):
        return None
    try:
        return holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return None


def _days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + number * _DAY for number in range((dt.date(year, 12, 31) - first).days + 1)]
