"""Thin tasks: each makes one domain call and may be lost or run twice without harm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from core import bell
from exchange.actions.working import work_on
from exchange.models import ImportRun

WORK, QUEUE = "exchange.work", "imports"
# A file that is taken in as a whole is one transaction: longer than other tasks may take.
LIMIT = 6 * 3600


@shared_task(name=WORK, time_limit=LIMIT, soft_time_limit=LIMIT - 60)
def work(**_old_payload: object) -> None:
    """Go on with every import that waits for a worker. One that another worker has is left to it."""
    for run_pk in ImportRun.objects.with_work().values_list("pk", flat=True):
        work_on(run_pk, clock=timezone.now)


def work_at_once(_payload: Mapping[str, Any]) -> None:
    """Handle an outbox event: ring for a worker once that is committed."""
    transaction.on_commit(ring)


def ring() -> None:
    """Ask a worker to go on with imports."""
    bell.ring(WORK, queue=QUEUE)
