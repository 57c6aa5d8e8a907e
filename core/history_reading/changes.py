"""Entries of the history put together again as what people did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actors import Source
from core.history_reading.rows import Rows, columns_of, model_of
from core.history_reading.values import is_shown, texts
from core.models import HistoryEntry

_ORIGINS = {
    Source.WEB: gettext_lazy("on a page"),
    Source.API: gettext_lazy("through the API"),
    Source.TASK: gettext_lazy("by a background task"),
    Source.COMMAND: gettext_lazy("by a command"),
    Source.IMPORT: gettext_lazy("by an import"),
    "sql": gettext_lazy("in the database"),
}
_ONE_CHANGE = dt.timedelta(seconds=2)
_SAME_MOMENT = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """What happened to one row: a sentence, the operation (insert, update, delete), and the fields.

    `is_of_record` tells the record itself from what hangs on it.
    """

    what: str
    operation: str
    changes: list[FieldChange]
    is_of_record: bool = False


@dataclass(frozen=True)
class Change:
    """What somebody did at once: who, when, why, through which door, and each part of it in order."""

    who: str
    at: dt.datetime
    reason: str
    origin: str
    parts: list[Part]

    @property
    def leading(self) -> Part:
        """The part that names the change: that of the record itself, or the first."""
        return next((part for part in self.parts if part.is_of_record), self.parts[0])

    @property
    def headline(self) -> str:
        """The change in one sentence."""
        return self.leading.what

    @property
    def others(self) -> list[Part]:
        """Every part but the leading one."""
        return [part for part in self.parts if part is not self.leading]


def read_history(entries: Iterable[HistoryEntry], *, viewer: Any) -> list[Change]:
    """The entries, newest first as `history_of` gives them, as changes for one reader.

    The caller has checked that the reader may see the record. Names of records the reader may not see never show,
    and links to them are left out.
    """
    rows = Rows(entries, viewer=viewer)
    changes = (change_of(group, rows) for group in groups_of(rows.entries))
    return [change for change in changes if change.parts]


def groups_of(entries: Iterable[HistoryEntry]) -> list[list[HistoryEntry]]:
    """Neighbouring entries that one person made in one go, with one reason."""
    groups: list[list[HistoryEntry]] = []
    for entry in entries:
        if groups and _belongs(entry, groups[-1][-1]):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _belongs(entry: HistoryEntry, newer: HistoryEntry) -> bool:
    same = ("actor_id", "actor_name", "source", "reason", "request_id")
    return newer.at - entry.at < _ONE_CHANGE and all(getattr(entry, name) == getattr(newer, name) for name in same)


def change_of(group: list[HistoryEntry], rows: Rows) -> Change:
    """One group of `groups_of` as what somebody did; without parts where the reader may see none of it."""
    newest = group[0]
    return Change(
        who=_who(newest),
        at=newest.at,
        reason=newest.reason,
        origin=str(_ORIGINS.get(newest.source, newest.source)),
        parts=[part for entry in reversed(group) if (part := _part(entry, rows))],
    )


def _who(entry: HistoryEntry) -> str:
    if entry.actor_id is None:
        return _("the system (%(name)s)") % {"name": entry.actor_name}
    return str(entry.actor) if entry.actor else entry.actor_name


def _part(entry: HistoryEntry, rows: Rows) -> Part | None:
    if model_of(entry.table_name) is None or rows.is_hidden(entry):
        return None
    changes = list(_field_changes(entry, rows))
    is_of_record = entry.table_name == entry.root_table
    if not changes and (is_of_record or entry.operation == HistoryEntry.Operation.UPDATE):
        return None
    return Part(what=_what(entry, rows), operation=entry.operation, changes=changes, is_of_record=is_of_record)


def _what(entry: HistoryEntry, rows: Rows) -> str:
    """The sentence of a part. The record whose page this is needs no name."""
    kind = str(model_of(entry.table_name)._meta.verbose_name)  # type: ignore[union-attr]
    name = "" if entry.table_name == entry.root_table else rows.name(entry)
    places = {"kind": kind, "name": name}
    if entry.operation == HistoryEntry.Operation.UPDATE:
        return (_("Changed %(kind)s: %(name)s") if name else _("Changed %(kind)s")) % places
    if entry.operation == HistoryEntry.Operation.DELETE:
        return (_("Removed %(kind)s: %(name)s") if name else _("Removed %(kind)s")) % places
    return (_("Added %(kind)s: %(name)s") if name else _("Added %(kind)s")) % places


def _field_changes(entry: HistoryEntry, rows: Rows) -> Iterator[FieldChange]:
    row = rows.row(entry)
    held = {**(entry.before or {}), **(entry.after or {})}
    for column, field in columns_of(model_of(entry.table_name)).items():  # type: ignore[arg-type]
        if column not in held or not is_shown(field, entry.root_table) or _says_nothing(field, entry):
            continue
        before = dict(texts(field, entry.before, row=row, rows=rows))
        after = dict(texts(field, entry.after, row=row, rows=rows))
        for label in dict.fromkeys((*before, *after)):
            if before.get(label, "") != after.get(label, ""):
                yield FieldChange(label, before.get(label, ""), after.get(label, ""))


def _says_nothing(field: Field[Any, Any], entry: HistoryEntry) -> bool:
    """Whether a new or removed row holds only what every new row holds, or what the entry itself says."""
    if entry.operation == HistoryEntry.Operation.UPDATE:
        return False
    value = (entry.after or entry.before or {}).get(field.column)
    if isinstance(field, DateTimeField) and value and entry.operation == HistoryEntry.Operation.INSERT:
        return abs(dt.datetime.fromisoformat(value) - entry.at) < _SAME_MOMENT
    return value == entry.reason or (field.has_default() and value == field.get_default())
