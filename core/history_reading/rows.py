"""The rows a page of history speaks of, each table read once, and never more than the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from core.models import HistoryEntry

Key = tuple[str, int]
Saying = Callable[[Any, Any], str]
"""A field's value, and the row as it is now, in words."""


@dataclass(frozen=True)
class RowDescription:
    """How rows of one model are told of in the history: what to read with them, the name, and fields in words."""

    related: tuple[str, ...]
    name: Callable[[Any], str]
    fields: Mapping[str, Saying]


_descriptions: dict[type[Model], RowDescription] = {}


def describe_rows(
    model: type[Model],
    *,
    related: Iterable[str],
    name: Callable[[Any], str],
    fields: Mapping[str, Saying] | None = None,
) -> None:
    """Let an app say how rows of its model are named, where `str()` and its direct relations are not enough.

    Called in `AppConfig.ready()`. `related` must hold nothing that a reader of the record may not see, and what
    `fields` make of a field's values must say nothing of such either.
    """
    _descriptions[model] = RowDescription(tuple(related), name, fields or {})


def is_told(model: type[Model], field_name: str) -> bool:
    """Whether an app tells a field of this model in words of its own."""
    return model in _descriptions and field_name in _descriptions[model].fields


def model_of(table: str) -> type[Model] | None:
    """The model of a tracked table; None for a table no model has any more."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def relations_of(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    """The model's foreign keys."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def columns_of(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """The model's fields by the name of their column, which is what an entry holds."""
    return {str(field.column): field for field in model._meta.concrete_fields}


class Rows:
    """Everything the entries of one page speak of.

    A row that is gone is made again, in memory, from the entry of its removal. A fixed number of queries: one for
    each table the entries are of, one for rows that are gone, and one for each model they point to.
    """

    def __init__(self, entries: Iterable[HistoryEntry], *, viewer: Any) -> None:
        self.entries, self.viewer = list(entries), viewer
        self._rows = self._read_rows()
        self._targets = self._read_targets()
        for row in self._rows.values():
            self._attach(row)

    def row(self, entry: HistoryEntry) -> Model | None:
        """The row an entry is of."""
        return self._rows.get((entry.table_name, entry.row_id))

    def target(self, model: type[Model], pk: Any) -> Model | None:
        """A row that a foreign key points to; None where there is none for this reader."""
        return self._targets.get(model, {}).get(pk)

    def name(self, entry: HistoryEntry) -> str:
        """The name of the row, without asking the database again; empty where it cannot be known."""
        row = self.row(entry)
        if row is None:
            return ""
        if type(row) in _descriptions:
            return _descriptions[type(row)].name(row)
        lacking = any(_points(row, field) and not field.is_cached(row) for field in self._shown_relations(row, entry))
        return "" if lacking else str(row)

    def saying(self, row: Model | None, field_name: str) -> Saying | None:
        """How an app puts a field's values in words, where it does."""
        described = _descriptions.get(type(row)) if row is not None else None
        return described.fields.get(field_name) if described else None

    def is_hidden(self, entry: HistoryEntry) -> bool:
        """Whether the row links its record to one that is not open to the reader: such links are never shown."""
        row = self.row(entry)
        if row is None or type(row) in _descriptions or entry.table_name == entry.root_table:
            return False
        return any(
            _points(row, field) and not field.is_cached(row) and hasattr(_all_of(field.related_model), "visible_to")
            for field in self._shown_relations(row, entry)
        )

    def _shown_relations(self, row: Model, entry: HistoryEntry) -> list[ForeignKey[Any, Any]]:
        """All but the key to the record whose page this is, and keys nobody edits."""
        return [field for field in relations_of(type(row)) if field.editable and not _is_root(row, field, entry)]

    def _read_rows(self) -> dict[Key, Model]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for entry in self.entries:
            wanted[entry.table_name].add(entry.row_id)
        rows: dict[Key, Model] = {}
        for table, pks in wanted.items():
            model = model_of(table)
            if model is not None:
                found = _joined(model._base_manager.all(), _related(model)).in_bulk(pks)
                rows |= {(table, pk): row for pk, row in found.items()}
        return rows | _removed({table: {pk for pk in pks if (table, pk) not in rows} for table, pks in wanted.items()})

    def _read_targets(self) -> dict[type[Model], dict[Any, Model]]:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for entry in self.entries:
            row = self.row(entry)
            if row is None:
                continue
            for field in self._shown_relations(row, entry):
                values = {getattr(row, field.attname), (entry.before or {}).get(field.column)}
                values.add((entry.after or {}).get(field.column))
                wanted[field.related_model] |= values - {None}
        return {model: _read(model, pks, self.viewer) for model, pks in wanted.items() if pks}

    def _attach(self, row: Model) -> None:
        for field in relations_of(type(row)):
            target = self.target(field.related_model, getattr(row, field.attname))
            if target is not None and not field.is_cached(row):
                setattr(row, field.name, target)


def _is_root(row: Model, field: ForeignKey[Any, Any], entry: HistoryEntry) -> bool:
    """Whether it is the key to the very record whose page this is; a row may have another to one of the same kind."""
    return field.related_model._meta.db_table == entry.root_table and getattr(row, field.attname) == entry.root_id


def _read(model: type[Model], pks: set[Any], viewer: Any) -> dict[Any, Model]:
    rows = _all_of(model)
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(viewer)
    related = _related(model) or [field.name for field in relations_of(model) if field.editable]
    return {row.pk: row for row in _joined(rows.filter(pk__in=pks), related).order_by("pk")}


def _joined(rows: QuerySet[Any], related: Iterable[str]) -> QuerySet[Any]:
    """The rows with what their names need; nothing at all where none is named, which Django takes for everything."""
    return rows.select_related(*related) if related else rows


def _all_of(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()


def _related(model: type[Model]) -> tuple[str, ...]:
    return _descriptions[model].related if model in _descriptions else ()


def _points(row: Model, field: ForeignKey[Any, Any]) -> bool:
    return getattr(row, field.attname) is not None


def _removed(missing: dict[str, set[int]]) -> dict[Key, Model]:
    """Rows that are gone, by table, as the entries of their removal hold them."""
    removals = Q(pk__in=[])
    for table, pks in missing.items():
        if pks:
            removals |= Q(table_name=table, row_id__in=pks, operation=HistoryEntry.Operation.DELETE)
    rows: dict[Key, Model] = {}
    for entry in HistoryEntry.objects.filter(removals).order_by("id"):
        model = model_of(entry.table_name)
        if model is not None:
            fields = columns_of(model)
            held = {fields[column].attname: value for column, value in (entry.before or {}).items() if column in fields}
            rows[(entry.table_name, entry.row_id)] = model(**held)
    return rows
