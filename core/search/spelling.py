"""What a misspelt word may have meant: a word of the register that looks like it, where the reader would find it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from core.search.expression import Expression, ReadTerm, read
from core.search.grammar import Term
from core.search.sources import sources

LIKEST = 6
_ALIKE = """
    SELECT word, core_search_plain(%(asked)s) = word AS is_same FROM core_searchword
     WHERE word %% core_search_plain(%(asked)s)
     GROUP BY word ORDER BY similarity(word, core_search_plain(%(asked)s)) DESC, word LIMIT %(most)s
"""


@dataclass(frozen=True)
class Correction:
    """Other words that find something: `text` as they would be typed."""

    text: str
    expression: Expression


def correct(expression: Expression, viewer: Any) -> Correction | None:
    """The search with each word replaced that finds nothing for this reader by one that does; None where none can.

    What decides is only what the reader may see, so that nothing is told of what they may not.
    """
    terms = [each.term for each in expression.terms]
    corrected = [_corrected(each, viewer) if _is_doubtful(each) else each.term for each in expression.terms]
    if corrected == terms:
        return None
    text = " ".join(str(term) for term in corrected)
    return Correction(text, read(text))


def _is_doubtful(term: ReadTerm) -> bool:
    """A wanted word of letters, long enough to be mistaken for another."""
    text = term.term.text
    return not (term.term.is_phrase or term.term.is_excluded) and len(text) >= 4 and not any(map(str.isdigit, text))


def _corrected(term: ReadTerm, viewer: Any) -> Term:
    if _finds_something(Expression(term.term.text, (term,)), viewer):
        return term.term
    for word in _alike(term.term.text):
        if _finds_something(read(word), viewer):
            return replace(term.term, text=word)
    return term.term


def _alike(text: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"asked": text, "most": LIKEST})
        return [word for word, is_same in cursor.fetchall() if not is_same]


def _finds_something(expression: Expression, viewer: Any) -> bool:
    return any(expression.entries(source).filter(object_id__in=source.visible(viewer)).exists() for source in sources())
