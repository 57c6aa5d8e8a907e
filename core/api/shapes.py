"""What a type of record looks like in the API, declared once: the answer, `fields`, `expand` and the schema.

A field is either read from the record itself or loaded for all records of a page at once, so that the number of
queries does not depend on the number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from core.api.errors import InvalidParameters
from core.api.hints import Components, Schema, reference, schema_of

M = TypeVar("M", bound=Model)
R = TypeVar("R")


@dataclass(frozen=True)
class Reading:
    """Who reads, on which day, and where the API is: `root` is the address of version 1, ending in a slash.

    `as_of` is the day that questions of status are about; today where none was asked for.
    """

    user: Any
    root: str
    today: dt.date
    as_of: dt.date


@dataclass(frozen=True)
class Field(Generic[M]):
    """One field: its type and meaning, and either `read` (of one record) or `load` (of many, by primary key).

    What is `on_request` is on a record by itself, but in lists only when `expand` asks for it.
    """

    hint: Any
    about: str
    read: Callable[[M, Reading], Any] | None = None
    load: Callable[[Sequence[M], Reading], Mapping[int, Any]] | None = None
    on_request: bool = False


@dataclass(frozen=True)
class Shape(Generic[M]):
    """A type of record. `always` are the fields that no choice leaves out."""

    name: str
    about: str
    fields: Mapping[str, Field[M]]
    always: tuple[str, ...]
    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def expandable(self) -> tuple[str, ...]:
        """What `expand` may ask for."""
        return tuple(name for name, each in self.fields.items() if each.on_request)

    def choose(self, *, fields: str = "", expand: str = "", in_list: bool = False) -> list[str]:
        """The names of the fields to write. Raises `InvalidParameters` for names there are not."""
        chosen, expanded = _names(fields), _names(expand)
        _refuse_unknown("fields", chosen, self.fields)
        _refuse_unknown("expand", expanded, self.expandable)
        if chosen:
            return [name for name in self.fields if name in {*self.always, *chosen, *expanded}]
        return [name for name, each in self.fields.items() if not (each.on_request and in_list) or name in expanded]

    def write(self, records: Sequence[M], reading: Reading, names: Iterable[str]) -> list[dict[str, Any]]:
        """The records as they are answered, in the order given."""
        names = list(names)
        loaded = {name: load(records, reading) for name in names if (load := self.fields[name].load)}
        return [{name: self._value(name, record, loaded, reading) for name in names} for record in records]

    def schema(self, components: Components) -> Schema:
        """A reference to the shape's schema, which is put among the components."""
        if self.name not in components:
            properties = {
                name: {**schema_of(each.hint, components), "description": each.about}
                for name, each in self.fields.items()
            }
            about = {"type": "object", "description": self.about, "properties": properties}
            components[self.name] = about | {"required": list(self.always)}
        return reference(self.name)

    def _value(self, name: str, record: M, loaded: Mapping[str, Mapping[int, Any]], reading: Reading) -> Any:
        if name in loaded:
            return loaded[name][record.pk]
        return self.fields[name].read(record, reading)  # type: ignore[misc]


def grouped(records: Iterable[Model], rows: Iterable[R], *, by: str, write: Callable[[R], Any]) -> dict[int, list[Any]]:
    """For each record the rows whose attribute `by` is its primary key, written; for use in a `load`."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(write(row))
    return {record.pk: found[record.pk] for record in records}


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _refuse_unknown(parameter: str, names: list[str], known: Iterable[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        places = {"names": ", ".join(unknown), "choices": ", ".join(known)}
        sentence = _("There is no %(names)s here. Choose among: %(choices)s.") % places
        raise InvalidParameters({parameter: [sentence]})
