"""Dates as people write them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from core.dates import PartialDate, Precision

_PARTS = {"yyyy": r"(?P<year>\d{4})", "yy": r"(?P<short>\d{2})", "mm": r"(?P<month>\d{1,2})", "dd": r"(?P<day>\d{1,2})",
          "mmm": r"(?P<name>[^\W\d_]{3,10}\.?)"}  # fmt: skip
_TOKEN = re.compile(r"yyyy|yy|mmm|mm|dd")
_ISO = ("yyyy-mm-dd", "yyyy-mm", "yyyy")
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ene feb mar abr may jun jul ago sep oct nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
}
_EARLIEST = 1000


def is_date_form(form: str) -> bool:
    """Whether this is a way to write dates: yyyy, mm or mmm, dd with signs between, no part without the larger one."""
    parts = set(_TOKEN.findall(form))
    rest = _TOKEN.sub("", form)
    month, year = bool(parts & {"mm", "mmm"}), "yyyy" in parts
    return year and ("dd" not in parts or month) and not any(char.isalnum() for char in rest)


def read_date(text: str, forms: tuple[str, ...]) -> PartialDate | None:
    """The date, in the first form that fits, ISO 8601 always being one; None where none does.

    A day, a month or a year, whichever the form holds. Days that are in no calendar fit no form.
    """
    for form in (*forms, *_ISO):
        if (found := _pattern(form).fullmatch(text.strip())) and (date := _date(found.groupdict())):
            return date
    return None


@lru_cache(maxsize=100)
def _pattern(form: str) -> re.Pattern[str]:
    pieces, at = [], 0
    for token in _TOKEN.finditer(form):
        pieces += [re.escape(form[at : token.start()]), _PARTS[token[0]]]
        at = token.end()
    return re.compile("".join([*pieces, re.escape(form[at:])]), re.ASCII if "mmm" not in form else 0)


def _date(parts: dict[str, str | None]) -> PartialDate | None:
    year = int(parts["year"] or 0)
    named = parts.get("name")
    month = _MONTHS.get(named[:3].casefold(), 0) if named else int(parts.get("month") or 1)
    day = int(parts.get("day") or 1)
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    if year < _EARLIEST:
        return None
    if parts.get("day"):
        return PartialDate(date, Precision.DAY)
    return PartialDate(date, Precision.MONTH if named or parts.get("month") else Precision.YEAR)
