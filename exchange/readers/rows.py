"""The one shape all readers give, and what is wrong with headers and lengths of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import Refused
from core.refusals import Refusal
from core.sentences import gettext_noop
from exchange.notices import Notice, note, refusal, warning

MAX_COLUMNS = 500
MAX_ROWS = 500_000
NAMED_BLANK = 10
NUL, SHOWN_NUL = "\x00", "\ufffd"


@dataclass(frozen=True)
class SourceRow:
    """One row: its number as people count in the file, its cells as text, and what is wrong with the row itself."""

    number: int
    cells: dict[str, str]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Source:
    """An opened file: its headers, what is to be said about the whole, and its rows, which are read once.

    `blank` are the numbers of rows without content, known as far as the rows were read.
    """

    headers: tuple[str, ...]
    rows: Iterator[SourceRow]
    form: str
    notices: tuple[Notice, ...] = ()
    blank: list[int] = field(default_factory=list)

    def remarks(self) -> list[Notice]:
        """What is to be said about the whole once its rows are read."""
        return [*self.notices, *_about_blank(self.blank)]


def unreadable(code: str, sentence: str, /, **places: str) -> Refused:
    """The failure of a file that cannot be read at all."""
    return Refused(Refusal(code, sentence, places))


def source_of_table(table: Iterable[Sequence[str]], *, form: str, notices: Sequence[Notice] = ()) -> Source:
    """Rows below a line of headers, which is the first that is not blank.

    Raises `Refused`: `file_empty`, `duplicate_headers`, `too_many_columns`.
    """
    numbered = ((number, list(cells)) for number, cells in enumerate(table, start=1))
    for number, cells in numbered:
        if any(cell.strip() for cell in cells):
            headers = _headers(cells)
            blank: list[int] = []
            return Source(headers, _rows(numbered, headers, blank), form, tuple(notices), blank)
        if number > MAX_ROWS:
            break
    raise unreadable("file_empty", gettext_noop("The file has no rows."))


def _headers(cells: Sequence[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise unreadable(
            "too_many_columns",
            gettext_noop("The file has %(columns)s columns; at most %(most)s can be read."),
            columns=str(len(names)),
            most=str(MAX_COLUMNS),
        )
    refuse_duplicates(names)
    return tuple(name or f"#{position}" for position, name in enumerate(names, start=1))


def refuse_duplicates(names: Sequence[str]) -> None:
    """Raise `Refused` (`duplicate_headers`) naming each header that stands over several columns, and which."""
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, start=1):
        if name:
            places.setdefault(name.casefold(), []).append(position)
    twice = [
        f"“{names[positions[0] - 1]}” ({', '.join(map(str, positions))})"
        for positions in places.values()
        if len(positions) > 1
    ]
    if twice:
        raise unreadable(
            "duplicate_headers",
            gettext_noop("These headers stand over several columns: %(headers)s. Give each column a name of its own."),
            headers="; ".join(twice),
        )


def _about_blank(numbers: Sequence[int]) -> list[Notice]:
    if not numbers:
        return []
    shown = ", ".join(map(str, numbers[:NAMED_BLANK])) + (", …" if len(numbers) > NAMED_BLANK else "")
    if len(numbers) == 1:
        return [note("row_blank", gettext_noop("Row %(rows)s is empty and was skipped."), rows=shown)]
    sentence = gettext_noop("%(count)s empty rows were skipped: %(rows)s.")
    return [note("row_blank", sentence, count=str(len(numbers)), rows=shown)]


def _rows(numbered: Iterable[tuple[int, list[str]]], headers: tuple[str, ...], blank: list[int]) -> Iterator[SourceRow]:
    """The rows with content; the numbers of those without are added to `blank`, line ends after the last aside."""
    count, lines = 0, []
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            lines.append(number)
            if cells:
                blank += lines
                lines = []
            continue
        blank += lines
        lines = []
        count += 1
        refuse_beyond_limit(count)
        yield _row(number, cells, headers)


def refuse_beyond_limit(count: int) -> None:
    """Raise `Refused` for more rows than one file may have."""
    if count > MAX_ROWS:
        raise unreadable(
            "too_many_rows", gettext_noop("The file has more than %(most)s rows. Split it."), most=str(MAX_ROWS)
        )


def _row(number: int, cells: list[str], headers: tuple[str, ...]) -> SourceRow:
    notices: list[Notice] = []
    while len(cells) > len(headers) and not cells[-1].strip():
        cells.pop()
    if len(cells) > len(headers):
        notices.append(
            refusal(
                "row_too_long",
                gettext_noop("The row has %(cells)s cells for %(columns)s columns: they cannot be told apart."),
                cells=str(len(cells)),
                columns=str(len(headers)),
            )
        )
        named = {**dict(zip(headers, cells, strict=False)), "…": " | ".join(cells[len(headers) :])}
    else:
        if len(cells) < len(headers):
            notices.append(
                warning(
                    "row_too_short",
                    gettext_noop("The row has %(cells)s cells for %(columns)s columns; the last are taken as empty."),
                    cells=str(len(cells)),
                    columns=str(len(headers)),
                )
            )
            cells += [""] * (len(headers) - len(cells))
        named = dict(zip(headers, cells, strict=True))
    return cleaned_row(number, named, notices)


def cleaned_row(number: int, cells: dict[str, str], notices: Sequence[Notice] = ()) -> SourceRow:
    """The row with characters that cannot be stored made visible, and refused for them."""
    marred = [name for name, cell in cells.items() if NUL in cell]
    if not marred:
        return SourceRow(number, cells, tuple(notices))
    shown = {name: cell.replace(NUL, SHOWN_NUL) for name, cell in cells.items()}
    fault = refusal(
        "nul_character",
        gettext_noop("The text contains a character that cannot be stored (NUL). Remove it."),
        field=marred[0],
        value=shown[marred[0]][:200],
    )
    return SourceRow(number, shown, (*notices, fault))
