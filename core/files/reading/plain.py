"""Plain text in whatever encoding, and e-mail."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from typing import BinaryIO, cast

from charset_normalizer import CharsetMatch, from_bytes

from core.files.reading.html import html_text

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Encodings of Europe and America before UTF-8. Where texts make equal sense in several, the first is taken.
_BEFORE_UTF8 = [
    "cp1252",
    "iso8859_15",
    "cp1250",
    "iso8859_2",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp850",
]


def decoded(content: bytes) -> str:
    """The text of bytes: by its mark, as UTF-8 where it is that, else in the encoding that makes most sense."""
    encoding = next((each for mark, each in _BOMS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return _decoded_by_sense(content)


def _decoded_by_sense(content: bytes) -> str:
    matches = list(from_bytes(content, cp_isolation=_BEFORE_UTF8))
    if not matches:
        return content.decode("cp1252", errors="replace")
    return str(min(matches, key=_senselessness))


def _senselessness(match: CharsetMatch) -> tuple[float, float, int]:
    return round(match.chaos, 2), -round(match.coherence, 2), _BEFORE_UTF8.index(match.encoding)


def text_pieces(file: BinaryIO) -> Iterator[str]:
    """The text of a plain file."""
    yield decoded(file.read())


def mail_pieces(file: BinaryIO) -> Iterator[str]:
    """Subject, people and body of a message; what is attached is not read."""
    message = cast("EmailMessage", email.message_from_binary_file(file, policy=policy.default))
    for name in ("Subject", "From", "To", "Cc", "Date"):
        if message[name]:
            yield f"{name}: {message[name]}\n"
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = cast("EmailMessage", body).get_content()
        yield html_text(content) if body.get_content_subtype() == "html" else content
