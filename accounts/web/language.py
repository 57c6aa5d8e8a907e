"""Changing the language from any page, signed in or not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.preferences import set_language
from core.actors import Actor
from core.web.errors import bad_request

_YEAR = 365 * 24 * 60 * 60


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Take the language into the cookie and, signed in, into the preferences; go back to the page it was asked from."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return bad_request(request, _("That language is not offered."))
    if request.user.is_authenticated:
        set_language(by=Actor.for_request(request), user=request.user, language=language)
    response = HttpResponseRedirect(_back_to(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


def _back_to(request: HttpRequest) -> str:
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if safe else "/"
