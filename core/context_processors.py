"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.navigation import Destination, destinations_for, frame_addresses, unread_for
from core.version import VERSION


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The places to go, which of them this is, the bell's count (lazily), the reader's theme, and the version.

    Also true where a middleware before authentication answered: then nobody is signed in.
    """
    always = {"addresses": frame_addresses(), "version": VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"destinations": [], "theme": "auto", **always}
    return {
        "destinations": [{"place": place, "current": _current(place, request)} for place in destinations_for(user)],
        "theme": user.theme,
        "unread_reminders": SimpleLazyObject(lambda: unread_for(user)),
        **always,
    }


def _current(place: Destination, request: HttpRequest) -> str:
    """The value of `aria-current`: the page itself, a page below it, or nothing."""
    if request.path == place.address:
        return "page"
    return "true" if place.holds(request.path) else ""
