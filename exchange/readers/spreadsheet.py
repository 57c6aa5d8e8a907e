"""XLSX: the first sheet with content. The archive is looked at before anything opens it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from core.sentences import gettext_noop
from exchange.readers.rows import Source, source_of_table, unreadable

MAX_PARTS = 2_000
MAX_EXPANDED = 400 * 1024 * 1024
# A sheet is held as a full rectangle: beyond this many cells it must be mostly content, or it is refused.
MAX_CELLS = 20_000_000
CHUNK = 1 << 20
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell that holds something: its address, then a value or an inline text before the cell ends.
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/>]>(?:<f[^<]*(?:</f>|/>))?<(?:v|is)\b')
_OVERLAP = 4096


def read_xlsx(content: bytes) -> Source:
    """Open a workbook. Raises `Refused` for archives that are broken, too large, locked or that declare entities."""
    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return source_of_table(_table(sheet), form="xlsx")
    except CalamineError as fault:
        raise unreadable(
            "workbook_broken", gettext_noop("The workbook cannot be read: %(fault)s."), fault=str(fault)
        ) from fault
    raise unreadable("file_empty", gettext_noop("The file has no rows."))


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _too_large()
            left = MAX_EXPANDED
            if not any(part.filename.startswith("xl/") for part in parts):
                raise unreadable("not_a_workbook", gettext_noop("This is an archive (ZIP) and no XLSX workbook."))
            for part in parts:
                left = _check_part(archive, part, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise unreadable(
            "workbook_broken", gettext_noop("The workbook cannot be read: %(fault)s."), fault=str(fault)
        ) from fault


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Read one part as it really expands, whatever its header says; returns what is left of the limit."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    extent, tail, first = _Extent(), b"", True
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _too_large()
            if first and part.filename.endswith((".xml", ".rels")) and _DECLARATION.search(chunk):
                raise unreadable(
                    "entities_declared",
                    gettext_noop(
                        "The workbook declares XML entities. No spreadsheet program does so; it is not opened."
                    ),
                )
            first = False
            if is_sheet:
                extent.take(tail + chunk, ends_before=len(tail))
                tail = (tail + chunk)[-_OVERLAP:]
    extent.require_density()
    return left


def _too_large() -> Exception:
    return unreadable(
        "workbook_too_large",
        gettext_noop("The workbook expands to more than %(most)s MB. Save it as CSV, or split it."),
        most=str(MAX_EXPANDED // 1024 // 1024),
    )


class _Extent:
    """How far the filled cells of a sheet reach, and how many they are."""

    def __init__(self) -> None:
        self.row = self.column = self.filled = 0
        self.address = ""

    def take(self, piece: bytes, *, ends_before: int) -> None:
        """Count the cells that end in this piece after its first `ends_before` bytes."""
        for found in _FILLED.finditer(piece):
            if found.end() <= ends_before:
                continue
            self.filled += 1
            column, row = _number(found[1]), int(found[2])
            if row > self.row or column > self.column:
                self.row, self.column = max(self.row, row), max(self.column, column)
                self.address = (found[1] + found[2]).decode()

    def require_density(self) -> None:
        """Refuse a few cells scattered over a sheet as large as there can be."""
        if MAX_CELLS < self.row * self.column > 50 * self.filled:
            raise unreadable(
                "cell_far_away",
                gettext_noop("A cell stands far away from the others, at %(address)s. Remove it, or save as CSV."),
                address=self.address,
            )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _table(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row from the top of the sheet to its last content, so that rows are numbered as people see them."""
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time(0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
