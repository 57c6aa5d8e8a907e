"""The text layer of PDF files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pypdf import Configuration, PasswordType, PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError, PyPdfError

from core.files.reading.faults import Unreadable

MOST_PAGES = 2_000
# What one stream of a page may unpack to, in bytes (a page of text has some thousands), and what that may cost.
BOUNDS = Configuration(
    zlib_maximum_output_length=20_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    stream_decoding_work_maximum_length=60_000_000,
    stream_parsing_work_maximum_count=500_000,
    jbig2dec_binary=None,
)


def pdf_pieces(file: BinaryIO) -> Iterator[str]:
    """The text of page after page, up to `MOST_PAGES`. Raises `Unreadable`."""
    try:
        overwrite_configuration(BOUNDS)
        reader = PdfReader(file)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unreadable("It is protected by a password.")
        for number, page in enumerate(reader.pages):
            if number == MOST_PAGES:
                return
            yield page.extract_text()
            yield "\n"
    except LimitReachedError as fault:
        raise Unreadable("Unpacked, it would be far larger than it looks.") from fault
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
        raise Unreadable(f"The PDF is damaged: {type(fault).__name__}.") from fault
