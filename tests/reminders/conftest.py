"""The plan as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reminders.models import Channel, Reminder, ReminderPolicy


@pytest.fixture
def only(db: None) -> Callable[..., ReminderPolicy]:
    """Put every policy out of use and have one instead; what is not said is as simple as can be."""

    def make(kind: str, **values: Any) -> ReminderPolicy:
        ReminderPolicy.objects.update(is_active=False)
        return also(kind, **values)

    return make


def also(kind: str, **values: Any) -> ReminderPolicy:
    """One more policy."""
    given = {"names": {"en": "A test policy", "es": "Una política"}, "channels": [Channel.EMAIL, Channel.IN_APP]}
    return ReminderPolicy.objects.create(kind=kind, **{**given, **values})


def planned(**where: Any) -> list[tuple[str, str, str]]:
    """Reminders as (user name, channel, day they go), in order."""
    found = Reminder.objects.filter(**where).order_by("act_on", "recipient__username", "channel")
    return [(each.recipient.username, each.channel, each.act_on.isoformat()) for each in found]


def states(**where: Any) -> list[tuple[str, str, str]]:
    """Reminders as (user name, state, cause), in order."""
    found = Reminder.objects.filter(**where).order_by("scheduled_on", "recipient__username", "id")
    return [(each.recipient.username, each.state, each.cause) for each in found]
