"""Problem documents (RFC 9457): how the API says that something went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"

# status: (the end of its type's name, title)
_KINDS = {
    400: ("invalid", _("Something in the request cannot be taken")),
    401: ("unauthenticated", _("Who you are is not known")),
    403: ("not-allowed", _("You may not do this")),
    404: ("not-found", _("Not found")),
    405: ("method-not-allowed", _("This address does not take the method")),
    406: ("not-acceptable", _("The answer is not available in this format")),
    409: ("refused", _("Not possible as things stand")),
    412: ("stale", _("Changed in the meantime")),
    413: ("too-large", _("The request is too large")),
    415: ("unsupported-media-type", _("The request is in a format that is not supported")),
    428: ("precondition-required", _("Say which version you are changing")),
    429: ("throttled", _("Too many requests")),
    500: ("server-error", _("Something went wrong on our side")),
    507: ("storage-full", _("There is no room for the file")),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: a sentence and a stable code, and where: a JSON pointer into the body, or a parameter."""

    detail: str
    code: str
    pointer: str = ""
    parameter: str = ""

    @property
    def member(self) -> dict[str, str]:
        """The fault as an element of `errors`."""
        places = {"pointer": self.pointer, "parameter": self.parameter}
        return {name: place for name, place in places.items() if place} | {"detail": self.detail, "code": self.code}


def problem(*, status: int, instance: str, detail: str = "", faults: Iterable[Fault] = ()) -> dict[str, Any]:
    """The document, in the active language. `instance` is the path of the request."""
    name, title = _KINDS.get(status) or (f"http-{status}", HTTPStatus(status).phrase)
    return {
        "type": f"urn:entente:problem:{name}",
        "title": str(title),
        "status": status,
        "detail": detail or str(title),
        "instance": instance,
        "errors": [fault.member for fault in faults],
    }


def problem_page(request: HttpRequest, status: int, *, detail: str = "") -> HttpResponse:
    """The document as an answer outside the API's own views. Reads neither database nor session."""
    body = orjson.dumps(problem(status=status, instance=request.path, detail=detail))
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)
