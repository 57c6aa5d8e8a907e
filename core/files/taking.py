"""Whether a file is taken: its name and its content must say the same, and both must be on the list."""

from __future__ import annotations

from typing import BinaryIO

from core.files import formats
from core.files.content import content_of, guess, looks_like_mail
from core.files.formats import BY_EXTENSION, BY_MEDIA_TYPE, Format, extension_of
from core.files.refusing import Unacceptable
from core.sentences import gettext_noop

_NOT_TAKEN = gettext_noop("Files ending in “%(extension)s” are not taken. These are: %(known)s.")
_NO_EXTENSION = gettext_noop("The file's name does not say what it is. It should end in one of: %(known)s.")
_WITH_MACROS = gettext_noop("Documents with macros (“%(extension)s”) are not taken. Save it without macros.")
_OLD_OFFICE = gettext_noop(
    "The content is not what the name says (%(label)s): it is an older office format or is protected by a password. "
    "Save it as DOCX, XLSX or PDF without a password."
)
_DIFFERS = gettext_noop("The content is not what the name says: the name says %(label)s, the content is %(found)s.")
_UNKNOWN = gettext_noop("The content is not what the name says: it is not %(label)s.")
_MACRO_EXTENSIONS = ("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm")
_OLD_OFFICE_EXTENSIONS = ("doc", "xls", "ppt", "spo", "msg")


def format_of(file: BinaryIO, *, name: str) -> Format:
    """The format of a file that is taken. Raises `Unacceptable`. Leaves the file at its beginning."""
    named = _by_name(name)
    found = content_of(file)
    if found == named.recognised_as and (named.media_type != formats.MAIL or looks_like_mail(file)):
        return named
    raise _mismatch(file, named, found)


def known_extensions() -> str:
    """The extensions that are taken, for a sentence or a control that chooses files."""
    return ", ".join(f".{extension}" for extension in BY_EXTENSION)


def _by_name(name: str) -> Format:
    extension = extension_of(name)
    if extension in BY_EXTENSION:
        return BY_EXTENSION[extension]
    if extension in _MACRO_EXTENSIONS:
        raise Unacceptable("macros", _WITH_MACROS, extension=f".{extension}")
    if not extension:
        raise Unacceptable("format_unknown", _NO_EXTENSION, known=known_extensions())
    raise Unacceptable("format_not_taken", _NOT_TAKEN, extension=f".{extension}", known=known_extensions())


def _mismatch(file: BinaryIO, named: Format, found: str) -> Unacceptable:
    if found and found != named.recognised_as:
        return Unacceptable("content_differs", _DIFFERS, label=named.label, found=BY_MEDIA_TYPE[found].label)
    guessed = "" if found else guess(file)
    if guessed in _OLD_OFFICE_EXTENSIONS:
        return Unacceptable("content_differs", _OLD_OFFICE, label=named.label)
    if guessed and guessed not in BY_EXTENSION:
        return Unacceptable("content_differs", _DIFFERS, label=named.label, found=f".{guessed}")
    return Unacceptable("content_differs", _UNKNOWN, label=named.label)
