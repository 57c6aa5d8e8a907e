"""JSON in, and nothing in it that the register cannot keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from core.api.pointers import join
from core.errors import InvalidInput

DEEPEST = 32


class TooLarge(APIException):
    """The body is longer than `DATA_UPLOAD_MAX_MEMORY_SIZE` (413)."""

    status_code = 413
    default_code = "too_large"


class JSONParser(BaseParser):
    """Reads `application/json` in UTF-8.

    Raises `ParseError` for what is no JSON or nested deeper than `DEEPEST`, `TooLarge`, and `InvalidInput` for NUL
    characters, which PostgreSQL's text cannot hold.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value in the body."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(_("The body may have at most %(most)s bytes.") % {"most": most})
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as fault:
            sentence = _("The body is not JSON in UTF-8: line %(line)s, column %(column)s.")
            raise ParseError(sentence % {"line": fault.lineno, "column": fault.colno}) from None
        _check(value)
        return value


def _check(value: Any) -> None:
    for depth, pointer, each in _walk(value):
        if depth > DEEPEST:
            raise ParseError(_("The body is nested too deeply."))
        if isinstance(each, str) and "\x00" in each:
            raise InvalidInput(
                {pointer: [_("The text contains a character that cannot be stored (NUL). Remove it and send again.")]}
            )


def _walk(value: Any) -> Iterator[tuple[int, str, Any]]:
    """Every value with its depth and pointer; names of members count as values. Never recursive."""
    waiting = [(0, "", value)]
    while waiting:
        depth, pointer, each = waiting.pop()
        yield depth, pointer, each
        if isinstance(each, dict):
            waiting += [(depth + 1, pointer, name) for name in each]
            waiting += [(depth + 1, join(pointer, name), inner) for name, inner in each.items()]
        elif isinstance(each, list):
            waiting += [(depth + 1, join(pointer, place), inner) for place, inner in enumerate(each)]
