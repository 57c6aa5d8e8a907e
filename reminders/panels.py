"""Planned reminders on the page of the record they are about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.registries import Panel, registries
from reminders.models import Cause, Channel, Reminder, State
from reminders.planning import HORIZON
from reminders.queries import reminders_of_record

TEMPLATE = "reminders/panels/planned.html"
SHOWN_GONE = 5


@dataclass
class Line:
    """One reminder of one matter on one day: to whom, and how far it is by each channel."""

    reminder: Reminder
    label: str
    people: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    is_planned: bool = True
    is_late: bool = False
    is_told: bool = False


def planned_reminders(record: Any, viewer: Any) -> Panel | None:
    """What will go out about the record within the planning horizon, and what went out last."""
    key = (record._meta.model_name, record.pk)
    lines = _lines(list(reminders_of_record(key, viewer)))
    context = {
        "planned": [line for line in lines if line.is_planned],
        "gone": [line for line in lines if not line.is_planned][-SHOWN_GONE:],
        "horizon": HORIZON,
    }
    return Panel(_("Reminders"), TEMPLATE, context, order=60)


def _lines(reminders: list[Reminder]) -> list[Line]:
    """The reminders of one policy, day and fate together."""
    groups: dict[Any, list[Reminder]] = defaultdict(list)
    for each in reminders:
        is_planned = each.state in (State.PLANNED, State.SENDING)
        is_told = each.cause == Cause.TOLD
        groups[is_planned, is_told, each.act_on, each.kind, each.item_id, each.due_on, each.policy_id].append(each)
    return [_line(group, is_planned=key[0]) for key, group in groups.items()]


def _line(group: list[Reminder], *, is_planned: bool) -> Line:
    channels = [str(Channel(name).label) for name in Channel.values if any(each.channel == name for each in group)]
    return Line(
        reminder=group[0],
        label=str(registries.deadline_sources[group[0].kind].label),
        people=sorted({str(each.recipient) for each in group}),
        channels=channels,
        failed=sorted(str(each.recipient) for each in group if each.state == State.FAILED),
        is_planned=is_planned,
        is_late=any(each.is_late for each in group),
        is_told=group[0].cause == Cause.TOLD,
    )
