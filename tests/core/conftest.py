"""Letters and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from accounts.models import User
from core.mail import post
from core.models import Letter
from core.registries import Written, registries
from tests.cast import NOW


class Writer:
    """Writes about any `topic` in the payload; not to those in `silent_to`, and with a fault where told `broken_for`.

    People without an account are found by their key in `addresses`.
    """

    def __init__(self) -> None:
        self.silent_to: set[str] = set()
        self.broken_for = "nobody"
        self.addresses: dict[int, str] = {}
        self.asked: list[int] = []

    def write(self, letters: Sequence[Letter]) -> Mapping[int, Written]:
        """As the contract says."""
        self.asked.append(len(letters))
        emails = dict(User.objects.filter(pk__in=[each.recipient_id for each in letters]).values_list("pk", "email"))
        answers = {}
        for each in letters:
            to = emails[each.recipient_id] if each.recipient_id else self.addresses.get(each.address_key, "")
            if to == self.broken_for:
                raise KeyError("a field")
            if to not in self.silent_to:
                topic = each.payload["topic"]
                answers[each.pk] = Written(to, "en", f"About {topic}", f"{topic}\n", f"<p>{topic}</p>")
        return answers


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Writer:
    """The writer of letters of the kind "test"."""
    writer = Writer()
    monkeypatch.setitem(registries.letter_writers, "test", writer)
    monkeypatch.setattr("core.bell.ring", lambda *_args, **_options: None)
    return writer


@pytest.fixture
def tell(writer: Writer) -> Callable[..., None]:
    """A function that posts a letter of that kind to a user."""

    def make(to: User, key: str = "one", **values: Any) -> None:
        given = {"kind": "test", "payload": {"topic": f"step {key}"}, "at": NOW}
        post(key=f"{key}:user {to.pk}", recipient=to, **{**given, **values})

    return make
