"""What a failure becomes in the API: every kind is mapped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from core.api.pointers import join, to_field
from core.errors import (
    DomainError,
    InvalidInput,
    NotAllowed,
    NotVisible,
    Refused,
    StaleVersion,
    StorageFull,
    TooLarge,
    say,
)
from core.problems import MEDIA_TYPE, Fault, problem

Mapped = tuple[int, str, list[Fault]]


class InvalidParameters(InvalidInput):
    """Values of the query that cannot be taken (400): sentences by parameter."""


class ItemsRefused(DomainError):
    """Nothing of several things was done because some cannot be (409): what stands against each, by its pointer."""

    code = "some_refused"

    def __init__(self, sentence: str, failures: Mapping[str, DomainError]) -> None:
        self.failures = failures
        super().__init__(sentence)


class PreconditionRequired(exceptions.APIException):
    """A change that does not say which version it changes (428)."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"


def problem_response(failure: Exception, context: Mapping[str, Any]) -> Response | None:
    """The problem document for a failure; None for a fault of ours, which ends in 500."""
    mapped = describe(failure)
    if mapped is None:
        return None
    status, detail, faults = mapped
    document = problem(status=status, instance=context["request"].path, detail=detail, faults=faults)
    if status == HTTPStatus.CONFLICT and (present := context["view"].present()) is not None:
        document["present"] = present
    return Response(document, status=status, headers=_headers(failure), content_type=MEDIA_TYPE)


@singledispatch
def describe(failure: Exception) -> Mapped | None:
    """Status, sentence and faults of a failure; None for one that is not expected."""
    return None


@describe.register
def _refusal(failure: DomainError) -> Mapped:
    return HTTPStatus.CONFLICT, str(failure), [Fault(str(failure), failure.code)]


@describe.register
def _unmet_conditions(failure: Refused) -> Mapped:
    return HTTPStatus.CONFLICT, str(failure), [Fault(say(each), each.code) for each in failure.refusals]


@describe.register
def _items_refused(failure: ItemsRefused) -> Mapped:
    faults = [
        Fault(fault.detail, fault.code, pointer=pointer)
        for pointer, each in failure.failures.items()
        for fault in faults_of(each)
    ]
    return HTTPStatus.CONFLICT, str(failure), faults


@describe.register
def _not_allowed(failure: NotAllowed) -> Mapped:
    return HTTPStatus.FORBIDDEN, str(failure), [Fault(str(failure), failure.code)]


@describe.register
def _stale(failure: StaleVersion) -> Mapped:
    return HTTPStatus.PRECONDITION_FAILED, str(failure), [Fault(str(failure), failure.code)]


@describe.register(NotVisible)
@describe.register(Http404)
@describe.register(exceptions.NotFound)
def _not_found(failure: Exception) -> Mapped:
    """Says the same whether there is no such record or none for this reader."""
    return HTTPStatus.NOT_FOUND, _("There is nothing at this address, or nothing that you may see."), []


@describe.register
def _invalid_input(failure: InvalidInput) -> Mapped:
    return _invalid(_faults_of(failure))


@describe.register
def _too_large(failure: TooLarge) -> Mapped:
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(failure), _faults_of(failure)


@describe.register
def _storage_full(failure: StorageFull) -> Mapped:
    return HTTPStatus.INSUFFICIENT_STORAGE, str(failure), _faults_of(failure)


@describe.register
def _invalid_parameters(failure: InvalidParameters) -> Mapped:
    faults = [
        Fault(sentence, failure.code, parameter=name)
        for name, sentences in failure.errors.items()
        for sentence in sentences
    ]
    return _invalid(faults)


@describe.register
def _invalid_body(failure: exceptions.ValidationError) -> Mapped:
    return _invalid(list(_faults_in(failure.get_full_details(), "#")))


@describe.register
def _of_the_framework(failure: exceptions.APIException) -> Mapped:
    return failure.status_code, str(failure.detail), [Fault(str(failure.detail), str(failure.get_codes()))]


@describe.register
def _permission_denied(failure: PermissionDenied) -> Mapped:
    return _of_the_framework(exceptions.PermissionDenied())


def faults_of(failure: DomainError) -> list[Fault]:
    """Everything that stands against one of several things, as a problem of its own would list it."""
    mapped = describe(failure)
    return mapped[2] or [Fault(mapped[1], failure.code)] if mapped else []


def _faults_of(failure: InvalidInput) -> list[Fault]:
    return [
        Fault(sentence, failure.code, pointer=to_field(name))
        for name, sentences in failure.errors.items()
        for sentence in sentences
    ]


def _invalid(faults: list[Fault]) -> Mapped:
    if len(faults) == 1:
        return HTTPStatus.BAD_REQUEST, faults[0].detail, faults
    sentence = _("%(number)s things in the request cannot be taken: see “errors”.")
    return HTTPStatus.BAD_REQUEST, sentence % {"number": len(faults)}, faults


def _faults_in(details: Any, pointer: str) -> Iterator[Fault]:
    """The faults in what a serializer says: leaves `{message, code}` in lists and mappings that mirror the body."""
    if isinstance(details, list):
        for place, each in enumerate(details):
            yield from _faults_in(each, pointer if _is_leaf(each) else join(pointer, place))
    elif _is_leaf(details):
        yield Fault(str(details["message"]), str(details["code"]), pointer=pointer)
    else:
        for name, each in details.items():
            of_the_whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _faults_in(each, pointer if of_the_whole else join(pointer, name))


def _is_leaf(details: Any) -> bool:
    return isinstance(details, dict) and isinstance(details.get("message"), str) and set(details) == {"message", "code"}


def _headers(failure: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(failure, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(failure, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
