"""Rules of deadlines as rows: those that are stored, and those that should be."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange

from agreements.law.calendar import Length
from agreements.law.deadline_rules import DeadlineRule as Rule
from agreements.law.deadline_rules import Window, rules_of
from agreements.law.instrument import Instrument
from agreements.law.results import Determination
from agreements.models import DeadlineRule


@dataclass(frozen=True)
class RuleRow:
    """A rule as it is stored, its own id and its agreement aside."""

    kind: str
    party_id: int | None
    anchor: dt.date
    first_months: int
    first_days: int
    step_months: int
    step_days: int
    final: int | None
    anchor_is_last_day: bool
    day_after: bool
    lead_months: int
    lead_days: int
    recurrence: str
    within: Window


_PLAIN = tuple(each.name for each in dataclasses.fields(RuleRow) if each.name != "within")


def rule_rows(instrument: Instrument, determination: Determination, ids: Mapping[str, int]) -> list[RuleRow]:
    """The rows that hold an instrument's rules. `ids`: primary keys of parties by their engine key."""
    rules = rules_of(instrument, determination)
    return [_row(rule, ids) for rule in rules if rule.party is None or rule.party in ids]


def stored_rules(pks: Collection[int]) -> dict[int, dict[int, RuleRow]]:
    """What is stored, by agreement and by its own primary key."""
    found: dict[int, dict[int, RuleRow]] = defaultdict(dict)
    rows = (
        DeadlineRule.objects.filter(agreement__in=pks)
        .order_by("pk")
        .values_list("agreement_id", "pk", *_PLAIN, "within")
    )
    for agreement, pk, *values, within in rows:
        found[agreement][pk] = RuleRow(**dict(zip(_PLAIN, values, strict=True)), within=(within.lower, within.upper))
    return found


def write_rules(*, stale: Collection[int], new: Iterable[tuple[int, RuleRow]]) -> None:
    """Take away rows by primary key, and store rows of agreements. What stays keeps its primary key."""
    DeadlineRule.objects.filter(pk__in=stale).delete()
    rows = [
        DeadlineRule(agreement_id=pk, within=DateRange(*row.within), **{name: getattr(row, name) for name in _PLAIN})
        for pk, row in new
    ]
    DeadlineRule.objects.bulk_create(rows, batch_size=2000)


def _row(rule: Rule, ids: Mapping[str, int]) -> RuleRow:
    return RuleRow(
        rule.kind.value, ids[rule.party] if rule.party else None, rule.anchor,
        *_months_and_days(rule.first), *_months_and_days(rule.step), rule.final,
        rule.anchor_is_last_day, rule.day_after, *_months_and_days(rule.lead), rule.recurrence, rule.within,
    )  # fmt: skip


def _months_and_days(length: Length) -> tuple[int, int]:
    """The same length in the two units the database counts in."""
    return length.years * 12 + length.months, length.weeks * 7 + length.days
