"""Answer a reminder: seen, not before a day, or no more."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import User
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotVisible, Refused
from core.refusals import Refusal
from core.sentences import gettext_noop
from reminders.models import Answer, Cause, Channel, Reminder, State
from reminders.planning.turns import turn
from reminders.queries import reminder_for

LONGEST_SNOOZE = dt.timedelta(days=90)
LONGEST_REASON = 500
OVER = Refusal("reminder_over", gettext_noop("Nothing is due here any more; there is nothing to answer."))


def acknowledge(*, by: Actor, uid: object) -> Answer:
    """Say that the matter has been seen: it leaves what is due now; the next reminder of it still comes.

    Raises `NotVisible` for a reminder that is not the person's own, `Refused` once it is over.
    """
    with turn(), recorded_change(by=by):
        reminder = _own(by, uid)
        _on_page(reminder).update(state=State.ACKNOWLEDGED, closed_at=by.at)
        return _answer(by, reminder, kind=Answer.Kind.ACKNOWLEDGED)


def snooze(*, by: Actor, uid: object, until: dt.date) -> Answer:
    """Hear nothing of the matter before a day; then the latest reminder comes again, by the same channels.

    Raises as `acknowledge` does, and `InvalidInput` for a day not ahead or more than 90 days away.
    """
    with turn(), recorded_change(by=by):
        reminder = _own(by, uid)
        today = by.today(reminder.office.time_zone)
        if not today < until <= today + LONGEST_SNOOZE:
            raise InvalidInput({"until": [_("Choose a day after today, at most 90 days away.")]})
        answer = _answer(by, reminder, kind=Answer.Kind.SNOOZED, until=until)
        same = Reminder.objects.of_deadline(reminder)
        same.filter(state=State.PLANNED).update(act_on=Greatest("act_on", until), retry_at=None)
        _latest_gone_out(same).update(
            state=State.PLANNED, cause="", act_on=until, round=F("round") + 1, closed_at=None, is_late=False
        )
        return answer


def stop(*, by: Actor, uid: object, reason: str) -> Answer:
    """Hear nothing more of the matter as long as its date stands. Others are reminded all the same.

    Raises as `acknowledge` does, and `InvalidInput` without a reason.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": [_("Say in a few words why you need no more reminders of this.")]})
    with turn(), recorded_change(by=by, reason=reason):
        reminder = _own(by, uid)
        same = Reminder.objects.of_deadline(reminder)
        same.filter(state=State.PLANNED).exclude(pk=reminder.pk).update(
            state=State.CANCELLED, cause=Cause.STOPPED, closed_at=by.at
        )
        _on_page(reminder).update(state=State.SETTLED, cause=Cause.STOPPED, closed_at=by.at)
        return _answer(by, reminder, kind=Answer.Kind.STOPPED, reason=reason)


def _own(by: Actor, uid: object) -> Reminder:
    reminder = reminder_for(by.user, uid) if isinstance(by.user, User) else None
    if reminder is None:
        raise NotVisible(_("There is no such reminder for you."))
    if not reminder.is_open:
        raise Refused(OVER)
    return reminder


def _on_page(reminder: Reminder) -> QuerySet[Reminder]:
    """What the person sees of the matter in Entente at present, this reminder and those before it."""
    shown = Reminder.objects.of_deadline(reminder).filter(channel=Channel.IN_APP)
    return shown.filter(state__in=[State.PLANNED, State.SENT], scheduled_on__lte=reminder.scheduled_on)


def _latest_gone_out(same: QuerySet[Reminder]) -> QuerySet[Reminder]:
    told = Q(state=State.CANCELLED, cause=Cause.TOLD)  # a letter went instead
    gone = same.filter(told | Q(state__in=[State.SENT, State.ACKNOWLEDGED]))
    latest = gone.filter(channel=OuterRef("channel")).order_by("-scheduled_on", "-pk").values("pk")[:1]
    return gone.filter(pk=Subquery(latest))


def _answer(by: Actor, reminder: Reminder, **values: object) -> Answer:
    answer, _is_new = Answer.objects.update_or_create(
        user=by.user,
        deadline_kind=reminder.kind,
        item_id=reminder.item_id,
        due_on=reminder.due_on,
        defaults={"until": None, "reason": "", "at": by.at, **values},
    )
    return answer
