"""Addresses of the page being read, with parts of the query changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

_PAGE_PARAMETERS = ("cursor", "page")


def with_changes(query: QueryDict, changes: Mapping[str, Any]) -> str:
    """The query string after the changes, beginning with "?". `None` and "" remove a parameter.

    The place in the list is forgotten unless it is itself changed, because another filter has other pages.
    """
    changed = query.copy()
    for name in _PAGE_PARAMETERS:
        changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value not in (None, ""):
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def ordering_link(query: QueryDict, *, field: str, parameter: str, default: str) -> dict[str, str]:
    """`aria` is ascending, descending or empty; `url` sorts by the field, or the other way round if it already does."""
    current = query.get(parameter) or default
    ascending, descending = current == field, current == f"-{field}"
    turned = f"-{field}" if ascending else field
    aria = "ascending" if ascending else "descending" if descending else ""
    return {"aria": aria, "url": with_changes(query, {parameter: turned})}
