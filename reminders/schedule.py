"""When reminders go. Pure: no Django, no clock.

A reminder is due when its date has been reached, never only on that very day: after an outage the latest one missed
goes out, once, and says that it is late. `reminders/planning/sql/` does the same sums for all deadlines at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P")


@dataclass(frozen=True)
class Rhythm:
    """When the reminders of one policy go, counted from the date to act by.

    `offset` days away from it (negative: before, 0: on the day), then `repeats` times more, each `every` days later.
    """

    offset: int
    every: int = 0
    repeats: int = 0

    def dates(self, due_on: dt.date) -> list[dt.date]:
        """The day of each reminder, in order; days the calendar cannot name are left out."""
        ordinals = (due_on.toordinal() + self.offset + number * self.every for number in range(self.repeats + 1))
        return [dt.date.fromordinal(each) for each in ordinals if 1 <= each <= dt.date.max.toordinal()]


@dataclass(frozen=True)
class Scheduled(Generic[P]):
    """One reminder of a policy: the how-manieth of it, and its day."""

    policy: P
    occurrence: int
    on: dt.date


def scheduled(rhythms: Mapping[P, Rhythm], *, due_on: dt.date) -> list[Scheduled[P]]:
    """Every reminder about one deadline, by day, those of one day in the order of the policies."""
    every = [
        Scheduled(policy, number, on)
        for policy, rhythm in rhythms.items()
        for number, on in enumerate(rhythm.dates(due_on))
    ]
    return sorted(every, key=lambda each: each.on)


def to_send(waiting: Iterable[Scheduled[P]], *, today: dt.date) -> Scheduled[P] | None:
    """Of one person's reminders about one deadline that have not gone out: the one to send today, if any.

    However many days have been missed, it is the latest that has been reached; the others are overtaken by it.
    """
    reached = [each for each in waiting if each.on <= today]
    return max(reached, key=lambda each: each.on, default=None)


def act_on(scheduled_on: dt.date, *, today: dt.date, last_planned_on: dt.date | None) -> dt.date:
    """The day a reminder is to go that is planned today.

    One for a past day is late only where nobody planned since: then it keeps its day. Otherwise the deadline itself
    is new or was moved to a near date, and the reminder is for today.
    """
    if scheduled_on >= today or (last_planned_on is not None and scheduled_on >= last_planned_on):
        return scheduled_on
    return today


def is_late(act_on: dt.date, *, today: dt.date) -> bool:
    """Whether a reminder that goes out today should have gone earlier."""
    return act_on < today
