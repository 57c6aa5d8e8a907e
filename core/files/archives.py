"""Zip archives, which office documents are: looked over before anything in them is opened."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from core.files.refusing import Unacceptable
from core.sentences import gettext_noop

MEGABYTE = 1024 * 1024
_ENTRY_SIGNATURE = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PROLOGUE = 4096

_TOO_MUCH = gettext_noop("Unpacked, the file would be far larger than it looks (a “zip bomb”). It was not opened.")
_DAMAGED = gettext_noop("The file is damaged: it cannot be opened. Save it anew and try again.")
_PASSWORD = gettext_noop("The file is protected by a password. Save it without one.")
_DTD = gettext_noop("The file declares entities of its own, which no office program does. It was not opened.")


@dataclass(frozen=True)
class ArchiveLimits:
    """How much an archive may hold: entries, bytes when unpacked, and how often its own size that may be."""

    entries: int = 5_000
    unpacked: int = 200 * MEGABYTE
    ratio: int = 150
    # Small files may be packed as tightly as they like.
    ratio_counts_from: int = 5 * MEGABYTE


LIMITS = ArchiveLimits()


def opened(file: BinaryIO, limits: ArchiveLimits = LIMITS) -> zipfile.ZipFile:
    """The archive, once its table of contents has been looked over. Raises `Unacceptable`.

    What the table says is what is read: no entry yields more bytes than it declares.
    """
    if _entries_in(file) > limits.entries:
        raise Unacceptable("too_many_entries", _TOO_MUCH)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unacceptable("damaged", _DAMAGED) from fault
    entries = archive.infolist()
    unpacked, size = sum(each.file_size for each in entries), _size_of(file)
    if unpacked > limits.unpacked or sum(each.compress_size for each in entries) > size:
        raise Unacceptable("unpacks_too_large", _TOO_MUCH)
    if unpacked > max(limits.ratio_counts_from, size * limits.ratio):
        raise Unacceptable("unpacks_too_large", _TOO_MUCH)
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise Unacceptable("password", _PASSWORD)
    return archive


def part(archive: zipfile.ZipFile, name: str, *, most: int = MEGABYTE) -> bytes:
    """The first `most` bytes of an entry; nothing where there is no such entry. Raises `Unacceptable`."""
    if name not in archive.namelist():
        return b""
    try:
        with archive.open(name) as entry:
            return entry.read(most)
    except Exception as fault:  # BadZipFile, zlib.error, LZMAError and their like have no common ancestor
        raise Unacceptable("damaged", _DAMAGED) from fault


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Refuse XML parts that begin with a document type of their own. Raises `Unacceptable`."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".rdf")):
            prologue = part(archive, name, most=_PROLOGUE).replace(b"\x00", b"").upper()
            if b"<!DOCTYPE" in prologue or b"<!ENTITY" in prologue:
                raise Unacceptable("entities", _DTD)


def _entries_in(file: BinaryIO) -> int:
    """How many entries the bytes show, counted before a table of any length is built in memory."""
    file.seek(0)
    count, rest = 0, b""
    while chunk := file.read(MEGABYTE):
        count += (rest + chunk).count(_ENTRY_SIGNATURE)
        rest = chunk[-3:]
    file.seek(0)
    return count


def _size_of(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
