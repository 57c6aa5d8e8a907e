"""What one method of a view takes and answers: read by the view to check, and by the schema to publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework.serializers import Serializer

from core.api.hints import Components, Schema, schema_of
from core.api.parameters import Parameter
from core.api.shapes import Shape

Answer = Callable[[Components], Schema]


class NoBody(Serializer[Any]):
    """Nothing is taken."""


@dataclass(frozen=True)
class Operation:
    """One operation. `name` is its id for generated clients; `takes` reads the body.

    `is_tagged`: the answer has an ETag. `needs_version`: If-Match is required. `heeds_version`: it is optional.
    `answers_in`: the media types of the answer; what is no JSON has the schema of bytes.
    `problems` are statuses beside those that every operation may end in.
    """

    name: str
    about: str
    answers: Answer
    status: int = 200
    takes: type[Serializer[Any]] = NoBody
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[int, ...] = ()
    is_tagged: bool = False
    needs_version: bool = False
    heeds_version: bool = False
    example: Mapping[str, Any] = field(default_factory=dict)
    answers_in: tuple[str, ...] = ("application/json",)


def answers(hint: Any) -> Answer:
    """An answer of a typed dictionary, or of a shape."""
    if isinstance(hint, Shape):
        return hint.schema
    return lambda components: schema_of(hint, components)
