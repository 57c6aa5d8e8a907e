"""What can be found: each app declares its types of record in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

Text = str | Promise


@dataclass(frozen=True)
class Found:
    """One thing found, for its reader: `key` is its reference or uid, `about` what it is in a few words.

    `path` is its page and `resource` its address below /api/v1/. `beside` are names that stand with it, of its
    parties say, in which the words are marked too.
    """

    key: str
    reference: str
    title: str
    path: str
    resource: str
    about: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class SearchSource:
    """A type of thing that can be found: `label` names the type, `singular` one of it.

    The function search_texts_of_`name` of the database gives the texts of ids of `table`. `visible` gives the ids a
    person may see (a sub-query): it is applied before anything is counted or ranked. `describe` says how to show some
    ids, leaving out what the person may not see. `list_view` names the page that lists all of them, where there is
    one. Where `lends_names`, what carries marks of it is found by its names; `linked` gives, for ids of such sources (a
    sub-query), the ids of what carries a mark of any of them.
    """

    name: str
    table: str
    label: Text
    singular: Text
    visible: Callable[[Any], QuerySet[Any]]
    describe: Callable[[Sequence[int], Any], Mapping[int, Found]]
    list_view: str = ""
    lends_names: bool = False
    linked: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None

    def list_path(self, words: str) -> str:
        """The list with the same words; empty where there is none."""
        return f"{reverse(self.list_view)}?{urlencode({'q': words})}" if self.list_view else ""


_SOURCES: dict[str, tuple[int, SearchSource]] = {}


def register_source(source: SearchSource, *, order: int) -> None:
    """Have a type of thing found; types stand in `order`, also those of things that fit equally well."""
    _SOURCES[source.name] = (order, source)


def source_named(name: str) -> SearchSource:
    """The source of this name."""
    return _SOURCES[name][1]


def sources() -> list[SearchSource]:
    """Every type of thing that can be found, in order."""
    return [source for _order, source in sorted(_SOURCES.values(), key=lambda pair: pair[0])]
