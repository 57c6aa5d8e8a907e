"""The text of Word and OpenDocument files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from core.files import archives
from core.files.reading.faults import Unreadable
from core.files.refusing import Unacceptable

# The part with the text may unpack to this many bytes: its tree takes some ten times as much memory.
MOST_UNPACKED = 40_000_000
_READ_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
_WORD = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OPEN_MARKS = {f"{_OPEN}tab": "\t", f"{_OPEN}line-break": "\n", f"{_OPEN}s": " "}
_OPEN_PARAGRAPHS = (f"{_OPEN}p", f"{_OPEN}h")


def docx_pieces(file: BinaryIO) -> Iterator[str]:
    """The text of a Word document with its headers, notes and comments; what was struck out is left out.

    Walks the tree, since paragraphs as such leave out tracked insertions, text boxes and content controls.
    """
    _refuse_bombs(file)
    try:
        package = docx.Document(file).part.package
    except (OpcError, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise Unreadable(f"The document is damaged: {type(fault).__name__}.") from fault
    main = package.main_document_part
    yield from _word_text(main.element)
    for each in main.rels.values():
        if not each.is_external and each.reltype.rpartition("/")[2] in _READ_PARTS:
            yield from _word_text(_parsed(each.target_part.blob))


def odt_pieces(file: BinaryIO) -> Iterator[str]:
    """The text of an OpenDocument text."""
    _refuse_bombs(file)
    with archives.opened(file) as archive:
        root = _parsed(archives.part(archive, "content.xml", most=MOST_UNPACKED))
    yield from _texts(root, marks=_OPEN_MARKS, ends=_OPEN_PARAGRAPHS)


def _word_text(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in _WORD:
            yield _WORD[element.tag]
        elif element.tag == qn("w:p"):
            yield "\n"


def _texts(root: etree._Element, *, marks: Mapping[str, str], ends: tuple[str, ...]) -> Iterator[str]:
    inside = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            inside += element.tag in ends
            yield marks.get(element.tag, "")
            if inside and element.text:
                yield element.text
            continue
        inside -= element.tag in ends
        if element.tag in ends:
            yield "\n"
        if inside and element.tail:
            yield element.tail


def _refuse_bombs(file: BinaryIO) -> None:
    try:
        with archives.opened(file) as archive:
            archives.refuse_entities(archive)
            largest = max(each.file_size for each in archive.infolist() if each.filename.lower().endswith(".xml"))
    except Unacceptable as fault:
        raise Unreadable(str(fault)) from fault
    if largest > MOST_UNPACKED:
        raise Unreadable("Its text is too long to be read.")
    file.seek(0)


def _parsed(part: bytes) -> etree._Element:
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as fault:
        raise Unreadable("The document is damaged: its text is no XML.") from fault
