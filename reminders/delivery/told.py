"""Whom a letter asks for something today is not reminded of it by e-mail on the same day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from core.registries import Asked, registries
from reminders.models import Reminder


def letters_beside(reminders: Sequence[Reminder], *, now: dt.datetime) -> dict[int, dt.datetime | None]:
    """By the reminder's id: when a letter that asks its reader for the same has gone; None while it is on its way.

    Nothing of what its reader snoozed: that comes back whatever letter goes.
    """
    wanted: dict[str, dict[int, Asked]] = defaultdict(dict)
    for each in reminders:
        if each.kind in registries.letters_asking and not each.round:
            wanted[each.kind][each.pk] = (each.item_id, each.recipient_id, each.due_on)
    found: dict[int, dt.datetime | None] = {}
    for kind, asked in wanted.items():
        letters = registries.letters_asking[kind](set(asked.values()), now=now)
        found |= {pk: letters[each] for pk, each in asked.items() if each in letters}
    return found
