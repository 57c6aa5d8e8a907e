"""Thin tasks: each makes one domain call at a time and may be lost or run twice without harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from time import monotonic
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from agreements.actions.document_texts import read_next_text, remove_orphans
from core import bell
from core.actors import Actor

READ_TEXTS, REMOVE_ORPHANS = "agreements.read_texts", "agreements.remove_orphans"
QUEUE = "imports"
# A round ends well before the time limit of tasks and rings for the next.
SECONDS_A_ROUND = 60
ORPHANS_KEPT_FOR = dt.timedelta(days=1)


@shared_task(name=READ_TEXTS)
def read_texts(**_old_payload: object) -> None:
    """Read the text of the files that wait for it; where that takes more than one round, ring for the next."""
    begun = monotonic()
    while read_next_text(by=Actor.system("documents")):
        if monotonic() - begun > SECONDS_A_ROUND:
            ring_for_texts()
            return


@shared_task(name=REMOVE_ORPHANS)
def remove_orphaned_files(**_old_payload: object) -> None:
    """Remove files whose upload never ended."""
    remove_orphans(before=timezone.now() - ORPHANS_KEPT_FOR)


def text_waits(_payload: Mapping[str, Any]) -> None:
    """Outbox: a file came in. Its text is read outside of the transaction that delivers the event."""
    transaction.on_commit(ring_for_texts)


def ring_for_texts() -> None:
    """Ask a worker to read texts now."""
    bell.ring(READ_TEXTS, queue=QUEUE)
