"""What pages answer when the domain refuses and the view has no form to say it in: mapped here, once."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from core.errors import DomainError, InvalidInput, NotAllowed, NotVisible
from core.web.errors import answer, is_api

_STATUS = {
    NotVisible: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    InvalidInput: HTTPStatus.BAD_REQUEST,
}


class RefusalPagesMiddleware:
    """Draw an error page for a `DomainError` that a view lets pass. The API maps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for the refusal, with its sentence unless that would tell what the reader may not know."""
        if not isinstance(exception, DomainError) or is_api(request):
            return None
        status = next((code for kind, code in _STATUS.items() if isinstance(exception, kind)), HTTPStatus.CONFLICT)
        return answer(request, status, detail="" if status == HTTPStatus.NOT_FOUND else str(exception))
