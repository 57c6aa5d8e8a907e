"""The text of HTML pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=", re.IGNORECASE)


def html_pieces(file: BinaryIO) -> Iterator[str]:
    """The text of a page: UTF-8 where its bytes are that, else in the encoding the page names, else Western."""
    yield html_text(file.read())


def html_text(page: bytes | str) -> str:
    """What a reader would see of a page."""
    parser = HTMLParser(encoding=_encoding(page) if isinstance(page, bytes) else None, no_network=True)
    try:
        root = document_fromstring(page, parser=parser)
    except (etree.ParserError, ValueError):
        return ""
    return "".join(_pieces(root))


def _encoding(page: bytes) -> str | None:
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return None if page.startswith((b"\xff\xfe", b"\xfe\xff")) or _CHARSET.search(page[:2048]) else "cp1252"
    return "utf-8"


def _pieces(root: HtmlElement) -> Iterator[str]:
    """Texts in order, never recursive: pages may nest deeply."""
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_tag = isinstance(element.tag, str)
        if event == "start":
            unseen += element.tag in _UNSEEN
            if not unseen and element.tag in _BLOCKS:
                yield "\n"
            if not unseen and element.text:
                yield element.text
            continue
        if event == "end":
            unseen -= element.tag in _UNSEEN
            if not unseen and is_tag and element.tag in _BLOCKS:
                yield "\n"
        if not unseen and element.tail:
            yield element.tail
