"""JSON Schema (OpenAPI 3.1) from type hints: what the builders of answers return is what the schema publishes."""

from __future__ import annotations

import datetime as dt
import types
import uuid
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from inspect import cleandoc
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from core.dates import PartialDate

Schema = dict[str, Any]
Components = dict[str, Schema]

_NULL = {"type": "null"}
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
    uuid.UUID: {"type": "string", "format": "uuid"},
    PartialDate: {
        "type": "string",
        "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
        "description": "A year, a month or a day, as exactly as it is known: 2020, 2020-07 or 2020-07-01.",
    },
    Any: {},
}


class OneOf:
    """In `Annotated[str, OneOf(KINDS)]`: the values there are."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = tuple(values)


class Published:
    """In `Annotated[dict[str, Any], Published(schema)]`: the schema, where it is made from something else."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema


def schema_of(hint: Any, components: Components) -> Schema:
    """The schema of a hint. Typed dictionaries become `components` of their own and are referred to."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(arguments, components)
    if origin in (Union, types.UnionType):
        return _union(arguments, components)
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0], components)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], components)}
    if is_typeddict(hint):
        return _typed_dictionary(hint, components)
    if issubclass(hint, Enum):
        return {"type": "string", "enum": [each.value for each in hint]}
    raise TypeError(f"No schema for {hint!r}")


def reference(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def _annotated(arguments: tuple[Any, ...], components: Components) -> Schema:
    schema = schema_of(arguments[0], components)
    for note in arguments[1:]:
        if isinstance(note, OneOf):
            schema["enum"] = list(note.values)
        elif isinstance(note, Published):
            schema = dict(note.schema)
        else:
            schema = {**schema, "description": note}
    return schema


def _union(arguments: tuple[Any, ...], components: Components) -> Schema:
    (schema,) = (schema_of(each, components) for each in arguments if each is not type(None))
    if "$ref" in schema or "enum" in schema:
        return {"oneOf": [schema, _NULL]}
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else schema


def _typed_dictionary(hint: Any, components: Components) -> Schema:
    name = hint.__name__
    if name not in components:
        components[name] = {}  # so that a shape may hold itself
        hints = get_type_hints(hint, include_extras=True)
        components[name] |= {
            "type": "object",
            "description": cleandoc(hint.__doc__ or ""),
            "properties": {key: schema_of(each, components) for key, each in hints.items()},
            "required": sorted(hint.__required_keys__, key=list(hints).index),
        }
    return reference(name)
