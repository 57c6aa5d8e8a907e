"""The web server's log of requests, without the keys that stand in some addresses."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from core.secret_addresses import without_keys


class AccessLog(Logger):
    """gunicorn's own log; name it with `--logger-class config.access_log.AccessLog`."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line is made of: the address, and the page it came from, have no keys."""
        found: dict[str, Any] = super().atoms(*args)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in found.items()}
