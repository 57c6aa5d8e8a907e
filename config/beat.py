"""Celery's own scheduler, which also says that it is there."""

from typing import Any

from celery.beat import PersistentScheduler

from core.heartbeats import report


class ReportingScheduler(PersistentScheduler):
    """Reports beat's heartbeat on each round, at least every `CELERY_BEAT_MAX_LOOP_INTERVAL` seconds."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One round: run what is due; returns the seconds until the next."""
        report(kind="beat")
        return float(super().tick(*args, **kwargs))
