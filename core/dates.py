"""Dates known to the day, the month or only the year. Pure: no Django, no clock."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

_FORMS = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", re.ASCII)


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class PartialDate:
    """A date and how exactly it is known; `first` and `last` bound the days it may be (both inclusive)."""

    date: dt.date
    precision: Precision = Precision.DAY

    @property
    def first(self) -> dt.date:
        """The earliest day this can be."""
        if self.precision is Precision.YEAR:
            return self.date.replace(month=1, day=1)
        return self.date.replace(day=1) if self.precision is Precision.MONTH else self.date

    @property
    def last(self) -> dt.date:
        """The latest day this can be."""
        if self.precision is Precision.YEAR:
            return self.date.replace(month=12, day=31)
        if self.precision is Precision.MONTH:
            return self.date.replace(day=calendar.monthrange(self.date.year, self.date.month)[1])
        return self.date

    def __str__(self) -> str:
        """ISO 8601 with just the parts that are known: 2020, 2020-07 or 2020-07-01."""
        return self.date.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision.value]]

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read 2020, 2020-07 or 2020-07-01. Raises `ValueError` for anything else."""
        found = _FORMS.match(text.strip())
        if not found:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = found.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(dt.date(int(year), int(month or 1), int(day or 1)), precision)
