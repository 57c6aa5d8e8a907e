"""JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


def to_json(data: Any) -> bytes:
    """JSON in UTF-8: dates in ISO 8601, times in UTC with "Z", enumerations by value, anything else by its `str()`."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS)


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
