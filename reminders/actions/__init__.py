"""What people do with reminders."""

from reminders.actions.answers import acknowledge, snooze, stop
from reminders.actions.subscriptions import subscribe, unsubscribe

__all__ = ["acknowledge", "snooze", "stop", "subscribe", "unsubscribe"]
