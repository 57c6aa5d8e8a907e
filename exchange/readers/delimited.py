"""CSV: whatever the encoding and the delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from core.sentences import gettext_noop
from exchange.notices import Notice, warning
from exchange.readers.rows import Source, source_of_table, unreadable

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv(content: bytes) -> Source:
    """Open CSV. Raises `Refused` for binary content, broken quotes and what `source_of_table` refuses."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(
            "not_text", gettext_noop("The file is neither text nor a spreadsheet that can be read.")
        ) from None
    return source_of_table(_table(text, _delimiter(text)), form="csv", notices=_about(encoding))


def _encoding(content: bytes) -> str:
    """UTF-8 and UTF-16 are certain; all else is taken as Western European, of which Windows-1252 is the usual."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4000]
    if head.count(b"\x00") > len(head) // 4:
        return "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _about(encoding: str) -> list[Notice]:
    if encoding.startswith("utf"):
        return []
    return [
        warning(
            "encoding_guessed",
            gettext_noop("The file is not in UTF-8. It was read as %(encoding)s: check the accents."),
            encoding={"cp1252": "Windows-1252", "latin-1": "Latin-1 (ISO 8859-1)"}[encoding],
        )
    ]


def _delimiter(text: str) -> str:
    """The delimiter that divides the first rows into the most, and equally many, columns."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        widths, is_whole = _widths(text, delimiter)
        return (is_whole and len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0)

    return max(DELIMITERS, key=fitness)


def _widths(text: str, delimiter: str) -> tuple[list[int], bool]:
    """How many cells the first rows have, and whether they could be read to their end."""
    widths: list[int] = []
    try:
        for row in islice(_reader(text, delimiter), SAMPLE_ROWS):
            widths += [len(row)] if row else []
    except csv.Error:
        return widths, False
    return widths, True


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _table(text: str, delimiter: str) -> Iterator[list[str]]:
    rows, number = _reader(text, delimiter), 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            raise unreadable(
                "csv_broken",
                gettext_noop("Row %(row)s cannot be read: %(fault)s. Check its quotation marks."),
                row=str(number),
                fault=str(fault),
            ) from fault
        yield row
