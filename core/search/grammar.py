"""What may be typed: words, "quoted phrases", and -words that must not be there. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS = 200
_QUOTES = dict.fromkeys(map(ord, "“”„«»"), '"')
_TERM = re.compile(r'(?P<not>(?<!\S)[-−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One word, or the words of one phrase. `is_excluded`: nothing with it is wanted."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False

    def __str__(self) -> str:
        text = f'"{self.text}"' if self.is_phrase else self.text
        return f"-{text}" if self.is_excluded else text


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a search, in order. A quotation mark that is never closed closes at the end."""
    found = []
    for match in _TERM.finditer(text.translate(_QUOTES)):
        phrase, word = match["phrase"], match["word"]
        if (phrase or word or "").strip():
            found.append(Term((phrase or word).strip(), phrase is not None, bool(match["not"])))
    return tuple(found)
