"""Thin tasks: each makes one domain call and may be lost or run twice without harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from core import bell
from reminders.delivery import deliver_mail, forget_cancelled, show_in_app
from reminders.planning import plan_everything
from reminders.planning.topics import plan_after

PLAN, DELIVER, FORGET = "reminders.plan", "reminders.deliver", "reminders.forget_cancelled"
KEPT_FOR = dt.timedelta(days=90)


@shared_task(name=PLAN)
def plan(**_old_payload: object) -> None:
    """Plan all reminders, show those in Entente whose day has come, and ring for the mail."""
    plan_everything(now=timezone.now())
    show_in_app(now=timezone.now())
    ring_for_mail()


@shared_task(name=DELIVER)
def deliver(**_old_payload: object) -> None:
    """Send the e-mails that are due."""
    deliver_mail(clock=timezone.now)


@shared_task(name=FORGET)
def forget(**_old_payload: object) -> None:
    """Remove what was cancelled long ago."""
    forget_cancelled(before=timezone.now() - KEPT_FOR)


def plan_at_once(payload: Mapping[str, Any]) -> None:
    """Handle an outbox event: plan the reminders of its record, and ring for the mail once that is committed."""
    if plan_after(payload, now=timezone.now()).planned:
        transaction.on_commit(ring_for_mail)


def ring_for_mail() -> None:
    """Ask a worker to send what is due now."""
    bell.ring(DELIVER, queue="mail")
