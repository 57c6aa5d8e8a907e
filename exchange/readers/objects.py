"""JSON: an array of objects, {"rows": […]}, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from core.sentences import gettext_noop
from exchange.notices import refusal
from exchange.readers.rows import Source, SourceRow, cleaned_row, refuse_beyond_limit, unreadable

LIST_SEPARATOR = "\n"


def read_json(content: bytes, *, lines: bool = False) -> Source:
    """Open JSON. The headers are all names any object has. Raises `Refused`: `json_broken`, `not_rows`."""
    try:
        text = content.decode("utf-8-sig")
        items = [_load(line) for line in text.splitlines() if line.strip()] if lines else _items(_load(text))
    except (ValueError, RecursionError) as fault:
        raise unreadable(
            "json_broken", gettext_noop("The JSON cannot be read: %(fault)s."), fault=str(fault)
        ) from fault
    if not items:
        raise unreadable("file_empty", gettext_noop("The file has no rows."))
    refuse_beyond_limit(len(items))
    headers = dict.fromkeys(str(name) for item in items if isinstance(item, dict) for name in item)
    return Source(tuple(headers), _rows(items, tuple(headers)), form="json")


def _load(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"an object names a member twice: {', '.join(twice)}")
    return dict(pairs)


def _items(data: Any) -> list[Any]:
    rows = data.get("rows") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise unreadable("not_rows", gettext_noop("Give an array of objects, or an object with “rows”."))
    return rows


def _rows(items: Iterable[Any], headers: tuple[str, ...]) -> Iterator[SourceRow]:
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            yield cleaned_row(number, {name: _text(item.get(name)) for name in headers})
        else:
            fault = refusal(
                "not_an_object", gettext_noop("This is no object with named values."), value=str(item)[:200]
            )
            yield SourceRow(number, dict.fromkeys(headers, ""), (fault,))


def _text(value: Any) -> str:
    """A value as text; the items of a list stand one a line, which every separator accepts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_text(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
