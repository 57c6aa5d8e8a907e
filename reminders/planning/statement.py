"""Plan reminders: one statement for all deadlines of a kind, however many there are.

What is planned is derived from deadlines, policies, roles and answers, so planning may run at any time and any number
of times. It also takes back what no longer holds: a moved date cancels and plans anew, a resolved matter cancels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from accounts.models import User
from core.registries import DeadlineSource, RecordKey, registries
from reminders.models import PlanningRun
from reminders.models.policies import FURTHEST
from reminders.models.reminders import REVIVABLE
from reminders.planning.turns import only_round, turn

HORIZON = 30  # days ahead that reminders are planned for

_SQL = Path(__file__).with_name("sql")
_CANDIDATES = (_SQL / "candidates.sql").read_text(encoding="utf-8")
_UNSURE = _CANDIDATES + (_SQL / "unsure.sql").read_text(encoding="utf-8")
_PLAN = _CANDIDATES + (_SQL / "plan.sql").read_text(encoding="utf-8")
_STANDING = """
    SELECT d.item_id, d.due_on
      FROM ({deadlines}) AS d (item_id, record_type, record_id, due_on, office_id, responsible_id, is_confined)
     WHERE d.item_id = ANY (%s)
"""
_NO_DEADLINES = """
    SELECT NULL::bigint, NULL::text, NULL::bigint, NULL::date, NULL::bigint, NULL::bigint, NULL::boolean WHERE false
"""


@dataclass(frozen=True)
class Planned:
    """How many reminders were planned (anew or again), and how many taken back."""

    planned: int = 0
    cancelled: int = 0

    def __add__(self, other: Planned) -> Planned:
        return Planned(self.planned + other.planned, self.cancelled + other.cancelled)


def plan_everything(*, now: dt.datetime) -> Planned:
    """Plan every kind of deadline, each in a transaction of its own. Where another process is at it, leave it to it."""
    total = Planned()
    for source in registries.deadline_sources.values():
        with only_round() as is_only:
            if is_only:
                _set(
                    "enable_nestloop = off", "enable_mergejoin = off", "work_mem = '64MB'"
                )  # it cannot guess how many rows come out of each step
                total += _plan(source, now=now, record=None)
                PlanningRun.objects.update_or_create(kind=source.kind, defaults={"ran_at": now})
    return total


def plan_record(*, record: RecordKey, now: dt.datetime) -> Planned:
    """Plan what concerns one record, after it changed."""
    with turn():
        sources = registries.deadline_sources.values()
        return sum((_plan(source, now=now, record=record) for source in sources), Planned())


def dates_standing(*, kind: str, item_ids: Sequence[int], now: dt.datetime) -> dict[int, dt.date]:
    """The date of each of the items as it stands now; resolved ones are missing."""
    source = registries.deadline_sources.get(kind)
    if source is None:
        return {}
    sql, parameters = _deadlines(source, now=now, record=None)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(deadlines=sql), [*parameters, list(item_ids)])
        return dict(cursor.fetchall())


def _plan(source: DeadlineSource, *, now: dt.datetime, record: RecordKey | None) -> Planned:
    sql, parameters = _deadlines(source, now=now, record=record)
    start: list[Any] = [now, source.kind, HORIZON, *parameters]
    _set("jit = off")  # compiling takes longer than the statements
    with connection.cursor() as cursor:
        cursor.execute(_UNSURE.format(deadlines=sql), start)
        people, items = _allowed(cursor.fetchall())
        record_type, record_id = record or (None, None)
        revivable = [cause.value for cause in REVIVABLE]
        end: list[Any] = [people, items, revivable, revivable, record_type, record_type, record_id]
        cursor.execute(_PLAN.format(deadlines=sql), start + end)
        return Planned(*cursor.fetchone())


def _deadlines(source: DeadlineSource, *, now: dt.datetime, record: RecordKey | None) -> tuple[str, tuple[Any, ...]]:
    until = now.date() + dt.timedelta(days=HORIZON + FURTHEST + 1)
    try:
        return source.rows(until=until, today=now.date(), record=record).query.sql_with_params()
    except EmptyResultSet:
        return _NO_DEADLINES, ()


def _allowed(unsure: Iterable[tuple[int, str, int, int]]) -> tuple[list[int], list[int]]:
    """Of rows (person, record type, record, item), sorted so, those whose person may see the record: people, items."""
    people, items = [], []
    for (person_id, record_type), rows in groupby(unsure, key=lambda row: row[:2]):
        asked = [row[2:] for row in rows]
        records = {record for record, _item in asked}
        seen = registries.records_seen(record_type, records, User.objects.get(pk=person_id))
        allowed = [item for record, item in asked if record in seen]
        people += [person_id] * len(allowed)
        items += allowed
    return people, items


def _set(*settings: str) -> None:
    """Have the database plan statements this way until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {setting}" for setting in settings))
