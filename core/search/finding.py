"""The answer to a search for one reader: how much of each type, and a page of what fits best."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from django.contrib.postgres.search import SearchQueryField
from django.db.models import Func, Value
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from core.search.expression import Expression, read
from core.search.lookups import Rank
from core.search.snippets import Snippet, snippets
from core.search.sources import Found, SearchSource, sources
from core.search.spelling import correct

# Of each type at most so many are counted and ranked.
MOST_RANKED = 1000


@dataclass(frozen=True)
class Hit:
    """One thing found, with its words marked."""

    source: SearchSource
    found: Found
    snippet: Snippet


@dataclass(frozen=True)
class Facet:
    """How many of a type; `is_capped`: there are more than `count`."""

    source: SearchSource
    count: int
    is_capped: bool


@dataclass(frozen=True)
class Answer:
    """What was found. `corrected` are the words searched for instead, where those asked for find nothing.

    `facets` has every type, `types` are the names of those wanted (none: all). `next` is the cursor of the next page;
    None on the last.
    """

    asked: str
    corrected: str
    types: Collection[str]
    facets: list[Facet]
    hits: list[Hit]
    next: str | None

    @property
    def words(self) -> str:
        """The words that found it."""
        return self.corrected or self.asked

    @property
    def total(self) -> int:
        """How many were counted, of the types wanted."""
        return sum(facet.count for facet in self._wanted)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than `total`."""
        return any(facet.is_capped for facet in self._wanted)

    @property
    def is_of_other_types(self) -> bool:
        """Whether only types that were not wanted have anything."""
        return not self.total and any(facet.count for facet in self.facets)

    @property
    def _wanted(self) -> list[Facet]:
        return [facet for facet in self.facets if not self.types or facet.source.name in self.types]


@dataclass(frozen=True)
class _Row:
    """One entry that fits: sorted, the best comes first."""

    score: float
    place: int
    pk: int
    source: SearchSource

    @property
    def key(self) -> tuple[float, int, int]:
        return (-self.score, self.place, -self.pk)


def find(*, text: str, viewer: Any, types: Collection[str] = (), cursor: str = "", limit: int) -> Answer:
    """A page of what a text asks for among what the viewer may see, in a fixed number of queries.

    `types` names the sources wanted (none: all); facets count every type. Raises `InvalidInput` for
    `q`, `type` or `cursor`.
    """
    _refuse_unknown(types)
    expression, corrected = read(text), ""
    after = _read_cursor(cursor) if cursor else None
    ranked = _ranked(expression, viewer)
    if expression and not any(ranked) and (correction := correct(expression, viewer)):
        other = _ranked(correction.expression, viewer)
        if any(other):
            expression, corrected, ranked = correction.expression, correction.text, other
    facets = [
        Facet(source, min(len(rows), MOST_RANKED), len(rows) > MOST_RANKED)
        for source, rows in zip(sources(), ranked, strict=True)
    ]
    wanted = sorted(
        (row for rows in ranked for row in rows[:MOST_RANKED] if not types or row.source.name in types),
        key=lambda row: row.key,
    )
    beyond = [row for row in wanted if after is None or row.key > after]
    page = beyond[:limit]
    return Answer(
        asked=" ".join(text.split()),
        corrected=corrected,
        types=types,
        facets=facets,
        hits=_hits(page, expression, viewer),
        next=_write_cursor(page[-1]) if len(beyond) > limit else None,
    )


def _refuse_unknown(types: Collection[str]) -> None:
    names = [source.name for source in sources()]
    if not set(types) <= set(names):
        sentence = _("There is no such type. Choose among: %(choices)s.") % {"choices": ", ".join(names)}
        raise InvalidInput({"type": [sentence]})


def _ranked(expression: Expression, viewer: Any) -> list[list[_Row]]:
    """For each source the entries that fit, up to one more than are counted; seeing comes before all else."""
    if not expression:
        return [[] for _source in sources()]
    query = expression.query(with_marks=True) or expression.query(with_marks=False)
    rank = Rank(
        Func(Value(query), template="%(expressions)s::tsquery", output_field=SearchQueryField()),
        Value(expression.words),
    )
    return [
        [
            _Row(score, place, pk, source)
            for pk, score in expression.entries(source)
            .filter(object_id__in=source.visible(viewer))
            .annotate(score=rank)
            .values_list("object_id", "score")[: MOST_RANKED + 1]
        ]
        for place, source in enumerate(sources())
    ]


def _hits(page: Sequence[_Row], expression: Expression, viewer: Any) -> list[Hit]:
    found: dict[tuple[str, int], Found] = {}
    for source, rows in groupby(sorted(page, key=lambda row: row.place), key=lambda row: row.source):
        described = source.describe([row.pk for row in rows], viewer)
        found |= {(source.name, pk): each for pk, each in described.items()}
    marked = snippets(found, expression)
    keys = [(row.source, (row.source.name, row.pk)) for row in page]
    return [Hit(source, found[key], marked[key]) for source, key in keys if key in marked]


def _write_cursor(row: _Row) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(row.key)).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[float, int, int]:
    try:
        score, place, pk = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not (isinstance(score, float) and isinstance(place, int) and isinstance(pk, int)):
            raise ValueError("a cursor of another list")
    except (ValueError, TypeError, binascii.Error):
        sentence = _("This cursor does not belong to this list and order. Begin again without one.")
        raise InvalidInput({"cursor": [sentence]}) from None
    return score, place, pk
