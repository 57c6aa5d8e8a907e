"""Force periods, findings and deadlines as rows: those that are stored, those that should be, and what differs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection
from psycopg2.extras import execute_values

from agreements.deadline_rows import RuleRow, rule_rows, stored_rules, write_rules
from agreements.instruments import instruments_of
from agreements.law.engine import determine
from agreements.law.notation import write_line
from agreements.law.results import Determination
from agreements.models import AgreementParty, Finding, ForcePeriod
from agreements.quality import QualityFacts, quality_lines
from agreements.quality_facts import quality_facts_of
from agreements.quality_kinds import kind_of

_INSERT = "INSERT INTO agreements_forceperiod (agreement_id, party_id, status, period, working) VALUES %s"
_PERIOD = "(%s, %s, %s, daterange(%s::date, %s::date), %s::jsonb)"


@dataclass(frozen=True)
class PeriodRow:
    """A force period as it is stored, its own id aside."""

    party: int | None
    status: str
    start: dt.date | None
    end: dt.date | None
    working: list[dict[str, Any]]


@dataclass(frozen=True)
class FindingRow:
    """A finding as it is stored."""

    kind: str
    line: dict[str, Any]


@dataclass
class Gap:
    """What stored rows lack and have too much: ids of rows to go, rows to come."""

    stale_periods: dict[int, PeriodRow] = field(default_factory=dict)
    new_periods: list[PeriodRow] = field(default_factory=list)
    stale_findings: dict[int, FindingRow] = field(default_factory=dict)
    new_findings: list[FindingRow] = field(default_factory=list)
    stale_rules: dict[int, RuleRow] = field(default_factory=dict)
    new_rules: list[RuleRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        stale = self.stale_periods or self.stale_findings or self.stale_rules
        return bool(stale or self.new_periods or self.new_findings or self.new_rules)


def gaps_of(pks: Collection[int]) -> dict[int, Gap]:
    """For each agreement whose stored rows are not what the law says now: how they differ."""
    instruments = instruments_of(pks)
    ids = _party_ids(pks)
    periods, findings, rules = _stored_periods(pks), _stored_findings(pks), stored_rules(pks)
    facts = quality_facts_of(pks)
    gaps = {}
    for pk, instrument in instruments.items():
        determination = determine(instrument)
        gap = Gap()
        gap.stale_periods, gap.new_periods = _compared(periods[pk], period_rows(determination, ids))
        gap.stale_findings, gap.new_findings = _compared(findings[pk], finding_rows(facts[pk], determination))
        gap.stale_rules, gap.new_rules = _compared(rules[pk], rule_rows(instrument, determination, ids))
        if gap:
            gaps[pk] = gap
    return gaps


def period_rows(determination: Determination, ids: Mapping[str, int]) -> list[PeriodRow]:
    """The rows that hold a determination's periods. `ids`: primary keys of parties by their engine key."""
    return [
        PeriodRow(
            None if period.party is None else ids[period.party],
            period.status.value,
            period.start,
            period.end,
            [write_line(line) for line in period.working],
        )
        for period in determination.periods
    ]


def finding_rows(facts: QualityFacts, determination: Determination) -> list[FindingRow]:
    """The rows that hold what does not agree in an agreement: what the law finds, and what the checks of quality do."""
    lines = [*determination.findings, *quality_lines(facts, entry=determination.entry.when)]
    return [FindingRow(kind_of(line.code), write_line(line)) for line in lines]


def write_gaps(gaps: Mapping[int, Gap]) -> None:
    """Make the stored rows what they should be. The caller holds the lock of `agreements.actions.force`."""
    ForcePeriod.objects.filter(pk__in=[pk for gap in gaps.values() for pk in gap.stale_periods]).delete()
    Finding.objects.filter(pk__in=[pk for gap in gaps.values() for pk in gap.stale_findings]).delete()
    _insert([(pk, row) for pk, gap in gaps.items() for row in gap.new_periods])
    Finding.objects.bulk_create(
        [Finding(agreement_id=pk, kind=row.kind, line=row.line) for pk, gap in gaps.items() for row in gap.new_findings]
    )
    write_rules(
        stale=[pk for gap in gaps.values() for pk in gap.stale_rules],
        new=[(pk, row) for pk, gap in gaps.items() for row in gap.new_rules],
    )


def _insert(rows: Sequence[tuple[int, PeriodRow]]) -> None:
    """Without objects for each row: all agreements are written anew at once sometimes."""
    values = [(pk, row.party, row.status, row.start, row.end, orjson.dumps(row.working).decode()) for pk, row in rows]
    with connection.cursor() as cursor:
        execute_values(cursor, _INSERT, values, template=_PERIOD, page_size=1000)


def _compared(stored: Mapping[int, Any], wanted: Iterable[Any]) -> tuple[dict[int, Any], list[Any]]:
    """Rows stored but not wanted, and rows wanted but not stored; the same row twice counts twice."""
    missing = list(wanted)
    stale = {}
    for pk, row in stored.items():
        if row in missing:
            missing.remove(row)
        else:
            stale[pk] = row
    return stale, missing


def _party_ids(pks: Collection[int]) -> dict[str, int]:
    rows = AgreementParty.objects.filter(agreement__in=pks).order_by().values_list("uid", "pk")
    return {str(uid): pk for uid, pk in rows}


def _stored_periods(pks: Collection[int]) -> dict[int, dict[int, PeriodRow]]:
    found: dict[int, dict[int, PeriodRow]] = defaultdict(dict)
    rows = ForcePeriod.objects.filter(agreement__in=pks).order_by("pk")
    for pk, agreement, party, status, period, working in rows.values_list(
        "pk", "agreement_id", "party_id", "status", "period", "working"
    ):
        found[agreement][pk] = PeriodRow(party, status, period.lower, period.upper, working)
    return found


def _stored_findings(pks: Collection[int]) -> dict[int, dict[int, FindingRow]]:
    found: dict[int, dict[int, FindingRow]] = defaultdict(dict)
    rows = Finding.objects.filter(agreement__in=pks).order_by("pk")
    for pk, agreement, kind, line in rows.values_list("pk", "agreement_id", "kind", "line"):
        found[agreement][pk] = FindingRow(kind, line)
    return found
