"""The latest change of each of several records: what lists of news show."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from core.history import Root
from core.history_reading.changes import Change, change_of, groups_of
from core.history_reading.rows import Rows
from core.models import HistoryEntry

K = TypeVar("K", bound=Hashable)
DEEPEST = 12


def latest_changes(records: Mapping[K, Iterable[Root]], *, viewer: Any) -> dict[K, Change]:
    """The newest change of each record (`records`: its roots by a key), in a fixed number of queries.

    The caller has checked that the reader may see the records. One without a change they may read is left out; a
    change of very many rows is read as its last `DEEPEST` ones.
    """
    owners = {root: key for key, roots in records.items() for root in roots}
    groups: dict[K, list[HistoryEntry]] = {}
    for entry in _newest(owners):
        groups.setdefault(owners[(entry.root_table, entry.root_id)], []).append(entry)
    newest = {key: groups_of(entries)[0] for key, entries in groups.items()}
    rows = Rows([entry for group in newest.values() for entry in group], viewer=viewer)
    found = {key: change_of(group, rows) for key, group in newest.items()}
    return {key: change for key, change in found.items() if change.parts}


def _newest(roots: Iterable[Root]) -> Iterable[HistoryEntry]:
    of_records = Q(pk__in=[])
    for table, pk in roots:
        of_records |= Q(root_table=table, root_id=pk)
    place = Window(RowNumber(), partition_by=[F("root_table"), F("root_id")], order_by=F("id").desc())
    return (
        HistoryEntry.objects.filter(of_records)
        .annotate(place=place)
        .filter(place__lte=DEEPEST)
        .select_related("actor")
        .order_by("-id")
    )
