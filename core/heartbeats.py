"""Heartbeats of worker and beat: each process reports itself, and health asks how long ago."""

import datetime as dt
import logging
import socket
import time

from django.db import Error, connection
from django.db.models import Max
from django.db.models.functions import Now

from core.models import Heartbeat

REPORT_EVERY = 5.0  # seconds
STALE_AFTER = dt.timedelta(seconds=30)
FORGOTTEN_AFTER = dt.timedelta(days=1)

logger = logging.getLogger(__name__)
_reported_at: dict[str, float] = {}


def report(*, kind: str) -> None:
    """Say that this process is there, at most every five seconds. A database that is away is logged, not raised.

    Closes the connection it used: worker processes forked later must not inherit it.
    """
    now = time.monotonic()
    if now - _reported_at.get(kind, -REPORT_EVERY) < REPORT_EVERY:
        return
    _reported_at[kind] = now
    try:
        record_heartbeat(kind=kind, instance=socket.gethostname())
    except Error as fault:
        logger.warning("The heartbeat could not be written: %s", fault)
    finally:
        connection.close()


def record_heartbeat(*, kind: str, instance: str) -> None:
    """Write that the process was seen now, and forget those not seen for a day."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(kind=kind, instance=instance[:200], seen_at=Now())],
        update_conflicts=True,
        unique_fields=["kind", "instance"],
        update_fields=["seen_at"],
    )
    Heartbeat.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()


def silence(*, kind: str) -> dt.timedelta | None:
    """How long no process of this kind has reported, by the database's clock; None when none ever did."""
    return Heartbeat.objects.filter(kind=kind).aggregate(silence=Now() - Max("seen_at"))["silence"]
