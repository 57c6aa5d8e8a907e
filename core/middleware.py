"""What every request goes through before the views."""

import uuid
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

Next = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request an id, written to history and answered as `X-Request-ID`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class RejectNulBytesMiddleware:
    """Answer 400 to a NUL byte in the address, the query or a form: PostgreSQL's text cannot hold one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raise `BadRequest` where a text has a NUL byte."""
        values = [request.path, *(value for name in request.GET for value in (name, *request.GET.getlist(name)))]
        if request.method == "POST" and not request.path.startswith("/api/"):
            values += [value for name in request.POST for value in (name, *request.POST.getlist(name))]
        if any("\x00" in str(value) for value in values):
            raise BadRequest(_("The text contains a character that cannot be stored (NUL). Remove it."))
