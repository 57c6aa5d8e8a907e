"""Reminders in Entente: nothing is sent, they are shown from their day on."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from reminders.delivery.overtaking import settle_overtaken
from reminders.planning.turns import turn

_SHOW = """
    UPDATE reminders_reminder AS r
       SET state = 'sent', sent_at = %(now)s, is_late = r.act_on < (%(now)s AT TIME ZONE office.time_zone)::date
      FROM accounts_office AS office
     WHERE office.id = r.office_id AND r.channel = 'in_app' AND r.state = 'planned'
       AND r.act_on <= (%(now)s AT TIME ZONE 'UTC')::date + 1
       AND r.act_on <= (%(now)s AT TIME ZONE office.time_zone)::date
"""


def show_in_app(*, now: dt.datetime) -> int:
    """Mark those whose day has come as shown, the latest of each matter only; returns how many."""
    with turn(), connection.cursor() as cursor:
        settle_overtaken(now=now)
        cursor.execute(_SHOW, {"now": now})
        return cursor.rowcount
