"""E-mail reminders that are due, claimed batch by batch for `core.mail`, which sends them and writes what became of
them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection

from core.mail.batches import BATCH, Clock, Delivered, Parcel, deliver_from, release_stale
from reminders.delivery.errands import Errand, errands_of
from reminders.delivery.messages import message_for
from reminders.delivery.overtaking import settle_overtaken
from reminders.models import Reminder
from reminders.planning.turns import turn

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


class DueReminders:
    """The ledger of reminders, those by e-mail whose day has come in their office's zone."""

    @property
    def rows(self) -> Any:
        """All of it."""
        return Reminder.objects.all()

    def claim(self, *, claim: uuid.UUID, now: dt.datetime, limit: int) -> Sequence[Reminder]:
        """Claim reminders that are due, oldest first."""
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, {"claim": claim, "now": now, "limit": limit})
            ids = [row[0] for row in cursor.fetchall()]
        claimed = Reminder.objects.filter(pk__in=ids).select_related("recipient", "office", "policy")
        return list(claimed.order_by("act_on", "recipient_id", "id"))

    def pack(self, rows: Sequence[Reminder], *, now: dt.datetime) -> Sequence[Parcel]:
        """What each comes to now."""
        return [_parcel(errand) for errand in errands_of(rows, now=now)]


def deliver_mail(*, clock: Clock, batch: int = BATCH) -> Delivered:
    """Send every e-mail reminder that is due. `clock` gives the present moment."""
    began = clock()
    release_stale(Reminder.objects, now=began)
    with turn():
        settle_overtaken(now=began)
    return deliver_from(DueReminders(), clock=clock, batch=batch)


def _parcel(errand: Errand) -> Parcel:
    if errand.not_before:
        return Parcel(row=errand.reminder, make=None, not_before=errand.not_before)
    if errand.cancelled_because:
        return Parcel(row=errand.reminder, make=None, noted={"cause": errand.cancelled_because, "retry_at": None})
    return Parcel(row=errand.reminder, make=partial(message_for, errand), noted={"is_late": errand.is_late})
