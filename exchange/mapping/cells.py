"""Texts, dates and addresses from the cells of a row, each with what must be said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit

from core.dates import PartialDate, Precision
from core.sentences import gettext_noop
from core.text import fold
from exchange.mapping.definition import Cell, Definition
from exchange.mapping.written_dates import read_date
from exchange.notices import Notice, note, refusal, warning

_MISSING_DAY = gettext_noop("Only the month or year is known; a day is needed here. It is left out.")


class RowReader:
    """The cells of one row under one mapping; `notices` gathers what is found on the way."""

    def __init__(self, cells: Mapping[str, str], definition: Definition) -> None:
        self._cells, self._definition = cells, definition
        self.notices: list[Notice] = []

    def raw(self, column: str) -> str:
        """A cell without white space around it."""
        return self._cells.get(column, "").strip()

    def text(self, cell: Cell, *, field: str) -> str:
        """What the cell says: translated, joined, prefixed, or the default."""
        found = cell.constant or self._filled(cell.columns)
        if cell.parts:
            texts = (self.text(part, field=field) for part in cell.parts)
            found = cell.join.join(text for text in texts if text)
        if found and cell.values:
            found = self._translated(found, cell, field=field)
        found = found or cell.default
        return f"{cell.prefix}{found}" if found else ""

    def _filled(self, columns: Sequence[str]) -> str:
        return next((text for column in columns if (text := self.raw(column))), "")

    def _translated(self, found: str, cell: Cell, *, field: str) -> str:
        translated = _folded(tuple(cell.values.items())).get(fold(found))
        if translated is not None:
            return translated
        if cell.only_values:
            self.notices.append(
                warning(
                    "value_unknown",
                    gettext_noop("“%(word)s” is not among the values the mapping translates."),
                    field=field,
                    value=found,
                    word=found,
                )
            )
            return ""
        return found

    def date(self, cell: Cell, *, field: str) -> PartialDate | None:
        """The date, or None where the cell is empty or (with a notice) cannot be read."""
        text = self.text(cell, field=field)
        if not text:
            return None
        found = read_date(text, self._definition.dates)
        if found is None:
            make = refusal if self._definition.unreadable_dates == "refuse" else warning
            sentence = gettext_noop("“%(date)s” is not a date in any of these forms: %(forms)s.")
            forms = ", ".join(self._definition.dates)
            self.notices.append(make("date_unreadable", sentence, field=field, value=text, date=text, forms=forms))
        return found

    def day(self, cell: Cell, *, field: str) -> PartialDate | None:
        """A date known to the day; one that is not is left out with a warning."""
        found = self.date(cell, field=field)
        if found and found.precision is not Precision.DAY:
            self.notices.append(warning("day_unknown", _MISSING_DAY, field=field, value=str(found)))
            return None
        return found

    def address(self, cell: Cell, *, field: str) -> str:
        """A web address, mended where that is certain; "" (with a warning) where it is none."""
        text = self.text(cell, field=field)
        mended = mended_address(text)
        if text and not mended:
            self.notices.append(
                warning(
                    "address_unusable",
                    gettext_noop("This is not a web address; it is kept as text in the note on the source."),
                    field=field,
                    value=text,
                )
            )
        elif mended != text:
            self.notices.append(
                note(
                    "address_mended",
                    gettext_noop("The address was corrected to %(address)s."),
                    field=field,
                    value=text,
                    address=mended,
                )
            )
        return mended

    def split(self, cell: Cell, separator: str, *, field: str) -> list[str]:
        """The names in one cell: divided at the separator and at line ends, white space made single, in their order."""
        text = self.text(cell, field=field)
        pieces = re.split(f"{re.escape(separator)}|\n", text) if separator else text.split("\n")
        names = (" ".join(piece.split()) for piece in pieces)
        return [name for name in names if name]


@lru_cache(maxsize=200)
def _folded(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(given): meant for given, meant in items}


@lru_cache(maxsize=10_000)
def mended_address(text: str) -> str:
    """The address with backslashes turned and blanks written as they must be; "" where it is no http(s) address."""
    turned = text.strip().replace("\\", "/")
    try:
        parts = urlsplit(turned)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or "." not in host or len(turned) > 500:
        return ""
    return quote(turned, safe="%/:=&?~#+!$,;'@()*[]")
