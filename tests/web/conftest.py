"""People at their browsers, without one: each gets a client of their own."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

_TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def browse() -> Callable[[Any], Client]:
    """A client signed in as the person."""

    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


def words_of(response: Any) -> str:
    """What a page says to its reader, on one line: no tags, single spaces."""
    text = _TAGS.sub(" ", response.content.decode().split("<main", 1)[-1].split("</main>", 1)[0])
    return " ".join(html.unescape(text).split())


def hidden(response: Any, *names: str) -> dict[str, str]:
    """The values of hidden fields as a browser would send them back."""
    page = response.content.decode()
    found = {}
    for name in names:
        field = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', page)
        if field:
            found[name] = html.unescape(field.group(1) or "")
    return found
