"""Names of files, made harmless for every system they may be saved on."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
WITHOUT_A_NAME = "document"
_FORBIDDEN = re.compile(r'[<>:"|?*%]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def neutral_name(name: str) -> str:
    """The name without folders, invisible or misleading characters; at most `LONGEST` characters, extension kept.

    Control and format characters go, among them those that turn the direction of writing ("exe.fdp" read backwards).
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if each.isspace() else each for each in last if each.isspace() or _is_seen(each))
    tidy = re.sub(r" +", " ", _FORBIDDEN.sub("_", seen)).strip(" .")
    if _RESERVED.match(tidy):
        tidy = f"_{tidy}"
    return _shortened(tidy) or WITHOUT_A_NAME


def _is_seen(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"
