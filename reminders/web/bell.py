"""The number at the bell."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from reminders.queries import count_due


def unread_count(user: Any) -> int:
    """How many matters the person is asked to act on: as many as the first list of their reminders holds."""
    return count_due(user, today=timezone.localdate())
