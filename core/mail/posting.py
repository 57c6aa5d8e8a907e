"""Post a letter: written down with the change it tells of, sent after the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import bell
from core.models import Letter
from core.registries import registries

DELIVER = "core.deliver_letters"


def post(
    *,
    kind: str,
    key: str,
    recipient: Any = None,
    address_key: int | None = None,
    payload: Mapping[str, Any],
    at: dt.datetime,
) -> None:
    """Write a letter in the caller's transaction, and ring for a worker once it has committed.

    `key` names the occasion and the reader: the same letter posted again, even at the same moment by somebody else,
    stays one. It goes either to a user (`recipient`) or to somebody without an account (`address_key`, which only the
    writer of that `kind` understands). `payload` holds ids and words that are not persons' data. Raises `LookupError`
    where nobody writes letters of that kind.
    """
    if kind not in registries.letter_writers:
        raise LookupError(f"Nobody writes letters of the kind {kind!r}.")
    letter = Letter(
        kind=kind, key=key, recipient=recipient, address_key=address_key, payload=dict(payload), created_at=at
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    if not any(callback is ring for _, callback, *_ in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring)


def ring() -> None:
    """Ask a worker to send what waits now; beat's round looks later all the same."""
    bell.ring(DELIVER, queue="mail")
