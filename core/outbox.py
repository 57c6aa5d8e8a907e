"""Tell the upper apps, after the commit, that something happened."""

from __future__ import annotations

import datetime as dt
import logging
from itertools import takewhile
from typing import Any

from django.db import transaction

from core import bell
from core.actors import Actor
from core.models import OutboxEvent
from core.registries import registries

DELIVER = "core.deliver_outbox"
logger = logging.getLogger(__name__)


def publish(topic: str, *, by: Actor, **payload: Any) -> None:
    """Write an outbox row in the caller's transaction, and ring for a worker once it has committed."""
    OutboxEvent.objects.create(topic=topic, payload=payload, created_at=by.at, available_at=by.at)
    if not any(callback is ring for _, callback, *_ in transaction.get_connection().run_on_commit):
        transaction.on_commit(ring)


def ring() -> None:
    """Ask a worker to look into the outbox now; the sweep looks later all the same."""
    bell.ring(DELIVER)


def deliver(*, now: dt.datetime, limit: int = 100) -> int:
    """Hand waiting events to the handlers of their topic and return how many were looked at.

    Each event has its own transaction with its row locked, so that two workers never share one. A handler
    that fails leaves the event waiting, for twice as long after each attempt (at most an hour).
    """
    return sum(1 for _ in takewhile(bool, (_deliver_next(now=now) for _ in range(limit))))


def _deliver_next(*, now: dt.datetime) -> bool:
    with transaction.atomic():
        event = (
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, available_at__lte=now)
            .order_by("available_at", "id")
            .first()
        )
        if event is None:
            return False
        event.attempts += 1
        try:
            with transaction.atomic():
                for handler in registries.outbox_handlers.get(event.topic, ()):
                    handler(event.payload)
            event.done_at, event.last_error = now, ""
        except Exception as fault:
            logger.exception("Outbox event %s (%s) failed", event.pk, event.topic)
            event.last_error = f"{type(fault).__name__}: {fault}"
            event.available_at = now + _pause(event.attempts)
        event.save(update_fields=["attempts", "done_at", "last_error", "available_at"])
        return True


def forget_done(*, before: dt.datetime) -> int:
    """Remove events done before that moment and return how many there were. What still waits is kept for ever."""
    return OutboxEvent.objects.filter(done_at__lt=before).delete()[0]


def _pause(attempts: int) -> dt.timedelta:
    """How long to leave a failed event alone; the power is bounded, for an event may fail for weeks."""
    return min(dt.timedelta(seconds=5 * 2 ** min(attempts, 10)), dt.timedelta(hours=1))
