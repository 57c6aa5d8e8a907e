"""What a change will do to the reminders of a record, said before it is made."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.registries import Consequence, DeadlineSource, Proposal, registries
from core.web.words import day
from reminders.models import Reminder, ReminderPolicy, State
from reminders.schedule import Rhythm, scheduled

RECORD_TYPES = ("agreement", "activity")


def consequences_of(proposal: Proposal, viewer: Any) -> Iterator[Consequence]:
    """For each kind of date: the reminders that will be planned, and those that will be cancelled."""
    record_type = proposal.record._meta.model_name
    if record_type not in RECORD_TYPES:
        return
    standing = _standing(record_type, proposal, viewer)
    for source in registries.deadline_sources.values():
        planned = standing[source.kind]
        foreseen = set(source.foresee(proposal))
        new, gone = sorted(foreseen - planned.keys()), planned.keys() - foreseen
        if gone and not new:
            yield _cancelled(source, sum(planned[due_on] for due_on in gone))
        yield from _planned(source, proposal, new, moved=bool(gone))


def _standing(record_type: str, proposal: Proposal, viewer: Any) -> dict[str, Counter[dt.date]]:
    """For each kind of date, the days that reminders the viewer may see are planned for, and how many."""
    planned = Reminder.objects.visible_to(viewer).filter(
        record_type=record_type, record_id=proposal.record.pk, state=State.PLANNED
    )
    standing: dict[str, Counter[dt.date]] = defaultdict(Counter)
    for kind, due_on in planned.order_by().values_list("kind", "due_on"):
        standing[kind][due_on] += 1
    return standing


def _cancelled(source: DeadlineSource, count: int) -> Consequence:
    sentence = ngettext(
        "%(count)s planned reminder is cancelled: %(label)s.",
        "%(count)s planned reminders are cancelled: %(label)s.",
        count,
    )
    return Consequence(sentence % {"count": count, "label": source.label}, tone="neutral")


def _planned(source: DeadlineSource, proposal: Proposal, dates: list[dt.date], *, moved: bool) -> Iterator[Consequence]:
    """One sentence for each date: when the first reminder goes."""
    rhythms = _rhythms(source.kind, proposal.record.office_id)  # type: ignore[attr-defined]
    today = proposal.today or proposal.on
    for due_on in dates:
        days = [max(each.on, today) for each in scheduled(rhythms, due_on=due_on)]
        if not days:
            continue
        if moved:
            sentence = _("Reminders move: %(label)s, now %(due)s. The first goes out on %(first)s.")
        else:
            sentence = _("Reminders are planned: %(label)s, %(due)s. The first goes out on %(first)s.")
        yield Consequence(sentence % {"label": source.label, "due": day(due_on), "first": day(min(days))})


def _rhythms(kind: str, office_id: int) -> dict[int, Rhythm]:
    """The rhythms that hold for an office: its own where it has any, else the general ones."""
    policies = list(ReminderPolicy.objects.filter(kind=kind, is_active=True).order_by("offset_days", "id"))
    own = [policy for policy in policies if policy.office_id == office_id]
    general = [policy for policy in policies if policy.office_id is None]
    return {policy.pk: policy.rhythm for policy in own or general}
