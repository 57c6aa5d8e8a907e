"""Tables of reminders."""

from reminders.models.answers import Answer, Unsubscription
from reminders.models.policies import Channel, ReminderPolicy
from reminders.models.reminders import Because, Cause, PlanningRun, Reminder, State

__all__ = [
    "Answer",
    "Because",
    "Cause",
    "Channel",
    "PlanningRun",
    "Reminder",
    "ReminderPolicy",
    "State",
    "Unsubscription",
]
