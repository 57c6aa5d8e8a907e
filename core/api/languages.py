"""The language of an answer."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request


def speak_to(request: Request) -> None:
    """Answer in the language the request asks for, else in the caller's own; in effect until the request ends.

    Unlike for pages, Accept-Language counts before the caller's preference: a program says what it wants.
    """
    wanted = _asked_for(request.headers.get("Accept-Language", "")) or getattr(request.user, "language", "")
    if wanted in dict(settings.LANGUAGES):
        translation.activate(wanted)


def _asked_for(header: str) -> str | None:
    """The first language of the header that the product has."""
    for tag, _quality in parse_accept_lang_header(header.lower()):
        try:
            return translation.get_supported_language_variant(tag)
        except LookupError:
            continue
    return None
