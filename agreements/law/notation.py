"""How terms of clauses and lines of working are written as JSON values, and read back: one notation everywhere.

Lengths: {"months": 6}; days: "2027-12-31"; absent fields are left out. Places of lines are written as {"day": …},
{"length": …}, {"span": [first, last]}, {"party": key}, {"label": text}, {"line": …}; texts and numbers as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from agreements.law.calendar import Length, Span
from agreements.law.clauses import TERMS_OF, ClauseKind, Terms
from agreements.law.results import Label, Line, PartyName, Place
from core.sentences import gettext_noop

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WANTED = {
    int: gettext_noop("Give a whole number."),
    bool: gettext_noop("Give true or false."),
    str: gettext_noop("Give a text."),
}


class NotWritable(ValueError):
    """Values that are no such terms: `field` names the one that is wrong (a path such as `delay.months`).

    `sentence` says in English, with places, what it should be; `why` is the same filled.
    """

    def __init__(self, field: str, sentence: str, **places: str) -> None:
        self.field, self.sentence, self.places = field, sentence, places
        self.why = sentence % places
        super().__init__(f"{field}: {self.why}")


def write_terms(terms: Terms) -> dict[str, Any]:
    """The fields that differ from the default, as JSON values."""
    return {
        each.name: _written(getattr(terms, each.name))
        for each in dataclasses.fields(terms)
        if getattr(terms, each.name) != each.default
    }


def read_terms(kind: ClauseKind, written: Mapping[str, Any]) -> Terms:
    """The terms so written. Raises `NotWritable` for unknown fields, missing ones and values of another type."""
    return _read_dataclass(TERMS_OF[kind], written, path="")


def write_line(line: Line) -> dict[str, Any]:
    """A line of working."""
    places = {name: _written_place(place) for name, place in line.places.items()}
    return {"code": line.code, "places": places, "acts": list(line.acts), "source": line.source}


def read_line(written: Mapping[str, Any]) -> Line:
    """The line so written."""
    places = {name: _read_place(place) for name, place in written["places"].items()}
    return Line(written["code"], places, tuple(written["acts"]), written["source"])


def _written(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if dataclasses.is_dataclass(value):
        return {
            each.name: _written(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if getattr(value, each.name) != each.default
        }
    return value


@functools.cache
def _types_of(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _read_dataclass(cls: type, written: Any, *, path: str) -> Any:
    if not isinstance(written, Mapping):
        raise NotWritable(path.rstrip("."), gettext_noop("Give an object."))
    fields = {each.name: each for each in dataclasses.fields(cls)}
    unknown = sorted(set(written) - set(fields))
    if unknown:
        raise NotWritable(f"{path}{unknown[0]}", gettext_noop("There is no such field."))
    for name, each in fields.items():
        if each.default is dataclasses.MISSING and name not in written:
            raise NotWritable(f"{path}{name}", gettext_noop("This field is needed."))
    hints = _types_of(cls)
    return cls(**{name: _read(hints[name], value, path=f"{path}{name}") for name, value in written.items()})


def _read(hint: Any, value: Any, *, path: str) -> Any:
    if isinstance(hint, types.UnionType):
        if value is None:
            return None
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise NotWritable(path, gettext_noop("Give a list."))
        return tuple(_read(typing.get_args(hint)[0], each, path=f"{path}.{i}") for i, each in enumerate(value))
    if dataclasses.is_dataclass(hint):
        return _read_dataclass(typing.cast(type, hint), value, path=f"{path}.")
    return _read_plain(hint, value, path=path)


def _read_plain(hint: Any, value: Any, *, path: str) -> Any:
    if hint is dt.date:
        return _read_day(value, path=path)
    if issubclass(hint, Enum):
        try:
            return hint(value)
        except (ValueError, TypeError) as error:
            choices = ", ".join(each.value for each in hint)
            raise NotWritable(path, gettext_noop("Choose one of: %(choices)s."), choices=choices) from error
    if type(value) is not hint:
        raise NotWritable(path, _WANTED[hint])
    return value


def _read_day(value: Any, *, path: str) -> dt.date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise NotWritable(path, gettext_noop("Give a day such as 2026-01-31."))


def _written_place(place: Place) -> Any:
    if isinstance(place, dt.date):
        return {"day": place.isoformat()}
    if isinstance(place, Length):
        return {"length": _written(place)}
    if isinstance(place, Span):
        return {"span": [_written(place.first), _written(place.last)]}
    if isinstance(place, PartyName):
        return {"party": place.key}
    if isinstance(place, Line):
        return {"line": write_line(place)}
    return {"label": place.text} if isinstance(place, Label) else place


def _read_place(written: Any) -> Place:
    if not isinstance(written, dict):
        return typing.cast(Place, written)
    ((kind, value),) = written.items()
    if kind == "day":
        return dt.date.fromisoformat(value)
    if kind == "length":
        return Length(**value)
    if kind == "span":
        first, last = (dt.date.fromisoformat(each) if each else None for each in value)
        return Span(first, last)
    if kind == "line":
        return read_line(value)
    return PartyName(value) if kind == "party" else Label(value)
