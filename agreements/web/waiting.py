"""On whom an agreement of a list waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from agreements.models import Agreement
from agreements.stages import AT_REST, Stage
from approvals.models import Case, Step


@dataclass(frozen=True)
class Waiting:
    """A side that must decide, and since when its oldest step in progress waits."""

    side: str
    since: dt.datetime


def with_waiting_steps(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """The agreements with each side's steps in progress, in three further queries."""
    steps = Prefetch("steps", Step.objects.waiting().order_by("started_at", "id"), to_attr="waiting_steps")
    cases = Case.objects.select_related("institution").prefetch_related(steps).order_by("id")
    return agreements.select_related("approval_subject").prefetch_related(Prefetch("approval_subject__cases", cases))


def sides_waited_for(agreement: Agreement) -> list[Waiting]:
    """The sides that must decide now, of an agreement of `with_waiting_steps`."""
    cases = agreement.approval_subject.cases.all()
    return [
        Waiting(case.institution.short_name if case.institution else str(case), case.waiting_steps[0].started_at)
        for case in cases
        if case.waiting_steps
    ]


def is_at_rest(agreement: Agreement) -> bool:
    """Whether nobody needs to act."""
    return Stage(agreement.stage) in AT_REST
