"""The reader's language and time zone, and log-in pages that never land inside another page."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

Next = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Answer in the signed-in user's language, else the cookie's, else the browser's, else the product's first."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


class ReaderMiddleware:
    """Show times in the signed-in user's zone; everyone else reads UTC."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if request.user.is_authenticated else settings.TIME_ZONE
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


class LogInWholePageMiddleware:
    """When a part of a page is asked for after the session ended, send the whole page to the log-in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        log_in = resolve_url(settings.LOGIN_URL)
        if not request.htmx or not response.get("Location", "").startswith(log_in):  # type: ignore[attr-defined]
            return response
        page = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": f"{log_in}?{urlencode({'next': page})}"})


def _language_of(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
        return request.user.language
    return translation.get_language_from_request(request)
