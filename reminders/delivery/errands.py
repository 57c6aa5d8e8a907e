"""What each claimed reminder comes to at the moment it is sent: looked at again, whatever it was when planned."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils import translation

from core.registries import DeadlineDescription, registries
from reminders.delivery.told import letters_beside
from reminders.models import Cause, Reminder
from reminders.planning import dates_standing
from reminders.schedule import is_late

K = TypeVar("K", bound=Hashable)
PAUSE = dt.timedelta(minutes=1)  # for a letter about the same that is on its way


@dataclass(frozen=True)
class Errand:
    """A reminder with what it says to its reader; or why it is not to be sent any more."""

    reminder: Reminder
    today: dt.date
    about: DeadlineDescription | None = None
    cancelled_because: str = ""
    not_before: dt.datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it should have gone on an earlier day."""
        return is_late(self.reminder.act_on, today=self.today)


def errands_of(reminders: Sequence[Reminder], *, now: dt.datetime) -> list[Errand]:
    """The reminders in their order, each with what it says to its reader. Those of resolved or moved matters, and of
    people who may no longer see the record or can no longer be reached, are to be cancelled; so are those of what is
    not overdue, where a letter asks for the same that day. While that letter is on its way they wait.
    """
    standing, described = {}, {}
    letters = letters_beside(reminders, now=now)
    for kind, group in _grouped(reminders, lambda each: each.kind):
        standing[kind] = dates_standing(kind=kind, item_ids=[each.item_id for each in group], now=now)
    for (person, kind), group in _grouped(reminders, lambda each: (each.recipient, each.kind)):
        if kind in registries.deadline_sources:
            with translation.override(person.language):
                source = registries.deadline_sources[kind]
                described[person.pk, kind] = source.describe([each.item_id for each in group], person)
    errands = []
    for each in reminders:
        about = described.get((each.recipient_id, each.kind), {}).get(each.item_id)
        cause = _cause(each, standing[each.kind].get(each.item_id), about)
        today = now.astimezone(ZoneInfo(each.office.time_zone)).date()
        errand = Errand(reminder=each, today=today, about=about, cancelled_because=cause)
        is_told = not cause and each.pk in letters and each.due_on >= today
        errands.append(_beside_letter(errand, letters[each.pk], now=now) if is_told else errand)
    return errands


def _beside_letter(errand: Errand, sent_at: dt.datetime | None, *, now: dt.datetime) -> Errand:
    """What it comes to where a letter asks for the same: that one is waited for, and goes alone on its day."""
    if sent_at is None:
        return replace(errand, not_before=now + PAUSE)
    if sent_at.astimezone(ZoneInfo(errand.reminder.office.time_zone)).date() == errand.today:
        return replace(errand, cancelled_because=Cause.TOLD)
    return errand


def _cause(reminder: Reminder, due_on: dt.date | None, about: DeadlineDescription | None) -> str:
    """Why it is not to be sent; empty when it is."""
    if due_on is None:
        return Cause.RESOLVED
    if due_on != reminder.due_on:
        return Cause.MOVED
    if about is None or not reminder.recipient.is_active or not reminder.recipient.email:
        return Cause.READDRESSED
    return ""


def _grouped(reminders: Iterable[Reminder], key: Callable[[Reminder], K]) -> Iterable[tuple[K, list[Reminder]]]:
    groups: dict[K, list[Reminder]] = defaultdict(list)
    for each in reminders:
        groups[key(each)].append(each)
    return groups.items()
