"""The language of an answer."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from rest_framework.request import Request


def speak_to(request: Request) -> None:
    """Answer in the language the request asks for, else in the caller's own; in effect until the request ends.

    Unlike for pages, Accept-Language counts before the caller's preference: a program says what it wants.
    """
    own = getattr(request.user, "language", "")
    if request.headers.get("Accept-Language"):
        translation.activate(translation.get_language_from_request(request))
    elif own in dict(settings.LANGUAGES):
        translation.activate(own)
