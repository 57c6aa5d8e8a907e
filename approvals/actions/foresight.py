"""What a change of a route would bring, said before it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from approvals.askees import Askee, who_is_asked
from approvals.models import ApprovalSubject, Case, Step
from approvals.steps import CaseState, Outcome
from institutions.models import Institution


@dataclass(frozen=True)
class RouteForesight:
    """The side before and after the change.

    `begins` are the steps asked for at once, with the people asked; `later` those new or moved that come after others;
    `ends` those that end without anybody's decision; `dropped` the names of those nobody is asked for any more.
    """

    is_running: bool
    before: CaseState
    after: CaseState
    has_steps: bool
    begins: list[tuple[Step, list[Askee]]]
    later: list[Step]
    ends: list[Step]
    dropped: list[str]


@dataclass(frozen=True)
class _Seen:
    state: CaseState
    is_running: bool
    steps: dict[int, Step]


def foresee_route(
    *, subject: ApprovalSubject, institution: Institution | None, change: Callable[[], Any], at: dt.datetime
) -> RouteForesight:
    """Make the change, look at the side, and undo it. Raises whatever the change raises."""
    before = _look(subject, institution)
    with transaction.atomic():
        change()
        after = _look(subject, institution)
        foreseen = _compare(before, after, at=at)
        transaction.set_rollback(True)
    return foreseen


def _look(subject: ApprovalSubject, institution: Institution | None) -> _Seen:
    case = Case.objects.filter(subject=subject, institution=institution).first()
    if case is None:
        return _Seen(CaseState.NOT_SUBMITTED, is_running=False, steps={})
    rows = Step.objects.filter(case=case).with_people().select_related("case__subject__office").order_by("group", "id")
    steps = {step.pk: step for step in rows}
    return _Seen(case.state, is_running=case.is_submitted, steps=steps)


def _compare(before: _Seen, after: _Seen, *, at: dt.datetime) -> RouteForesight:
    touched = [step for pk, step in after.steps.items() if _mark(before.steps.get(pk)) != _mark(step)]
    waiting = [step for step in touched if step.outcome == Outcome.IN_PROGRESS]
    asked = who_is_asked(waiting, at=at)
    still = {pk for pk, step in after.steps.items() if step.outcome != Outcome.NOT_STARTED}
    was_asked = [step for step in before.steps.values() if step.outcome == Outcome.IN_PROGRESS]
    return RouteForesight(
        is_running=after.is_running,
        before=before.state,
        after=after.state,
        has_steps=bool(after.steps),
        begins=[(step, asked[step.pk]) for step in waiting],
        later=[step for step in touched if step.outcome == Outcome.NOT_STARTED],
        ends=[step for step in touched if step.outcome not in (Outcome.IN_PROGRESS, Outcome.NOT_STARTED)],
        dropped=[step.name for step in was_asked if step.pk not in still],
    )


def _mark(step: Step | None) -> tuple[Any, ...] | None:
    return (step.outcome, step.spell, step.group) if step else None
