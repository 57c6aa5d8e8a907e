"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import re
from typing import BinaryIO

import puremagic

from core.files import archives, formats
from core.files.refusing import Unacceptable
from core.sentences import gettext_noop

_HEAD = 4096
_CHUNK = 1024 * 1024
_SIGNATURES = (
    (b"%PDF-", formats.PDF),
    (b"\x89PNG\r\n\x1a\n", formats.PNG),
    (b"\xff\xd8\xff", formats.JPEG),
    (b"II*\x00", formats.TIFF),
    (b"MM\x00*", formats.TIFF),
)
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|iframe|svg|meta|style)\b", re.I | re.S)
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:", re.ASCII)
_OFFICE_OPEN_XML = {
    b"wordprocessingml.document.main+xml": formats.DOCX,
    b"spreadsheetml.sheet.main+xml": formats.XLSX,
    b"presentationml.presentation.main+xml": formats.PPTX,
}
_CONTENT_TYPES = "[Content_Types].xml"
_MACROS = gettext_noop("The file contains macros. Save it as a document without macros.")
_EMPTY = gettext_noop("The file is empty.")


def content_of(file: BinaryIO) -> str:
    """The media type of the content, "" where it is none the register knows. Raises `Unacceptable`.

    An archive is looked over before anything in it is opened. Leaves the file at its beginning.
    """
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        raise Unacceptable("empty", _EMPTY)
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((media_type for signature, media_type in _SIGNATURES if begins.startswith(signature)), "")
    if not found and head.startswith(b"PK\x03\x04"):
        found = _office_document(file)
    elif not found and _is_text(file):
        found = formats.HTML if looks_like_html(head) else formats.PLAIN
    file.seek(0)
    return found


def looks_like_html(head: bytes) -> bool:
    """Whether text begins as a page does."""
    encoding = next((each for bom, each in _BOMS.items() if head.startswith(bom)), "latin-1")
    return bool(_HTML.match(head.decode(encoding, errors="replace").lstrip("\ufeff")))


def looks_like_mail(file: BinaryIO) -> bool:
    """Whether text begins with the header of a message (RFC 5322)."""
    first = file.read(_HEAD).split(b"\n\n")[0].split(b"\r\n\r\n")[0].splitlines()
    file.seek(0)
    headers = [line for line in first if line and not line.startswith((b" ", b"\t"))]
    names = {line.split(b":")[0].lower() for line in headers}
    return all(_HEADER_LINE.match(line) for line in headers) and bool(names & {b"from", b"received", b"message-id"})


def guess(file: BinaryIO) -> str:
    """The usual extension of such content, for a sentence; "" where there is no telling."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(b"MZ"):
        return "exe"
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.extension.lstrip(".") for match in matches if match.extension), "")


def _office_document(file: BinaryIO) -> str:
    archive = archives.opened(file)
    with archive:
        names = archive.namelist()
        types = archives.part(archive, _CONTENT_TYPES)
        if b"macroEnabled" in types or any(_is_macro(name) for name in names):
            raise Unacceptable("macros", _MACROS)
        archives.refuse_entities(archive)
        mime = archives.part(archive, "mimetype", most=200).decode("latin-1").strip()
        if mime in (formats.ODT, formats.ODS):
            return mime
        return next((media_type for mark, media_type in _OFFICE_OPEN_XML.items() if mark in types), "")


def _is_macro(name: str) -> bool:
    return name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(("Basic/", "Scripts/"))


def _is_text(file: BinaryIO) -> bool:
    """Whether there are no characters in it that no text has; UTF-16 only with its mark."""
    first = file.read(2)
    file.seek(0)
    if first in _BOMS:
        return True
    while chunk := file.read(_CHUNK):
        if any(byte in chunk for byte in (b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x0e")):
            return False
    return True
