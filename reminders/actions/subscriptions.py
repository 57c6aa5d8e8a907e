"""Choose which e-mails to get."""

from __future__ import annotations

from accounts.models import User
from core.actors import Actor
from core.changes import recorded_change
from core.errors import Refused
from core.refusals import Refusal
from core.sentences import gettext_noop
from reminders.models import Channel, Reminder, ReminderPolicy, State, Unsubscription
from reminders.models.reminders import Cause

MANDATORY = Refusal("policy_mandatory", gettext_noop("These e-mails are mandatory: nobody can unsubscribe from them."))


def unsubscribe(*, by: Actor, user: User, policy: ReminderPolicy) -> None:
    """No more e-mails of this policy; its reminders still show in Entente. Raises `Refused` for a mandatory one."""
    if policy.is_mandatory:
        raise Refused(MANDATORY)
    with recorded_change(by=by):
        Unsubscription.objects.get_or_create(user=user, policy=policy, defaults={"at": by.at})
        Reminder.objects.filter(recipient=user, policy=policy, channel=Channel.EMAIL, state=State.PLANNED).update(
            state=State.CANCELLED, cause=Cause.READDRESSED, closed_at=by.at
        )


def subscribe(*, by: Actor, user: User, policy: ReminderPolicy) -> None:
    """Get the e-mails of this policy again."""
    with recorded_change(by=by):
        for row in Unsubscription.objects.filter(user=user, policy=policy):
            row.delete()
