"""What has to be there for the register to work, and what is not."""

import functools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from celery import current_app
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.heartbeats import STALE_AFTER, silence

PATIENCE = 0.6  # seconds the broker may take for one answer; the Redis client asks three times
_OPTIONS = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One part and why it is not there; an empty reason means that it is. Reasons name no host, account or address.

    `reported` is how many seconds ago a part in another process reported itself.
    """

    part: str
    reason: str = ""
    reported: int | None = None

    @property
    def is_ok(self) -> bool:
        return not self.reason


def readiness() -> list[Finding]:
    """What this web process needs to answer requests."""
    return _examined({"migrations": _migrations})


def whole_health() -> list[Finding]:
    """Everything the register needs, also outside the web process."""
    in_database = {"migrations": _migrations, "worker": lambda: _process("worker"), "beat": lambda: _process("beat")}
    return [*_examined(in_database), _broker()]


def _examined(parts: dict[str, Callable[[], Finding]]) -> list[Finding]:
    """The database, and what can be read from it. Where it does not answer, it is not waited for again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [Finding("database"), *(examine() for examine in parts.values())]
    except Error as fault:
        logger.warning("Health: the database does not answer: %s", fault)
        return [Finding(part, "the database does not answer") for part in ("database", *parts)]


def _migrations() -> Finding:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = [".".join(key) for key in _last_migrations() if key not in applied]
    return Finding("migrations", f"not applied: {', '.join(missing)}" if missing else "")


@functools.cache
def _last_migrations() -> Iterable[tuple[str, str]]:
    """The last migration of each application, as this process's code has them."""
    return tuple(sorted(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()))


def _broker() -> Finding:
    broker = current_app.connection_for_write(connect_timeout=PATIENCE, transport_options=_OPTIONS)
    try:
        with broker:
            broker.connect()
    except (*broker.connection_errors, *broker.channel_errors, OSError) as fault:
        logger.warning("Health: the broker does not answer: %s", fault)
        return Finding("broker", "the broker does not answer")
    return Finding("broker")


def _process(kind: str) -> Finding:
    quiet = silence(kind=kind)
    if quiet is None:
        return Finding(kind, f"no {kind} has reported yet")
    seconds = int(quiet.total_seconds())
    return Finding(kind, f"no {kind} has reported for {seconds} s" if quiet > STALE_AFTER else "", seconds)
