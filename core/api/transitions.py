"""The steps out of a record's present state, as offered and as taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Protocol, TypedDict, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from core.api.concurrency import expected_version
from core.api.hints import Components, Schema, schema_of
from core.api.input_fields import Day, Text
from core.api.inputs import REASON, Input
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.shapes import Reading, Shape
from core.api.views import RecordView
from core.errors import require, say
from core.models import Record
from core.refusals import Refusal, Verdict

R = TypeVar("R", bound=Record)


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


class RecordTransitions(RecordView[R]):
    """The ways out of a record's present stage or state, and taking one of them."""

    def offers(self, records: Sequence[R], reading: Reading) -> Mapping[int, list[TransitionOffer]]:
        """The transitions out of each record's present state, by its primary key."""
        raise NotImplementedError

    def may_move(self, record: R) -> Verdict:
        """Whether the caller may take any."""
        raise NotImplementedError

    def move(self, record: R, given: dict[str, Any], *, version: int | None) -> None:
        """The one call of the domain."""
        raise NotImplementedError

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every transition, with what stands against it."""
        record = self.find()
        self.check_parameters()
        found = self.offers([record], self.reading)[record.pk]
        return self.answer({"results": found, "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Take one and answer the record."""
        record = self.find()
        require(self.may_move(record))
        version = expected_version(request, record)
        self.move(record, self.take(), version=version)
        return self.answer_again(record)


def list_of_transitions(name: str) -> Operation:
    """GET of the transitions out of a record's present state."""
    return Operation(name, "The ways out of the present state, with what stands against each.", _offers_schema)


def taking_a_transition(
    name: str, shape: Shape[Any], takes: type[Serializer[Any]], example: Mapping[str, Any]
) -> Operation:
    """POST of a transition."""
    return Operation(
        name,
        "Take a transition. When conditions are not met, `errors` of the 409 lists every one of them.",
        answers(shape),
        takes=takes,
        problems=(409,),
        is_tagged=True,
        needs_version=True,
        example=example,
    )


def _offers_schema(components: Components) -> Schema:
    return page_schema("TransitionOfferPage", schema_of(TransitionOffer, components), components, counts=False)
