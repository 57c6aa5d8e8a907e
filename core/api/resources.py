"""The list and the record of a type, once for all types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.http import HttpResponse
from django_filters import FilterSet
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from core.api.concurrency import expected_version
from core.api.lists import count_asked_for, page_answer, page_asked_for, page_schema
from core.api.operations import Operation, answers
from core.api.parameters import (
    COUNT,
    CURSOR,
    LIMIT,
    Parameter,
    expand_parameter,
    fields_parameter,
    filter_parameters,
    naming_parameters,
    ordering_parameter,
)
from core.api.shapes import Shape
from core.api.views import RecordView
from core.errors import require
from core.listing import Order, filtered
from core.models import Record
from core.refusals import Verdict

R = TypeVar("R", bound=Record)


class RecordList(RecordView[R]):
    """The list of a type, and a new record of it where the view has the operation POST."""

    filterset: ClassVar[type[FilterSet]]
    orders: ClassVar[tuple[Order, ...]]

    def get(self, request: Request) -> HttpResponse:
        """A page of the records the caller may see and the filters let pass."""
        self.check_parameters()
        asked = request.query_params
        names = self.shape.choose(fields=asked.get("fields", ""), expand=asked.get("expand", ""), in_list=True)
        with naming_parameters():
            rows = filtered(self.filterset, self.rows(), asked, request)
        page = page_asked_for(request, rows, self.orders)
        results = self.shape.write(page.rows, self.reading, names)
        return self.answer(page_answer(request, page, results) | count_asked_for(request, rows) | self.echoed())

    def echoed(self) -> dict[str, Any]:
        """What else the answer says of itself: the published fields of `list_operation`'s `echoes`."""
        return {}


class RecordCreation(RecordView[R]):
    """A new record of a type."""

    def may_create(self) -> Verdict:
        """Whether the caller may make one at all."""
        raise NotImplementedError

    def create(self, given: dict[str, Any]) -> R:
        """The one call of the domain."""
        raise NotImplementedError

    def post(self, request: Request) -> HttpResponse:
        """Create it and answer it."""
        require(self.may_create())
        record = self.create(self.take())
        return self.answer_again(record, status=201, headers={"Location": self.address(record)})


class RecordDetail(RecordView[R]):
    """One record, and its change where the view has the operation PATCH."""

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The record."""
        record = self.find()
        self.check_parameters()
        return self.answer_record(record)


class RecordChange(RecordView[R]):
    """A change of one record's own data: what is not given stays as it is."""

    def may_change(self, record: R) -> Verdict:
        """Whether the caller may change it."""
        raise NotImplementedError

    def change(self, record: R, given: dict[str, Any], *, version: int | None) -> None:
        """The one call of the domain."""
        raise NotImplementedError

    def patch(self, request: Request, **_key: Any) -> HttpResponse:
        """Change it and answer it. Giving nothing to change changes nothing."""
        record = self.find()
        require(self.may_change(record))
        version = expected_version(request, record)
        given = self.take(is_change=True)
        if set(given) - {"reason"}:
            self.change(record, given, version=version)
        return self.answer_again(record)


def list_operation(
    name: str,
    about: str,
    shape: Shape[Any],
    filterset: type[FilterSet],
    orders: Sequence[Order],
    echoes: Mapping[str, Any] | None = None,
) -> Operation:
    """GET of a list. `echoes` are schemas of what the answer holds beside its rows."""
    expand = [expand_parameter(shape.expandable)] if shape.expandable else []
    return Operation(
        name,
        about,
        lambda components: page_schema(
            f"{shape.name}Page", shape.schema(components), components, counts=True, more=echoes
        ),
        parameters=(
            *filter_parameters(filterset),
            *_list_parameters(orders),
            COUNT,
            fields_parameter([*shape.fields]),
            *expand,
        ),
    )


def detail_operation(name: str, about: str, shape: Shape[Any], *parameters: Parameter) -> Operation:
    """GET of a record. `parameters` stand beside `fields`."""
    takes = (*parameters, fields_parameter([*shape.fields]))
    return Operation(name, about, answers(shape), parameters=takes, is_tagged=True)


def create_operation(
    name: str, about: str, shape: Shape[Any], takes: type[Serializer[Any]], example: Mapping[str, Any]
) -> Operation:
    """POST to a list."""
    return Operation(
        name, about, answers(shape), status=201, takes=takes, problems=(409,), is_tagged=True, example=example
    )


def change_operation(
    name: str, about: str, shape: Shape[Any], takes: type[Serializer[Any]], example: Mapping[str, Any]
) -> Operation:
    """PATCH of a record."""
    return Operation(
        name, about, answers(shape), takes=takes, problems=(409,), is_tagged=True, needs_version=True, example=example
    )


def _list_parameters(orders: Sequence[Order]) -> tuple[Parameter, ...]:
    return (ordering_parameter(orders), LIMIT, CURSOR)
