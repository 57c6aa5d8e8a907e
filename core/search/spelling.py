"""What a misspelt word may have meant: a word of the register that looks like it, where the reader would find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from django.db import connection, transaction

from core.search.expression import Expression, ReadTerm, read
from core.search.grammar import Term
from core.search.likeness import exchanged, slips
from core.search.sources import sources

LIKEST = 6
# For each word so many others are tried beside those of the other words, and so many searches in all.
MOST_TRIED, MOST_TOGETHER = 3, 9
# Words with two letters exchanged share few trigrams: they are looked for as beginnings, and all are judged afterwards.
_LOOSELY, _USUALLY = "0.25", "0.3"
_ALIKE = """
    SELECT DISTINCT ON (word) word, plain.text, similarity(word, plain.text)
      FROM (SELECT core_search_plain(%(asked)s) AS text) AS plain, core_searchword
     WHERE word %% core_search_plain(%(asked)s) OR word LIKE ANY(%(beginnings)s)
     ORDER BY word
"""
Finds = Callable[[Expression], bool]


@dataclass(frozen=True)
class Correction:
    """Other words that find something: `text` as they would be typed."""

    text: str
    expression: Expression


def correct(expression: Expression, viewer: Any) -> Correction | None:
    """The search with each word replaced that finds nothing for this reader by one that does; None where none can.

    What decides is only what the reader may see, so that nothing is told of what they may not.
    """
    return correct_among(expression, finds=lambda words: _finds_something(words, viewer))


def correct_among(expression: Expression, *, finds: Finds) -> Correction | None:
    """As `correct`, where `finds` says whether the reader finds anything by some words.

    All words together find something. A word like none is left out where another was mended; one that finds something
    only by itself is mended too where the others do not go with it.
    """
    choices = [_choices(each, finds) for each in expression.terms]
    mended = [bool(terms) and terms[0] != each.term for terms, each in zip(choices, expression.terms, strict=True)]
    if not any(mended):
        return None
    wider = [
        terms if is_mended or not terms else [*terms, *_likest(each, finds)]
        for terms, is_mended, each in zip(choices, mended, expression.terms, strict=True)
    ]
    for terms in islice(_together(wider), MOST_TOGETHER):
        text = " ".join(str(term) for term in terms)
        corrected = read(text)
        if finds(corrected):
            return Correction(text, corrected)
    return None


def _together(choices: list[list[Term]]) -> Iterator[tuple[Term, ...]]:
    return product(*(terms for terms in choices if terms))


def _is_doubtful(term: ReadTerm) -> bool:
    """A wanted word of letters, long enough to be mistaken for another."""
    text = term.term.text
    return not (term.term.is_phrase or term.term.is_excluded) and len(text) >= 4 and not any(map(str.isdigit, text))


def _choices(term: ReadTerm, finds: Finds) -> list[Term]:
    """The word itself, or where it finds nothing the likest that do; none where there are none."""
    if not _is_doubtful(term) or finds(Expression(term.term.text, (term,))):
        return [term.term]
    return _likest(term, finds)


def _likest(term: ReadTerm, finds: Finds) -> list[Term]:
    """At most `MOST_TRIED` words like it that find something."""
    if not _is_doubtful(term):
        return []
    like = (word for word in _alike(term.term.text) if finds(read(word)))
    return [replace(term.term, text=word) for word in islice(like, MOST_TRIED)]


def _alike(text: str) -> list[str]:
    """The likest words of the register, at most one slip for each three letters and two at least."""
    most = max(2, len(text) // 3)
    found = []
    for word, plain, likeness in _resembling(text):
        at_first, in_all = slips(plain, word)
        if word != plain and at_first <= most and min(in_all, len(word) - len(plain)) <= most:
            found.append((min(at_first + 1, in_all), in_all, -likeness, word))
    return [word for *_rank, word in sorted(found)[:LIKEST]]


def _resembling(text: str) -> list[tuple[str, str, float]]:
    beginnings = [f"{each}%" for each in exchanged(text.casefold()) if each.isalpha()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [_LOOSELY])
        cursor.execute(_ALIKE, {"asked": text, "beginnings": beginnings})
        rows: list[tuple[str, str, float]] = cursor.fetchall()
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [_USUALLY])
    return rows


def _finds_something(expression: Expression, viewer: Any) -> bool:
    return any(expression.entries(source).filter(object_id__in=source.visible(viewer)).exists() for source in sources())
