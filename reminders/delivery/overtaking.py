"""After an outage one reminder of a matter goes out, not all that were missed."""

from __future__ import annotations

import datetime as dt

from django.db import connection

# Whatever overtakes or is overtaken just now is, or was until now, planned for a day that has come.
_OVERTAKE = """
    WITH due AS MATERIALIZED (
        SELECT r.*
          FROM reminders_reminder AS r
          JOIN accounts_office AS office ON office.id = r.office_id
         WHERE r.state = 'planned' AND r.act_on <= (%(now)s AT TIME ZONE 'UTC')::date + 1
           AND r.act_on <= (%(now)s AT TIME ZONE office.time_zone)::date
    ), overtaken AS (
        SELECT earlier.id
          FROM due AS earlier
         WHERE EXISTS (
               SELECT FROM reminders_reminder AS later
                WHERE (later.kind, later.item_id, later.due_on, later.recipient_id, later.channel)
                    = (earlier.kind, earlier.item_id, earlier.due_on, earlier.recipient_id, earlier.channel)
                  AND (later.scheduled_on, later.id) > (earlier.scheduled_on, earlier.id)
                  AND (later.state IN ('sending', 'sent', 'acknowledged')
                       OR later.id IN (SELECT id FROM due)))
         UNION
        SELECT earlier.id
          FROM due AS later
          JOIN reminders_reminder AS earlier
            ON (earlier.kind, earlier.item_id, earlier.due_on, earlier.recipient_id, earlier.channel)
             = (later.kind, later.item_id, later.due_on, later.recipient_id, later.channel)
         WHERE earlier.state = 'sent' AND earlier.channel = 'in_app'
           AND (later.scheduled_on, later.id) > (earlier.scheduled_on, earlier.id)
    )
    UPDATE reminders_reminder AS r
       SET state = CASE r.state WHEN 'planned' THEN 'cancelled' ELSE 'settled' END, cause = 'overtaken',
           closed_at = %(now)s, retry_at = NULL
      FROM overtaken
     WHERE r.id = overtaken.id AND (r.state = 'planned' OR (r.state = 'sent' AND r.channel = 'in_app'))
"""


def settle_overtaken(*, now: dt.datetime) -> int:
    """Of one person's reminders of one matter whose day has come, keep the latest; returns how many were not kept.

    Runs inside a `turn`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKE, {"now": now})
        return cursor.rowcount
