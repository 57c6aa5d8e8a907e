"""What people read about their reminders: only of what they may still see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import RoleAssignment, User
from accounts.visibility import Viewer
from core.registries import DeadlineDescription, RecordKey, registries
from reminders.models import Answer, Cause, Channel, Reminder, ReminderPolicy, State, Unsubscription
from reminders.models.reminders import ReminderQuerySet

DONE_SHOWN = dt.timedelta(days=30)
_MATTER = ("recipient_id", "channel", "kind", "item_id", "due_on")


@dataclass(frozen=True)
class Item:
    """A reminder in Entente with what it says to its reader. `label` names the kind of deadline."""

    reminder: Reminder
    about: DeadlineDescription

    @property
    def label(self) -> str:
        """The kind of date, in the reader's language."""
        return str(registries.deadline_sources[self.reminder.kind].label)

    @property
    def due_on(self) -> dt.date:
        """The date to act by."""
        return self.reminder.due_on


def due_now(user: Viewer, *, today: dt.date) -> QuerySet[Reminder]:
    """What the person is asked to act on: one reminder for each matter, the latest whose day has come."""
    return _reached(Reminder.objects.of_person(user), today=today)


def count_due(user: User, *, today: dt.date) -> int:
    """How many `due_now` holds. For every page: it asks what the person may see of these matters only."""
    of_known_kinds = Reminder.objects.to_person(user).filter(kind__in=list(registries.deadline_sources))
    records: dict[str, list[int]] = defaultdict(list)
    for record_type, record_id in _reached(of_known_kinds, today=today).values_list("record_type", "record_id"):
        records[record_type].append(record_id)
    seen = {record_type: registries.records_seen(record_type, ids, user) for record_type, ids in records.items()}
    return sum(record in seen[record_type] for record_type, ids in records.items() for record in ids)


def upcoming(user: Viewer, *, today: dt.date) -> QuerySet[Reminder]:
    """What the person will be reminded of next, where nothing is due now: one reminder for each matter."""
    ahead = Reminder.objects.filter(state=State.PLANNED, act_on__gt=today)
    own = Reminder.objects.of_person(user).filter(state=State.PLANNED, act_on__gt=today)
    first = _keep_one(own, instead_of=ahead.filter(_earlier()))
    return _keep_one(first, instead_of=Reminder.objects.to_act_on(today=today))


def done(user: Viewer, *, now: dt.datetime) -> QuerySet[Reminder]:
    """What the person dealt with, and what settled itself, in the last 30 days."""
    recent = Reminder.objects.of_person(user).filter(closed_at__gte=now - DONE_SHOWN)
    return recent.filter(state__in=[State.ACKNOWLEDGED, State.SETTLED]).exclude(cause=Cause.OVERTAKEN)


def due_for(*, user: Viewer, today: dt.date, limit: int = 10) -> list[Item]:
    """The matters due now, most pressing first: what the landing page shows."""
    return items_of(list(due_now(user, today=today).order_by("due_on", "id")[:limit]), user)


def items_of(reminders: Sequence[Reminder], user: Viewer) -> list[Item]:
    """The reminders in their order with what they say, in a fixed number of queries for each kind of deadline."""
    ids: dict[str, list[int]] = defaultdict(list)
    for each in reminders:
        ids[each.kind].append(each.item_id)
    sources = registries.deadline_sources
    about = {kind: sources[kind].describe(items, user) for kind, items in ids.items()}
    return [Item(each, about[each.kind][each.item_id]) for each in reminders if each.item_id in about[each.kind]]


def reminder_for(user: Viewer, uid: Any) -> Reminder | None:
    """One of the person's own reminders in Entente, if they may still see its matter."""
    return Reminder.objects.of_person(user).filter(uid=uid).select_related("policy").first()


def answers_to(reminders: Sequence[Reminder], user: User) -> dict[int, Answer]:
    """What the person answered, by the reminder's id."""
    answers = {
        (answer.deadline_kind, answer.item_id, answer.due_on): answer
        for answer in Answer.objects.filter(user=user, item_id__in=[each.item_id for each in reminders])
    }
    keys = {each.pk: (each.kind, each.item_id, each.due_on) for each in reminders}
    return {pk: answers[key] for pk, key in keys.items() if key in answers}


def mail_policies(user: User) -> list[ReminderPolicy]:
    """The policies by which the person can get e-mails, each with `is_wanted` and the `label` of its deadline."""
    policies = ReminderPolicy.objects.filter(is_active=True, channels__contains=[Channel.EMAIL])
    offices = RoleAssignment.objects.filter(user=user).values("office_id")
    of_person = policies.filter(Q(office=None) | Q(office__in=offices))
    refused = set(Unsubscription.objects.filter(user=user).values_list("policy_id", flat=True))
    shown = list(of_person.filter(kind__in=registries.deadline_sources).order_by("kind", "offset_days", "id"))
    for policy in shown:
        policy.is_wanted = policy.is_mandatory or policy.pk not in refused  # type: ignore[attr-defined]
        policy.label = registries.deadline_sources[policy.kind].label  # type: ignore[attr-defined]
    return shown


def reminders_of_record(record: RecordKey, viewer: Viewer) -> QuerySet[Reminder]:
    """What is planned about a record, what went out or failed, and what a letter went instead of, for whom ever, in the
    order of their days.
    """
    record_type, record_id = record
    return (
        Reminder.objects.visible_to(viewer)
        .filter(record_type=record_type, record_id=record_id)
        .exclude(~Q(cause=Cause.TOLD), state=State.CANCELLED)
        .select_related("recipient", "policy")
        .order_by("act_on", "id")
    )


def _reached(reminders: ReminderQuerySet, *, today: dt.date) -> QuerySet[Reminder]:
    others = Reminder.objects.to_act_on(today=today).filter(_later())
    return _keep_one(reminders.to_act_on(today=today), instead_of=others)


def _keep_one(reminders: QuerySet[Reminder], *, instead_of: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Leave out those in whose place another of the same person and matter is shown."""
    same = {name: OuterRef(name) for name in _MATTER}
    return reminders.filter(~Exists(instead_of.filter(**same)))


def _later() -> Q:
    same_day = Q(scheduled_on=OuterRef("scheduled_on"), pk__gt=OuterRef("pk"))
    return Q(scheduled_on__gt=OuterRef("scheduled_on")) | same_day


def _earlier() -> Q:
    same_day = Q(act_on=OuterRef("act_on"), pk__lt=OuterRef("pk"))
    return Q(act_on__lt=OuterRef("act_on")) | same_day
