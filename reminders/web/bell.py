"""The number at the bell."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from reminders.queries import due_now


def unread_count(user: Any) -> int:
    """How many matters the person is asked to act on: as many as the first list of their reminders holds."""
    return due_now(user, today=timezone.localdate()).count()
