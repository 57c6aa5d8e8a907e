"""The page of any list, declared once: its rows, what it can be narrowed by, and the filters in force.

Filter, orders and pages are those of `core.listing`, so that page and API answer the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

from core.errors import InvalidInput
from core.filters import SearchFilter
from core.listing import Order, Page, choose_order, page_of
from core.search.spelling import correct_among
from core.web.addresses import with_changes
from core.web.facets import Chip, Choice, Facet, Filters, Flag, Naming

ROWS = 50


@dataclass(frozen=True)
class ListDeclaration:
    """What a list offers. `naming` turns values of a parameter without choices (a code, a uid) into words.

    `fields` makes the form fields under "more filters", by parameter.
    """

    filterset: type[FilterSet]
    orders: Sequence[Order]
    facets: Sequence[Facet | Flag] = ()
    naming: Mapping[str, Naming] = field(default_factory=dict)
    fields: Callable[[], Mapping[str, forms.Field]] = dict


@dataclass(frozen=True)
class Meant:
    """Other words to search a list for, and the address that does."""

    words: str
    url: str


@dataclass(frozen=True)
class Listing:
    """Everything the template of a list shows.

    `more` holds the fields under "more filters", `kept` all else in force, for hidden fields;
    `problems` are sentences about values that cannot be taken; `meant` is a search that finds something where the one
    asked for finds nothing.
    """

    page: Page[Any]
    total: int
    facets: list[tuple[Facet | Flag, list[Choice]]]
    chips: list[Chip]
    more: forms.Form
    kept: list[tuple[str, str]]
    default_ordering: str
    problems: list[str]
    meant: Meant | None

    @property
    def status(self) -> int:
        """400 when the address asks for what cannot be."""
        return 400 if self.problems else 200


def listing_of(request: HttpRequest, queryset: QuerySet[Any], declaration: ListDeclaration) -> Listing:
    """The list as the address asks for it, in a fixed number of queries: rows, count, one for each facet.

    `queryset` holds what the reader may see; its `for_list()` says what a row shows.
    """
    asked = _without_blanks(request.GET)
    found = declaration.filterset(asked, queryset, request=request)
    filters = Filters(found, asked, declaration.naming)
    try:
        page, total = _rows(request, found, declaration)
        facets = [(facet, filters.choices(facet)) for facet in declaration.facets]
        problems = []
    except InvalidInput as problem:
        page, total, facets, problems = Page([], None, None), 0, [], _sentences(found, problem)
    more = _more(request, declaration)
    return Listing(
        page=page,
        total=total,
        facets=facets,
        chips=filters.chips(),
        more=more,
        kept=[
            (name, value)
            for name in ("ordering", *filters.values)
            if name != "q"
            for value in request.GET.getlist(name)[: -1 if name in more.fields else None]
        ],
        default_ordering=declaration.orders[0].name,
        problems=problems,
        meant=None if page.rows or problems else _meant(found, filters, asked),
    )


def _without_blanks(query: QueryDict) -> QueryDict:
    """What a form asked for: fields left empty ask for nothing."""
    asked = query.copy()
    for name, values in query.lists():
        asked.setlist(name, [value for value in values if value.strip()])
    return asked


def _rows(request: HttpRequest, found: FilterSet, declaration: ListDeclaration) -> tuple[Page[Any], int]:
    order = choose_order(declaration.orders, request.GET.get("ordering", ""))
    if not found.is_valid():
        raise InvalidInput({name: [str(each) for each in errors] for name, errors in found.errors.items()})
    page = page_of(found.qs.for_list(), order=order, cursor=request.GET.get("cursor", ""), limit=ROWS)
    return page, found.qs.order_by().count()


def _meant(found: FilterSet, filters: Filters, asked: QueryDict) -> Meant | None:
    """A search like the one that finds nothing, among the rows that pass the other filters."""
    search = found.filters.get("q")
    expression = search.expression if isinstance(search, SearchFilter) else None
    if not expression:
        return None
    rows: Any = filters.without("q")
    correction = correct_among(expression, finds=lambda words: rows.matching(words).exists())
    if correction is None:
        return None
    return Meant(correction.text, with_changes(asked, {"q": correction.text}))


def _more(request: HttpRequest, declaration: ListDeclaration) -> forms.Form:
    more = forms.Form(initial=request.GET.dict(), auto_id="filter_%s")
    for name, each in declaration.fields().items():
        each.required = False
        more.fields[name] = each
    return more


def _sentences(found: FilterSet, problem: InvalidInput) -> list[str]:
    labels = {name: each.label for name, each in found.filters.items()}
    return [
        f"{labels[name]}: {sentence}" if name in labels else sentence
        for name, sentences in problem.errors.items()
        for sentence in sentences
    ]
