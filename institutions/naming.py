"""Which of an institution's names was its name on a day. Pure: rows in, a name out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A name with the time it held; an empty bound is open. `valid_until` is the first day it no longer held."""

    @property
    def language(self) -> str: ...
    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_until(self) -> dt.date | None: ...


N = TypeVar("N", bound=Dated)


def name_on(names: Iterable[N], day: dt.date, languages: Sequence[str]) -> N | None:
    """The name that held on the day: in the first of the languages that has one, otherwise in any.

    A name of the time in another language is better than one of another time in the reader's. Where none held, the
    nearest in time is taken, by the same order of languages; of two equally near, the earlier. None for no names.
    """
    rows = list(names)
    if not rows:
        return None
    order = {language: number for number, language in enumerate(languages)}
    return min(
        rows,
        key=lambda row: (_days_off(row, day), order.get(row.language, len(order)), row.valid_from or dt.date.min),
    )


def _days_off(name: Dated, day: dt.date) -> int:
    """How many days the day lies outside the name's time; 0 within."""
    if name.valid_from and day < name.valid_from:
        return (name.valid_from - day).days
    if name.valid_until and day >= name.valid_until:
        return (day - name.valid_until).days + 1
    return 0
