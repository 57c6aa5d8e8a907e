"""Track the conditions of approvals until they are met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from approvals.actions.groups import start_current_group
from approvals.actions.holding import hold_step
from approvals.models import Condition, Step
from approvals.policies import can_confirm
from approvals.steps import NO_OPEN_CONDITIONS, has_open_conditions
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish

EARLIEST_DAY = dt.date(1900, 1, 1)  # before it a year was mistyped


def confirm_condition(
    *, by: Actor, condition: Condition, on: dt.date, evidence: str = "", expected_version: int | None = None
) -> Condition:
    """Record that one condition is met; the last one completes its step, and what it held up goes on.

    `expected_version` is the condition's. Raises `InvalidInput` for a day to come or before 1900, `NotAllowed`,
    `Refused`, `StaleVersion`.
    """
    step = condition.decision.step
    _check_day(step, on, by=by)
    with recorded_change(by=by):
        held = hold_step(step, by=by)
        locked = lock(Condition.objects.select_related("decision"), pk=condition.pk, expected_version=expected_version)
        _meet(locked, held, by=by, on=on, evidence=evidence)
        _complete(held, by=by)
    return locked


def confirm_conditions_met(
    *,
    by: Actor,
    step: Step,
    on: dt.date,
    evidence: str = "",
    only: Collection[int] | None = None,
    expected_version: int | None = None,
) -> Step:
    """Record that open conditions of a step are met on one day: all of them, or `only` those with these ids.

    Raises as `confirm_condition` does, also where one of them is not open.
    """
    _check_day(step, on, by=by)
    with recorded_change(by=by):
        held = hold_step(step, by=by, expected_version=expected_version)
        if not has_open_conditions(held.facts):
            raise Refused(NO_OPEN_CONDITIONS)
        meant = [each for each in _open_conditions(held) if only is None or each.pk in only]
        if only is not None and len(meant) != len(set(only)):
            raise Refused(NO_OPEN_CONDITIONS)
        for condition in meant:
            _meet(condition, held, by=by, on=on, evidence=evidence)
        _complete(held, by=by)
    return held


def _meet(condition: Condition, step: Step, *, by: Actor, on: dt.date, evidence: str) -> None:
    condition.decision.step = step
    if by.user:
        require(can_confirm(by.user, condition))
    counts = condition.decision.spell == step.spell and has_open_conditions(step.facts)
    if condition.met_on or not counts:
        raise Refused(NO_OPEN_CONDITIONS)
    condition.met_on, condition.met_by, condition.evidence = on, by.user, evidence
    store(condition, "met_on", "met_by", "evidence", by=by)
    publish("approval.condition_met", by=by, subject=step.case.subject_id, step=step.pk, condition=condition.pk)


def _complete(step: Step, *, by: Actor) -> None:
    if _open_conditions(step).exists():
        store(step, by=by)
        return
    days = Condition.objects.filter(decision__step=step, decision__spell=step.spell).values_list("met_on", flat=True)
    step.conditions_met_on = max(day for day in days if day)
    store(step, "conditions_met_on", by=by)
    start_current_group(by=by, case=step.case)


def _open_conditions(step: Step):  # type: ignore[no-untyped-def]
    return Condition.objects.open().filter(decision__step=step).select_related("decision").order_by("id")


def _check_day(step: Step, on: dt.date, *, by: Actor) -> None:
    if on > by.today(step.case.subject.office.time_zone):
        raise InvalidInput({"on": [_("The date lies in the future. Conditions are met once they have been met.")]})
    if on < EARLIEST_DAY:
        raise InvalidInput({"on": [_("The date lies before 1900. Check the year.")]})
