"""Batches of e-mail reminders: claimed by one worker, sent, and each marked as soon as it has gone.

A reminder is claimed by a conditional UPDATE, so two workers never send the same one. What a killed worker leaves
claimed is claimed anew after `CLAIM_LIMIT`. Between the mail server's "250" and the commit that says so lies one
message: a crash just there sends that one again, with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from reminders.delivery.errands import Errand, errands_of
from reminders.delivery.overtaking import settle_overtaken
from reminders.delivery.postbox import MessageRefused, Postbox, ServerAway
from reminders.models import Cause, Reminder, State
from reminders.planning.turns import turn

Clock = Callable[[], dt.datetime]

BATCH = 100
BUDGET = dt.timedelta(seconds=60)  # a batch is given up after that, and the rest of it is free for others
CLAIM_LIMIT = dt.timedelta(minutes=5)  # longer than a batch and its last, slowest message can take
PAUSES = (1, 5, 30, 120, 480)  # minutes after each failed attempt; after one more failure it has failed

logger = logging.getLogger(__name__)

_CLAIM = """
    UPDATE reminders_reminder AS r SET state = 'sending', claim = %(claim)s, claimed_at = %(now)s
     WHERE r.id IN (
        SELECT d.id
          FROM reminders_reminder AS d
          JOIN accounts_office AS office ON office.id = d.office_id
         WHERE d.state = 'planned' AND d.channel = 'email' AND d.act_on <= (%(now)s AT TIME ZONE 'UTC')::date + 1
           AND d.act_on <= (%(now)s AT TIME ZONE office.time_zone)::date
           AND (d.retry_at IS NULL OR d.retry_at <= %(now)s)
         ORDER BY d.act_on, d.recipient_id, d.id
         LIMIT %(limit)s
           FOR UPDATE OF d SKIP LOCKED)
    RETURNING r.id
"""


@dataclass
class Delivered:
    """What became of the reminders that were due."""

    sent: int = 0
    cancelled: int = 0
    refused: int = 0
    server_away: bool = False


def deliver_mail(*, clock: Clock, batch: int = BATCH) -> Delivered:
    """Send every e-mail reminder that is due, batch by batch, until none is left, the mail server is away or the time
    is up. `clock` gives the present moment; beat's next round goes on where this one stopped.
    """
    began, outcome = clock(), Delivered()
    release_stale(now=began)
    with turn():
        settle_overtaken(now=began)
    while not outcome.server_away and clock() - began < BUDGET:
        claim = uuid.uuid4()
        claimed = claim_batch(claim=claim, now=clock(), limit=batch)
        if not claimed:
            break
        try:
            _send(errands_of(claimed, now=clock()), outcome, claim=claim, clock=clock)
        finally:
            _release(claim)
    return outcome


def claim_batch(*, claim: uuid.UUID, now: dt.datetime, limit: int) -> Sequence[Reminder]:
    """Claim reminders that are due, oldest first; nobody else gets these until they are released."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"claim": claim, "now": now, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    claimed = Reminder.objects.filter(pk__in=ids).select_related("recipient", "office", "policy")
    return list(claimed.order_by("act_on", "recipient_id", "id"))


def release_stale(*, now: dt.datetime) -> int:
    """Free what a worker claimed and never finished; returns how many."""
    stale = Reminder.objects.filter(state=State.SENDING, claimed_at__lt=now - CLAIM_LIMIT)
    return stale.update(state=State.PLANNED, claim=None, claimed_at=None)


def _release(claim: uuid.UUID) -> None:
    Reminder.objects.filter(claim=claim, state=State.SENDING).update(state=State.PLANNED, claim=None, claimed_at=None)


def _send(errands: Sequence[Errand], outcome: Delivered, *, claim: uuid.UUID, clock: Clock) -> None:
    """One SMTP conversation for the whole batch, one commit for each message."""
    began = clock()
    with Postbox() as postbox:
        for errand in errands:
            if clock() - began >= BUDGET:
                return
            try:
                _run(errand, postbox, outcome, claim=claim, clock=clock)
            except ServerAway as fault:
                outcome.server_away = True
                logger.warning("The mail server is away, reminders wait: %s", fault)
                return


def _run(errand: Errand, postbox: Postbox, outcome: Delivered, *, claim: uuid.UUID, clock: Clock) -> None:
    if errand.cancelled_because:
        _finish(errand, claim, state=State.CANCELLED, cause=errand.cancelled_because, closed_at=clock())
        outcome.cancelled += 1
        return
    try:
        postbox.post(errand)
    except MessageRefused as fault:
        logger.warning("Reminder %s could not be delivered: %s", errand.reminder.uid, fault)
        _postpone(errand, claim, fault, now=clock())
        outcome.refused += 1
        if fault.lost_connection:
            raise ServerAway(str(fault)) from fault
        return
    _finish(errand, claim, state=State.SENT, sent_at=clock(), is_late=errand.is_late, last_error="", retry_at=None)
    outcome.sent += 1


def _postpone(errand: Errand, claim: uuid.UUID, fault: Exception, *, now: dt.datetime) -> None:
    attempts = errand.reminder.attempts + 1
    if attempts > len(PAUSES):
        _finish(errand, claim, state=State.FAILED, attempts=attempts, last_error=str(fault), closed_at=now)
        return
    retry_at = now + dt.timedelta(minutes=PAUSES[attempts - 1])
    _finish(errand, claim, state=State.PLANNED, attempts=attempts, last_error=str(fault), retry_at=retry_at)


def _finish(errand: Errand, claim: uuid.UUID, **values: object) -> None:
    """Write what became of a claimed reminder, unless the claim has lapsed meanwhile."""
    own = Reminder.objects.filter(pk=errand.reminder.pk, claim=claim, state=State.SENDING)
    if not own.update(claim=None, claimed_at=None, **values):
        logger.warning("Reminder %s was claimed by another worker meanwhile.", errand.reminder.uid)


__all__ = ["BATCH", "CLAIM_LIMIT", "Cause", "Delivered", "claim_batch", "deliver_mail", "release_stale"]
