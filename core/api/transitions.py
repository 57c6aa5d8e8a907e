"""The steps out of a record's present state, as offered and as taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Protocol, TypedDict

from django.utils.translation import gettext

from core.api.hints import Components, Schema, schema_of
from core.api.input_fields import Day, Text
from core.api.inputs import REASON, Input
from core.api.lists import page_schema
from core.api.operations import Operation
from core.errors import say
from core.refusals import Refusal


class UnmetGuard(TypedDict):
    """A condition that is not met yet."""

    code: str
    detail: Annotated[str, "A sentence in the caller's language."]


class TransitionOffer(TypedDict):
    """One way out of the present state."""

    to: Annotated[str, "What to send as `to`."]
    name: Annotated[str, "What the step is called, in the caller's language."]
    needs_reason: bool
    is_open: Annotated[bool, "Whether nothing stands against it."]
    unmet: list[UnmetGuard]


class Declared(Protocol):
    """A transition as the state machines declare it."""

    @property
    def target(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def needs_reason(self) -> bool: ...


def offers(steps: Iterable[tuple[Declared, list[Refusal]]]) -> list[TransitionOffer]:
    """Transitions with what stands against each."""
    return [
        {
            "to": transition.target,
            "name": gettext(transition.name),
            "needs_reason": transition.needs_reason,
            "is_open": not unmet,
            "unmet": [{"code": refusal.code, "detail": say(refusal)} for refusal in unmet],
        }
        for transition, unmet in steps
    ]


class TransitionInput(Input):
    """A step to take. Subclasses say what `to` may be."""

    on = Day(required=False, allow_null=True, help_text="The day it happened; today in the office's zone by default.")
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)


def list_of_transitions(name: str) -> Operation:
    """GET of the transitions out of a record's present state."""
    return Operation(name, "The ways out of the present state, with what stands against each.", _offers_schema)


def _offers_schema(components: Components) -> Schema:
    return page_schema("TransitionOfferPage", schema_of(TransitionOffer, components), components, counts=False)
