"""Thin tasks: each makes one domain call and may be lost or run twice without harm."""

from celery import shared_task
from django.utils import timezone

from core import outbox
from core.history import anchor_chains


@shared_task(name=outbox.DELIVER)
def deliver_outbox(**_old_payload: object) -> None:
    """Deliver what waits in the outbox."""
    outbox.deliver(now=timezone.now())


@shared_task(name="core.anchor_history")
def anchor_history(**_old_payload: object) -> None:
    """Seal all history chains up to now."""
    anchor_chains()
