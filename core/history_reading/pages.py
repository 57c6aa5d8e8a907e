"""A record's history, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.history import Root, history_of
from core.history_reading.changes import Change, groups_of, read_history

PAGE = 40


@dataclass(frozen=True)
class HistoryPage:
    """Changes, newest first; `older` is what to ask for next as `before`, None at the beginning of the record."""

    changes: list[Change]
    older: int | None


def history_page(roots: Iterable[Root], *, viewer: Any, before: int | None = None, limit: int = PAGE) -> HistoryPage:
    """About `limit` entries that came before the entry `before` (all of them: None), in a fixed number of queries.

    A change is not split between two pages unless it alone fills more than one.
    """
    entries = history_of(roots)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries[: limit + 1])
    has_more, found = len(found) > limit, found[:limit]
    groups = groups_of(found)
    if has_more and len(groups) > 1:
        found = found[: len(found) - len(groups[-1])]
    return HistoryPage(read_history(found, viewer=viewer), older=found[-1].pk if has_more else None)


def last_entry_of(roots: Iterable[Root]) -> int:
    """The newest entry of a record, 0 where there is none: what a form has seen when it is opened."""
    return history_of(roots).values_list("pk", flat=True).first() or 0
