"""The Celery application and its beat table. The broker is a doorbell only; the database is the ledger."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("entente")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
@heartbeat_sent.connect
def _report_worker(**_kwargs: Any) -> None:
    """The worker's own main process says that it is there: a task saying so would only prove that one once was."""
    from core.heartbeats import report  # the applications are loaded by now, not when this module is

    report(kind="worker")
