"""Addresses of the page being read, with parts of the query changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

_PAGE_PARAMETERS = ("cursor", "page")


def with_changes(query: QueryDict, changes: Mapping[str, Any]) -> str:
    """The query string after the changes, beginning with "?". `None` and "" remove a parameter; empty ones go too.

    The place in the list is forgotten unless it is itself changed, because another filter has other pages.
    """
    changed = query.copy()
    for name, values in query.lists():
        changed.setlist(name, [value for value in values if value])
    for name in _PAGE_PARAMETERS:
        changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value not in (None, ""):
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def ordering_link(query: QueryDict, *, order: str, turned: str, parameter: str, default: str) -> dict[str, str]:
    """How a list stands to one of its columns: `aria` is ascending, descending or empty.

    `url` sorts by `order`, or by `turned` where the list is already sorted by `order`.
    """
    current = query.get(parameter) or default
    names = {"descending" if name.startswith("-") else "ascending": name for name in (turned, order)}
    aria = next((way for way, name in names.items() if name == current), "")
    turned = turned if current == order else order
    return {"aria": aria, "url": with_changes(query, {parameter: turned})}
