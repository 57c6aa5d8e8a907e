"""Search over the whole register."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.api.errors import InvalidParameters
from core.api.lists import DEFAULT_LIMIT
from core.api.operations import Operation, answers
from core.api.parameters import CURSOR, LIMIT, Parameter, naming_parameters
from core.api.views import ApiView
from core.listing import read_limit
from core.search.finding import Hit, find
from core.search.grammar import MOST_CHARACTERS

TYPES = ("agreement", "institution", "activity", "programme", "document")


class SearchHit(TypedDict):
    """One thing found. In `title_marked` and `snippet` the words found stand between ⟦ and ⟧; both are plain text.

    `id` is a reference, code or uid. A document's `reference`, `url` and `page` are those of its agreement.
    """

    type: str
    id: str
    reference: str
    title: str
    title_marked: str
    snippet: str
    about: list[str]
    url: str
    page: str


class SearchFacet(TypedDict):
    """How many of a type there are, whatever `type` was asked for; `is_capped`: more than `count`."""

    count: int
    is_capped: bool


class SearchAnswer(TypedDict):
    """A page of what fits, best first. `corrected`: what was searched for where nothing has what was asked for."""

    query: str
    corrected: str | None
    facets: dict[str, SearchFacet]
    results: list[SearchHit]
    next: str | None


_Q = Parameter(
    "q",
    "Words, all of which must be there; “quoted phrases”; -words that must not; a reference or its beginning. "
    "Accents and case do not matter; English and Spanish words are found in all their forms.",
    {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS},
)
_TYPE = Parameter(
    "type",
    "Only these types; given several times: any of them.",
    {"type": "array", "items": {"type": "string", "enum": list(TYPES)}},
    several=True,
)


class SearchView(ApiView):
    """One box over everything that the caller may see."""

    tag = "search"
    operations = {
        "GET": Operation(
            "search",
            "Agreements, institutions, activities, programmes and documents that have the words. What the caller may "
            "not see is neither found nor counted.",
            answers(SearchAnswer),
            parameters=(_Q, _TYPE, CURSOR, LIMIT),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """A page of what fits."""
        self.check_parameters()
        asked = request.query_params
        if "q" not in asked:
            raise InvalidParameters({"q": [_("Say what to look for.")]})
        with naming_parameters():
            answer = find(
                text=asked.get("q", ""),
                viewer=self.caller,
                types=asked.getlist("type"),
                cursor=asked.get("cursor", ""),
                limit=read_limit(asked.get("limit", ""), default=DEFAULT_LIMIT),
            )
        found: SearchAnswer = {
            "query": answer.asked,
            "corrected": answer.corrected or None,
            "facets": {each.source.name: {"count": each.count, "is_capped": each.is_capped} for each in answer.facets},
            "results": [self._written(hit) for hit in answer.hits],
            "next": self._address(request, answer.next),
        }
        return self.answer(found)

    def _written(self, hit: Hit) -> SearchHit:
        found, snippet = hit.found, hit.snippet
        shown = (each.brackets for each in (snippet.beside.if_marked(), snippet.names, snippet.text) if each.text)
        return {
            "type": hit.source.name,
            "id": found.key,
            "reference": found.reference,
            "title": found.title,
            "title_marked": snippet.title.brackets,
            "snippet": " … ".join(shown),
            "about": list(found.about),
            "url": f"{self.reading.root}{found.resource}",
            "page": self.request.build_absolute_uri(found.path),
        }

    def _address(self, request: Request, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        parameters = request.query_params.copy()
        parameters["cursor"] = cursor
        return f"{request.build_absolute_uri(request.path)}?{parameters.urlencode()}"
