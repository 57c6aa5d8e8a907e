"""What a file without rows is instead, by its content: pages, archives, documents, pictures."""

from __future__ import annotations

import re

from core.files.content import looks_like_html

_SIGNATURES = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x1f\x8b": "GZIP",
    b"BZh": "BZIP2",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
}
_HEAD = 4096
_PROLOGUE = re.compile(rb"\A(\s*<(\?xml.*?\?|!--.*?--)>)+\s*", re.S)
_PART_OF_PAGE = re.compile(rb"<(table|div|p|span|font|h\d)\b", re.I)
_DECLARATION = (b"<?xml", b"<!--", b"<!doctype")
_TAG = re.compile(rb"<[a-z][^<>]*>", re.I)


def foreign_form(content: bytes) -> str:
    """The form of a file that holds no table the register reads, such as HTML or PDF; "" where it may hold one.

    Tables saved as part of a web page are HTML too. A workbook and JSON are not looked for here.
    """
    found = next((form for mark, form in _SIGNATURES.items() if content.startswith(mark)), "")
    return found or _markup(content)


def _markup(content: bytes) -> str:
    begins = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    root = _PROLOGUE.sub(b"", begins)
    if looks_like_html(content[:_HEAD]) or looks_like_html(root) or _PART_OF_PAGE.match(root):
        return "HTML"
    is_marked_up = _TAG.match(begins) and content.rstrip().endswith(b">")  # not a column called <so>
    return "XML" if is_marked_up or begins.lower().startswith(_DECLARATION) else ""
