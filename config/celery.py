"""The Celery application and its beat table. The broker is a doorbell only; the database is the ledger."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, worker_ready

from config.timetable import AT_START, BEAT, ROUTES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("entente")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = BEAT
app.conf.task_routes = ROUTES


@worker_ready.connect
@heartbeat_sent.connect
def _report_worker(**_kwargs: Any) -> None:
    """The worker's own main process says that it is there: a task saying so would only prove that one once was."""
    from core.heartbeats import report  # the applications are loaded by now, not when this module is

    report(kind="worker")


@worker_ready.connect
def _begin_at_once(**_kwargs: Any) -> None:
    """A worker that has just come up asks for what may have waited while there was none, without waiting for beat."""
    from core import bell

    for task in AT_START:
        bell.ring(task, queue=ROUTES.get(task, {}).get("queue", "default"))
