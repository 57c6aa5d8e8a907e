"""Statements over many reminders take turns, so that two of them never wait for each other's rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_LOCK = 0x656E7265  # the advisory lock of this work; the number means nothing else


@contextmanager
def turn() -> Iterator[None]:
    """Run the block in a transaction, when its turn has come."""
    with transaction.atomic():
        _ask("pg_advisory_xact_lock")
        yield


@contextmanager
def turn_if_free() -> Iterator[bool]:
    """Run the block in a transaction; False when somebody else is at work and there is nothing to wait for."""
    with transaction.atomic():
        yield _ask("pg_try_advisory_xact_lock")


def _ask(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])
        return cursor.fetchone()[0] is not False
