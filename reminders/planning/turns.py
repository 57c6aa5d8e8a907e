"""Statements over many reminders take turns, so that two of them never wait for each other's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_TURN, _ROUND = 0x656E7265, 0x656E7266  # advisory locks; the numbers mean nothing else


@contextmanager
def turn() -> Iterator[None]:
    """Run the block in a transaction, when its turn has come."""
    with transaction.atomic():
        _ask("pg_advisory_xact_lock", _TURN)
        yield


@contextmanager
def only_round() -> Iterator[bool]:
    """Run the block in a transaction and in its turn; False, at once, while another full round is under way."""
    with transaction.atomic():
        if not _ask("pg_try_advisory_xact_lock", _ROUND):
            yield False
            return
        _ask("pg_advisory_xact_lock", _TURN)
        yield True


def _ask(function: str, lock: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [lock])
        return cursor.fetchone()[0] is not False
