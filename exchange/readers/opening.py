"""Which reader a file needs: by its content first, by its name only where the content leaves it open."""

from __future__ import annotations

from pathlib import PurePath

from core.sentences import gettext_noop
from exchange.readers.delimited import read_csv
from exchange.readers.foreign import foreign_form
from exchange.readers.objects import read_json
from exchange.readers.rows import Source, unreadable
from exchange.readers.spreadsheet import read_xlsx

MAX_BYTES = 100 * 1024 * 1024
_WORKBOOKS = (".xlsx", ".xlsm")


def open_source(content: bytes, *, name: str) -> Source:
    """The rows of a file. Raises `Refused` for what is empty, too large, or not CSV, XLSX or JSON."""
    _refuse_unreadable(content)
    ending = PurePath(name).suffix.lower()
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    if ending in _WORKBOOKS:
        raise unreadable("not_a_workbook", gettext_noop("The file is called a workbook but is none."))
    if ending in (".jsonl", ".ndjson"):
        return read_json(content, lines=True)
    if ending == ".json" or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return read_json(content)
    return read_csv(content)


def _refuse_unreadable(content: bytes) -> None:
    if not content.strip():
        raise unreadable("file_empty", gettext_noop("The file has no rows."))
    if len(content) > MAX_BYTES:
        raise unreadable(
            "file_too_large",
            gettext_noop("The file is larger than %(most)s MB. Split it."),
            most=str(MAX_BYTES // 1024 // 1024),
        )
    form = foreign_form(content)
    if form == "HTML":
        sentence = gettext_noop(
            "This is a web page (HTML), whatever its name says: perhaps the page of a log-in or of an error was saved "
            "in place of the file. Give CSV, XLSX or JSON."
        )
        raise unreadable("foreign_page", sentence)
    if form:
        sentence = gettext_noop("The file is of the type %(form)s. Give CSV, XLSX or JSON.")
        raise unreadable("foreign_form", sentence, form=form)
