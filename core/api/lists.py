"""Pages of a list, as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from core.api.hints import Components, Schema
from core.api.parameters import TRUE, naming_parameters
from core.listing import Order, Page, choose_order, page_of, read_limit

DEFAULT_LIMIT = 50
MOST_COUNTED = 1000


def page_asked_for(request: Request, rows: QuerySet[Any], orders: tuple[Order, ...]) -> Page[Any]:
    """The page that `ordering`, `cursor` and `limit` ask for. Raises `InvalidParameters`."""
    asked = request.query_params
    with naming_parameters():
        order = choose_order(orders, asked.get("ordering", ""))
        limit = read_limit(asked.get("limit", ""), default=DEFAULT_LIMIT)
        return page_of(rows, order=order, cursor=asked.get("cursor", ""), limit=limit)


def page_answer(request: Request, page: Page[Any], results: Sequence[Any]) -> dict[str, Any]:
    """A page: its rows, and the addresses of its neighbours."""
    return {
        "results": results,
        "next": _address(request, page.next),
        "previous": _address(request, page.previous),
    }


def count_asked_for(request: Request, rows: QuerySet[Model]) -> dict[str, Any]:
    """How many rows there are, if asked; never more than `MOST_COUNTED` are counted."""
    if request.query_params.get("count") != TRUE:
        return {}
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return {"count": min(found, MOST_COUNTED), "count_is_capped": found > MOST_COUNTED}


def page_schema(
    name: str, row: Schema, components: Components, *, counts: bool, more: Mapping[str, Schema] | None = None
) -> Schema:
    """The schema of a page of rows, put among the components as `name`; `more` is what it always holds beside."""
    address = {"type": ["string", "null"], "format": "uri"}
    properties: Schema = {"results": {"type": "array", "items": row}, "next": address, "previous": address}
    if counts:
        properties |= {
            "count": {"type": "integer", "maximum": MOST_COUNTED, "description": "Only with `count=true`."},
            "count_is_capped": {"type": "boolean", "description": "Whether there are more than `count`."},
        }
    more = more or {}
    required = ["results", "next", "previous", *more]
    components[name] = {"type": "object", "properties": properties | dict(more), "required": required}
    return {"$ref": f"#/components/schemas/{name}"}


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{parameters.urlencode()}"
