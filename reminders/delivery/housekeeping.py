"""What delivery leaves behind."""

from __future__ import annotations

import datetime as dt

from reminders.models import Cause, Reminder, State


def forget_cancelled(*, before: dt.datetime) -> int:
    """Remove reminders cancelled before that moment; returns how many.

    What went out, or was told by a letter, is kept: it is what keeps a reminder from going out twice.
    """
    return Reminder.objects.filter(state=State.CANCELLED, closed_at__lt=before).exclude(cause=Cause.TOLD).delete()[0]
