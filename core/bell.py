"""Ring for a worker: the broker is only a doorbell, so a ring that is lost delays and loses nothing."""

from __future__ import annotations

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task: str, *, queue: str = "default") -> None:
    """Ask for a task to be run now, without waiting or trying again. Beat's next round finds what a lost ring missed.

    A broker that is away is no fault of the caller; `CELERY_BROKER_TRANSPORT_OPTIONS` bound how long that takes to see.
    """
    broker = current_app.connection_for_write()
    try:
        current_app.send_task(task, retry=False, queue=queue)
    except (OperationalError, *broker.connection_errors, *broker.channel_errors):
        logger.warning("The broker is away; %s runs at beat's next round.", task)
