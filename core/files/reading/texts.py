"""The text in a file, by its format: one reader each, and what a database can keep of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from core.files import formats
from core.files.reading.html import html_pieces
from core.files.reading.office import docx_pieces, odt_pieces
from core.files.reading.pdf import pdf_pieces
from core.files.reading.plain import mail_pieces, text_pieces

LONGEST = 2_000_000
READERS: dict[str, Callable[[BinaryIO], Iterator[str]]] = {
    formats.PDF: pdf_pieces,
    formats.DOCX: docx_pieces,
    formats.ODT: odt_pieces,
    formats.HTML: html_pieces,
    formats.PLAIN: text_pieces,
    formats.CSV: text_pieces,
    formats.MAIL: mail_pieces,
}
# What is no text: control characters but tab and newline, halves of surrogate pairs, soft hyphens.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u00ad]")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zß-ÿ])")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")


def text_of(file: BinaryIO, media_type: str, *, longest: int = LONGEST) -> str:
    """The text, at most `longest` characters of it; "" where there is none or the format has none.

    Raises `core.files.reading.faults.Unreadable`, and whatever a reader of hostile files may raise.
    """
    reader = READERS.get(media_type)
    return tidy(_first(reader(file), longest))[:longest] if reader else ""


def tidy(text: str) -> str:
    """Text without what is none, with single spaces, no empty lines, and words whole that a line broke."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\u2028", "\n")
    text = _SPACES.sub(" ", _NO_TEXT.sub("", text))
    return _LINES.sub("\n", _BROKEN_WORD.sub("", text)).strip()


def _first(pieces: Iterable[str], longest: int) -> str:
    """Twice as much as is kept: tidying takes away."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece[: 2 * longest - length])
        length += len(kept[-1])
        if length >= 2 * longest:
            break
    return "".join(kept)
