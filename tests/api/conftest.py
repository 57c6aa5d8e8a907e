"""Calling the API as one of the cast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.actions.tokens import create_token
from accounts.models import User
from core.actors import Actor

ROOT = "/api/v1/"


class Caller:
    """Somebody with a token. Paths are below /api/v1/; bodies are JSON."""

    def __init__(self, user: User | None, *, scope: str = "write") -> None:
        headers = {}
        if user:
            _token, secret = create_token(by=Actor.system("tests"), user=user, name="tests", scope=scope)
            headers["Authorization"] = f"Bearer {secret}"
        self.headers = headers
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, **parameters: Any) -> Any:
        """GET; a keyword is a parameter, `headers` the headers."""
        headers = parameters.pop("headers", {})
        return self.client.get(self._full(path), parameters, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST; a keyword such as `if_match` is a header."""
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        """PATCH, likewise."""
        return self._send("patch", path, body, headers)

    def delete(self, path: str, **headers: str) -> Any:
        """DELETE, likewise."""
        return self._send("delete", path, None, headers)

    def tag(self, path: str) -> str:
        """The ETag of a record."""
        return self.get(path)["ETag"]

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        send = getattr(self.client, method)
        return send(self._full(path), {} if body is None else body, content_type="application/json", headers=named)

    def _full(self, path: str) -> str:
        return path if path.startswith(("/", "http")) else ROOT + path


@pytest.fixture
def calling(db: None) -> Callable[..., Caller]:
    """`calling(olga)`: her calls with a token; `calling(None)`: nobody's."""
    return Caller


def codes(response: Any) -> list[str]:
    """The codes of a problem's faults."""
    return [fault["code"] for fault in response.json()["errors"]]


def places(response: Any) -> list[str]:
    """Where the faults of a problem are: pointers and parameters."""
    return [fault.get("pointer") or fault.get("parameter") for fault in response.json()["errors"]]
