"""Rows of a table narrowed by a search: what lists, the admin and boxes for choosing use."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db.models import Model, QuerySet

from core.search.expression import Expression, read_words
from core.search.sources import source_named

M = TypeVar("M", bound=Model)


class SearchedQuerySet(QuerySet[M]):
    """Rows of a search source."""

    search_source: ClassVar[str]

    def search(self, words: str) -> Self:
        """Those with all the words, each in their own texts or in a name of an institution taking part."""
        return self.matching(read_words(words))

    def matching(self, expression: Expression) -> Self:
        """Those that have what is asked for, quoted phrases and -words too: as the search page finds them."""
        return self.filter(pk__in=expression.ids(source_named(self.search_source))) if expression else self.none()
