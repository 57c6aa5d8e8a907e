"""The figures of the dashboard: a handful of queries, whatever the size of the register.

Every figure counts exactly what the list it links to shows the same reader on the same day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Office
from accounts.visibility import Viewer
from activities.models import Activity, Programme
from activities.models.activity import ActivityQuerySet
from activities.states import ActivityState
from agreements.law.statuses import ForceStatus
from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.stages import Stage
from approvals.ages import AGE_CLASSES
from approvals.models.cases import StepQuerySet
from approvals.queries import waiting_steps
from institutions.models import Institution

# States in which an activity is still to begin.
PLANNED = (ActivityState.PROPOSED, ActivityState.APPROVAL_PENDING, ActivityState.APPROVED, ActivityState.SCHEDULED)


@dataclass(frozen=True)
class WaitingSide:
    """Steps that wait on one institution's side (None: the responsible office's own), by age class."""

    institution: Institution | None
    by_age: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_age.values())


@dataclass(frozen=True)
class ProgrammeFigures:
    """Activities of one programme (None: of none)."""

    programme: Programme | None
    by_state: dict[str, int]
    delayed: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def planned(self) -> int:
        """Those still to begin."""
        return sum(self.by_state.get(state, 0) for state in PLANNED)


@dataclass(frozen=True)
class Figures:
    """What the dashboard shows one reader."""

    by_stage: dict[str, int]
    by_force: dict[str, int]
    waiting: list[WaitingSide]
    overdue: int
    by_state: dict[str, int]
    programmes: list[ProgrammeFigures]

    @property
    def agreements(self) -> int:
        """All agreements."""
        return sum(self.by_stage.values())

    @property
    def steps_waiting(self) -> int:
        """All steps somebody must decide now."""
        return sum(side.total for side in self.waiting)

    @property
    def waiting_by_age(self) -> dict[str, int]:
        """Those steps by age class."""
        return {each.name: sum(side.by_age[each.name] for side in self.waiting) for each in AGE_CLASSES}

    @property
    def planned(self) -> int:
        """Activities still to begin."""
        return sum(each.planned for each in self.programmes)

    @property
    def delayed(self) -> int:
        """Activities past their planned end."""
        return sum(each.delayed for each in self.programmes)


def figures_for(*, user: Viewer, today: dt.date, zone: dt.tzinfo, office: Office | None = None) -> Figures:
    """The figures of what the person may see, of one office or of all. `today` and `zone` are the reader's."""
    agreements, activities = Agreement.objects.visible_to(user), Activity.objects.visible_to(user)
    steps = waiting_steps(user=user, today=today, zone=zone)
    if office:
        agreements, activities = agreements.filter(office=office), activities.filter(office=office)
        steps = steps.filter(case__subject__office=office)
    programmes = _programmes(activities, today)
    return Figures(
        by_stage=_by_stage(agreements),
        by_force=_by_force(agreements, today),
        waiting=_waiting(steps),
        overdue=steps.filter(is_overdue=True).order_by().count(),  # type: ignore[misc]
        by_state=_by_state(programmes),
        programmes=programmes,
    )


def _by_stage(agreements: QuerySet[Agreement]) -> dict[str, int]:
    counts = dict(agreements.order_by().values_list("stage").annotate(Count("pk")))
    return {stage.value: counts.get(stage, 0) for stage in Stage}


def _by_force(agreements: AgreementQuerySet, today: dt.date) -> dict[str, int]:
    """By force status as of today, which is the day of the list each opens."""
    counted = agreements.with_force(as_of=today).order_by().values_list("force_status").annotate(Count("pk"))  # type: ignore[misc]
    counts = dict(counted)
    return {status.value: counts.get(status, 0) for status in ForceStatus}


def _waiting(steps: StepQuerySet) -> list[WaitingSide]:
    counts: dict[int | None, Counter[str]] = {}
    for institution, age, count in steps.order_by().values_list("case__institution", "age").annotate(Count("pk")):  # type: ignore[misc]
        counts.setdefault(institution, Counter())[age] += count
    named = Institution.objects.in_bulk([pk for pk in counts if pk])
    sides = [
        WaitingSide(named.get(pk) if pk else None, {each.name: ages[each.name] for each in AGE_CLASSES})
        for pk, ages in counts.items()
    ]
    return sorted(sides, key=lambda side: (-side.total, side.institution.sort_key if side.institution else ""))


def _programmes(activities: ActivityQuerySet, today: dt.date) -> list[ProgrammeFigures]:
    """By programme, in the order of their names, those of none last."""
    states: dict[int | None, Counter[str]] = {}
    for programme, state, count in activities.order_by().values_list("programme", "state").annotate(Count("pk")):
        states.setdefault(programme, Counter())[state] += count
    delayed = dict(activities.delayed(today=today).order_by().values_list("programme").annotate(Count("pk")))
    named = Programme.objects.in_bulk([pk for pk in states if pk])
    found = [ProgrammeFigures(named.get(pk), dict(by_state), delayed.get(pk, 0)) for pk, by_state in states.items()]
    return sorted(found, key=lambda each: (each.programme is None, each.programme.sort_key if each.programme else ""))


def _by_state(programmes: list[ProgrammeFigures]) -> dict[str, int]:
    return {state.value: sum(each.by_state.get(state, 0) for each in programmes) for state in ActivityState}
