"""Things that happen at once: each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

PATIENCE = 30.0  # seconds


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all deeds, begun at one moment; their results in order, an exception standing for itself."""
    ready = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def do(number: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(PATIENCE)
            results[number] = deeds[number]()
        except Exception as fault:
            results[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[number], daemon=True) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a deed waits for ever: a deadlock?"
    return results


def in_background(deed: Callable[[], Any]) -> threading.Thread:
    """Begin a deed that may have to wait for this thread's transaction; join it when that has ended."""

    def do() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    return thread


def wait_until_blocked(count: int = 1) -> None:
    """Return once that many sessions of this database wait for a lock."""
    pause = threading.Event()
    for _attempt in range(int(PATIENCE / 0.02)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= count:
                return
        pause.wait(0.02)
    raise AssertionError(f"fewer than {count} sessions wait for a lock")
