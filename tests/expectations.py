"""How tests say what they expect the domain to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.errors import InvalidInput, NotAllowed, Refused


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """The block is refused for exactly these reasons, in this order."""
    with pytest.raises(Refused) as caught:
        yield
    assert [refusal.code for refusal in caught.value.refusals] == list(codes)


@contextmanager
def invalid(*fields: str) -> Iterator[None]:
    """The block's input is refused in exactly these fields, each with a sentence."""
    with pytest.raises(InvalidInput) as caught:
        yield
    assert sorted(caught.value.errors) == sorted(fields)
    assert all(sentence.strip() for sentences in caught.value.errors.values() for sentence in sentences)


@contextmanager
def forbidden() -> Iterator[None]:
    """The person may not do this, and is told why."""
    with pytest.raises(NotAllowed) as caught:
        yield
    assert str(caught.value).strip()
