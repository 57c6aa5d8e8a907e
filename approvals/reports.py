"""How long approvals take: for heads of office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Aggregate, Count, F, FloatField, Q
from django.db.models.functions import Extract

from accounts.visibility import Viewer
from approvals.models import Decision, Step
from approvals.steps import DECISIONS, StepKind
from institutions.models import Institution

_DAY = 86_400


class Percentile(Aggregate):
    """A continuous percentile (PostgreSQL `percentile_cont`): of a fraction between 0 and 1."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, fraction: float, expression: object) -> None:
        super().__init__(expression, fraction=float(fraction))


@dataclass(frozen=True)
class TimeInStep:
    """How long steps of a kind took at one body: from being asked to the decision that ended them, in days.

    `body` is in the register's words or the source's, "" where none is stated.
    """

    kind: StepKind
    body: str
    number: int
    median: float
    ninetieth: float


def time_in_steps(
    *, user: Viewer, since: dt.datetime, until: dt.datetime, offices: Collection[int] = ()
) -> list[TimeInStep]:
    """Of decisions in the period [since, until) on records the person may see, slowest first; one query.

    Steps that were skipped, found not required or ended by the system are left out: nobody took time over them.
    """
    taken = Extract(F("decided_at") - F("asked_at"), "epoch")
    rows = Decision.objects.filter(
        completed=True,
        outcome__in=[each.value for each in DECISIONS],
        asked_at__isnull=False,
        decided_at__gte=since,
        decided_at__lt=until,
        step__in=Step.objects.visible_to(user).order_by(),
    ).filter(Q(decided_by__isnull=False) | Q(recorded_by__isnull=False) | Q(contact__isnull=False))
    if offices:
        rows = rows.filter(step__case__subject__office__in=offices)
    grouped = (
        rows.order_by()
        .values("step__kind", "step__body_name", "step__body")
        .annotate(number=Count("pk"), median=Percentile(0.5, taken), ninetieth=Percentile(0.9, taken))
    )
    bodies = _names([row["step__body"] for row in grouped if row["step__body"]])
    found = [
        TimeInStep(
            StepKind(row["step__kind"]),
            bodies.get(row["step__body"], row["step__body_name"]),
            row["number"],
            row["median"] / _DAY,
            row["ninetieth"] / _DAY,
        )
        for row in grouped
    ]
    return sorted(found, key=lambda each: (-each.median, each.kind, each.body))


def _names(bodies: Collection[int]) -> dict[int, str]:
    return {body.pk: str(body) for body in Institution.objects.filter(pk__in=bodies)}
