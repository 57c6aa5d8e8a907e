"""Where the words stand: a thing's title, names and text with the words marked, as safe HTML or as plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.search.expression import Expression
from core.search.sources import Found

# Characters for private use stand for the marks until the text is escaped; texts are rid of their own.
OPEN, CLOSE = "\ue000", "\ue001"
_SIGNS = f"StartSel={OPEN}, StopSel={CLOSE}"
_WHOLE = f"{_SIGNS}, HighlightAll=true"
_PIECES = f'{_SIGNS}, MaxFragments=2, MaxWords=28, MinWords=12, ShortWord=0, FragmentDelimiter=" … "'
# Of a longer text so many characters are read, from a little before the first place of a word.
_WINDOW = 12000
_MARK = """
    WITH asked AS MATERIALIZED (
        SELECT a.source, a.id, translate(a.title, %(signs)s, '') AS title, translate(a.beside, %(signs)s, '') AS beside,
               translate(coalesce(t.names, ''), %(signs)s, '') AS names,
               translate(concat_ws(' ', t.summary, CASE WHEN length(t.body) <= %(window)s THEN t.body ELSE (
                   SELECT substr(t.body, greatest(1, min(nullif(strpos(folded, word), 0)) - 1000), %(window)s)
                     FROM core_search_fold(left(t.body, 1000000)) AS folded,
                          (SELECT left(core_search_plain(w), 6) FROM unnest(%(words)s::text[]) AS w) AS given(word)
               ) END), %(signs)s, '') AS body
          FROM unnest(%(sources)s::text[], %(ids)s::bigint[], %(titles)s::text[], %(besides)s::text[])
               AS a(source, id, title, beside),
               LATERAL core_search_texts(a.source, ARRAY[a.id]) AS t
    )
    SELECT source, id, ts_headline(c.name, title, q.query, %(whole)s), ts_headline(c.name, beside, q.query, %(whole)s),
           ts_headline(c.name, names, q.query, %(whole)s), ts_headline(c.name, body, q.query, %(pieces)s)
      FROM asked, (SELECT %(query)s::tsquery AS query) AS q,
           unnest(ARRAY['core_search_en', 'core_search_es']::regconfig[]) AS c(name)
"""


@dataclass(frozen=True)
class Marked:
    """A text with its words marked by `OPEN` and `CLOSE`."""

    text: str = ""

    @property
    def marks(self) -> int:
        """How many words are marked."""
        return self.text.count(OPEN)

    @property
    def html(self) -> SafeString:
        """Escaped first, then marked: nothing of the text is taken for HTML."""
        marked = escape(self.text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
        return mark_safe(marked)  # noqa: S308

    @property
    def brackets(self) -> str:
        """Plain text, the words between ⟦ and ⟧."""
        return self.text.replace(OPEN, "⟦").replace(CLOSE, "⟧")

    def only_marked_lines(self) -> Marked:
        """The lines with a mark, side by side."""
        return Marked(" · ".join(line for line in self.text.split("\n") if OPEN in line))

    def if_marked(self) -> Marked:
        """The text where a word is marked in it, else nothing."""
        return self if self.marks else Marked()


@dataclass(frozen=True)
class Snippet:
    """The marked texts of one thing: its title, the names beside it, other names it was found by, a piece of text."""

    title: Marked
    beside: Marked
    names: Marked
    text: Marked


def snippets(found: Mapping[tuple[str, int], Found], expression: Expression) -> dict[tuple[str, int], Snippet]:
    """The snippet of each thing on a page, in one query."""
    if not found:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK,
            {
                "sources": [source for source, _id in found],
                "ids": [pk for _source, pk in found],
                "titles": [each.title for each in found.values()],
                "besides": [each.beside for each in found.values()],
                "words": [each.term.text for each in expression.terms if not each.term.is_excluded],
                "query": expression.to_mark,
                "signs": OPEN + CLOSE,
                "window": _WINDOW,
                "whole": _WHOLE,
                "pieces": _PIECES,
            },
        )
        rows = cursor.fetchall()
    texts: dict[tuple[str, int], list[list[Marked]]] = {}
    for source, pk, *marked in rows:
        texts.setdefault((source, pk), []).append([Marked(each) for each in marked])
    return {key: _snippet(*(_most_marked(each) for each in zip(*both, strict=True))) for key, both in texts.items()}


def _most_marked(texts: Sequence[Marked]) -> Marked:
    return max(texts, key=lambda each: each.marks)


def _snippet(title: Marked, beside: Marked, names: Marked, text: Marked) -> Snippet:
    return Snippet(title, beside, names.only_marked_lines(), text.if_marked())
