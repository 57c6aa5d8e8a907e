"""One chunk of rows: planned, written, and told to the rows, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection, transaction

from agreements.models import Agreement
from core.actors import Actor
from core.errors import DomainError
from core.sentences import gettext_noop
from exchange.actions.additions import Additions
from exchange.actions.creating import create_agreements
from exchange.actions.updating import stated_by_id, update_agreement
from exchange.models import ImportedRecord, ImportRow, ImportRun
from exchange.notices import refusal
from exchange.planning.planner import Planner
from exchange.planning.plans import Outcome, Plan

_STORE = """
    UPDATE exchange_importrow AS r
       SET key = d.key, outcome = d.outcome, is_warned = d.is_warned, notices = d.notices,
           agreement_id = d.agreement_id, undo = d.undo
      FROM jsonb_to_recordset(%s::jsonb)
        AS d(number int, key text, outcome text, is_warned bool, notices jsonb, agreement_id bigint, undo jsonb)
     WHERE r.run_id = %s AND r.number = d.number
"""
_VERSIONED = Agreement.objects.order_by("pk").only("pk", "version")


@dataclass(frozen=True)
class Result:
    """What became of a row."""

    plan: Plan
    agreement_id: int | None = None
    undo: dict[str, Any] = field(default_factory=dict)

    @property
    def counted_as(self) -> list[str]:
        """The counters the row adds to."""
        return [self.plan.outcome, *(["warned"] if self.plan.is_warned else [])]


def write_plans(
    plans: Sequence[Plan], *, run: ImportRun, planner: Planner, additions: Additions, by: Actor, reason: str
) -> list[Result]:
    """Do what the plans say; an update the domain refuses becomes a refused row. In the caller's recorded change."""
    wanted = [plan for plan in plans if plan.outcome in (Outcome.CREATED, Outcome.UPDATED)]
    additions.make(wanted, source=planner.definition.title or planner.definition.name)
    created = [plan for plan in plans if plan.outcome == Outcome.CREATED]
    agreements = create_agreements(created, office=planner.office, additions=additions, by=by)
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                office=planner.office, namespace=planner.definition.namespace, key=plan.draft.key, agreement=agreement,
                run=run, values=stated_by_id(plan, additions),
            )
            for plan, agreement in zip(created, agreements, strict=True)
        ],
        1_000,
    )  # fmt: skip
    results = {
        plan.draft.number: Result(plan, agreement.pk, {"version": agreement.version})
        for plan, agreement in zip(created, agreements, strict=True)
    }
    for plan in plans:
        if plan.outcome == Outcome.UPDATED:
            results[plan.draft.number] = _update(plan, additions=additions, by=by, reason=reason)
        elif plan.outcome != Outcome.CREATED:
            results[plan.draft.number] = Result(plan, plan.record.agreement_id if plan.record else None)
    return [results[plan.draft.number] for plan in plans]


def _update(plan: Plan, *, additions: Additions, by: Actor, reason: str) -> Result:
    assert plan.record is not None  # noqa: S101 -- plans to update have one
    before = _VERSIONED.get(pk=plan.record.agreement_id).version
    try:
        with transaction.atomic():
            undo = update_agreement(plan, additions=additions, by=by, reason=reason)
    except DomainError as fault:
        notice = refusal("refused", gettext_noop("%(fault)s"), fault=str(fault))
        return Result(plan.refused(notice), plan.record.agreement_id)
    pk = plan.record.agreement_id
    return Result(plan, pk, {**undo, "version_before": before, "version": _VERSIONED.get(pk=pk).version})


def store_results(results: Iterable[Result], *, run: ImportRun) -> None:
    """Tell the rows what became of them, in one statement."""
    data = [
        {
            "number": result.plan.draft.number,
            "key": result.plan.draft.key,
            "outcome": str(result.plan.outcome),
            "is_warned": result.plan.is_warned,
            "notices": [notice.as_data() for notice in result.plan.notices],
            "agreement_id": result.agreement_id,
            "undo": result.undo,
        }
        for result in results
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [orjson.dumps(data).decode(), run.pk])


def pending(run: ImportRun, *, after: int, limit: int) -> list[ImportRow]:
    """The next rows of an import behind a number."""
    return list(run.rows.filter(number__gt=after).order_by("number")[:limit])
