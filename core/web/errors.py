"""The pages for errors: what happened, and what to do. Addresses of the API answer as problem documents."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from core.problems import problem_page


@requires_csrf_token
def bad_request(request: HttpRequest, exception: object = "") -> HttpResponse:
    """400: the request itself cannot be understood. A sentence given as `exception` is shown."""
    return answer(request, HTTPStatus.BAD_REQUEST, detail=str(exception))


@requires_csrf_token
def forbidden(request: HttpRequest, exception: object = "") -> HttpResponse:
    """403: the reader may not do this. The reason is shown."""
    return answer(request, HTTPStatus.FORBIDDEN, detail=str(exception))


@requires_csrf_token
def not_found(request: HttpRequest, exception: object = "") -> HttpResponse:
    """404: no such page, or none for this reader; which of the two is never said."""
    return answer(request, HTTPStatus.NOT_FOUND)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Reads neither database nor session, which may be what failed."""
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's secret does not match, mostly because somebody logged in or out in another tab."""
    return answer(request, HTTPStatus.FORBIDDEN, template="errors/csrf.html")


def answer(request: HttpRequest, status: HTTPStatus, *, detail: str = "", template: str = "") -> HttpResponse:
    """The page of an error status, with a sentence about this case; for the API a problem document."""
    if is_api(request):
        return problem_page(request, status, detail=detail)
    context = {"request_id": getattr(request, "request_id", ""), "detail": detail}
    name = template or f"errors/{status.value}.html"
    return HttpResponse(render_to_string(name, context, request=_safe_to_read(request, status)), status=status)


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the API, which answers errors as problem documents."""
    return request.path.startswith("/api/")


def _safe_to_read(request: HttpRequest, status: HTTPStatus) -> HttpRequest | None:
    """The request for the page's frame, unless the failure may be in what the frame reads."""
    return None if status >= HTTPStatus.INTERNAL_SERVER_ERROR else request
