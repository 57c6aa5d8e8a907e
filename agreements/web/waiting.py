"""On whom an agreement of a list waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from agreements.models import Agreement
from agreements.stages import AT_REST, Stage
from approvals.models import Case, Step


@dataclass(frozen=True)
class Waiting:
    """A side that must decide, and for how many days its oldest step in progress has waited."""

    side: str
    days: int


def with_waiting_steps(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """The agreements with each side's steps in progress, in three further queries."""
    steps = Prefetch("steps", Step.objects.waiting().order_by("started_at", "id"))
    cases = Case.objects.select_related("institution").prefetch_related(steps).order_by("id")
    return agreements.select_related("approval_subject").prefetch_related(Prefetch("approval_subject__cases", cases))


def sides_waited_for(agreement: Agreement, *, today: dt.date) -> list[Waiting]:
    """The sides that must decide now, of an agreement of `with_waiting_steps`. `today` is the reader's."""
    return [
        Waiting(
            side=case.institution.short_name if case.institution else str(case),
            days=(today - timezone.localdate(steps[0].started_at)).days,
        )
        for case in agreement.approval_subject.cases.all()
        if (steps := case.steps.all())
    ]


def is_at_rest(agreement: Agreement) -> bool:
    """Whether nobody needs to act."""
    return Stage(agreement.stage) in AT_REST
