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

PATIENCE = 2.0  # seconds the broker may take
_OPTIONS = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One part and why it is not there; an empty reason means that it is. Reasons name no host, account or address."""

    part: str
    reason: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.reason


def readiness() -> list[Finding]:
    """What this web process needs to answer requests."""
    return _examined({"migrations": _migrations})


def whole_health() -> list[Finding]:
    """Everything the register needs, also outside the web process."""
    needing_database = {
        "migrations": _migrations,
        "worker": lambda: _absence("worker"),
        "beat": lambda: _absence("beat"),
    }
    return [*_examined(needing_database), Finding("broker", _broker())]


def _examined(parts: dict[str, Callable[[], str]]) -> list[Finding]:
    """The database, and what can be read from it. Where it does not answer, it is not waited for again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [Finding("database"), *(Finding(part, examine()) for part, examine in parts.items())]
    except Error as fault:
        logger.warning("Health: the database does not answer: %s", fault)
        return [Finding(part, "the database does not answer") for part in ("database", *parts)]


def _migrations() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = [".".join(key) for key in _last_migrations() if key not in applied]
    return f"not applied: {', '.join(missing)}" if missing else ""


@functools.cache
def _last_migrations() -> Iterable[tuple[str, str]]:
    """The last migration of each application, as this process's code has them."""
    return tuple(sorted(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()))


def _broker() -> str:
    broker = current_app.connection_for_write(connect_timeout=PATIENCE, transport_options=_OPTIONS)
    try:
        with broker:
            broker.connect()
    except (*broker.connection_errors, *broker.channel_errors, OSError) as fault:
        logger.warning("Health: the broker does not answer: %s", fault)
        return "the broker does not answer"
    return ""


def _absence(kind: str) -> str:
    quiet = silence(kind=kind)
    if quiet is None:
        return f"no {kind} has reported yet"
    if quiet > STALE_AFTER:
        return f"no {kind} has reported for {int(quiet.total_seconds())} s"
    return ""
