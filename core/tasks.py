"""Thin tasks: each makes one domain call and may be lost or run twice without harm."""

import datetime as dt

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from core import mail, outbox
from core.history import anchor_chains

EVENTS_A_ROUND = 100
DONE_EVENTS_KEPT_FOR = dt.timedelta(days=30)


@shared_task(name=outbox.DELIVER)
def deliver_outbox(**_old_payload: object) -> None:
    """Deliver what waits in the outbox; where that is more than one round takes, ring for the next."""
    if outbox.deliver(now=timezone.now(), limit=EVENTS_A_ROUND) == EVENTS_A_ROUND:
        outbox.ring()


@shared_task(name=mail.DELIVER)
def deliver_letters(**_old_payload: object) -> None:
    """Send the letters that wait."""
    mail.deliver(clock=timezone.now)


@shared_task(name="core.anchor_history")
def anchor_history(**_old_payload: object) -> None:
    """Seal all history chains up to now."""
    anchor_chains()


@shared_task(name="core.forget_done")
def forget_done(**_old_payload: object) -> None:
    """Remove outbox events done and letters closed or sent long ago, and sessions that have ended."""
    outbox.forget_done(before=timezone.now() - DONE_EVENTS_KEPT_FOR)
    mail.forget_old(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
