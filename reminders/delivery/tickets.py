"""Signed links that stand in e-mails: they say who unsubscribes from which policy, and need no log-in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from reminders.models import Reminder

_SALT = "reminders.unsubscribe"


@dataclass(frozen=True)
class Ticket:
    """Whose e-mails, and of which policy."""

    user_id: int
    policy_id: int


def ticket_for(reminder: Reminder) -> str:
    """The ticket of a reminder's reader, as it stands in the link. It does not expire: old mails must work, too."""
    return signing.dumps([reminder.recipient_id, reminder.policy_id], salt=_SALT)


def read_ticket(text: str) -> Ticket | None:
    """What a ticket says; None for one we did not write."""
    try:
        return Ticket(*signing.loads(text, salt=_SALT))
    except signing.BadSignature:
        return None
