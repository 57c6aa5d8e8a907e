"""JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


def to_json(data: Any) -> bytes:
    """JSON in UTF-8: dates in ISO 8601, times in UTC with "Z", enumerations by value, other things by their `str()`."""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS)


def _plain(value: Any) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)


class JSONRenderer(BaseRenderer):
    """Renders `application/json`."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The bytes of the answer; none where there is nothing to say."""
        return b"" if data is None else to_json(data)
