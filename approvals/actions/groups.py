"""Move a track forward, ask steps anew, or halt it. The caller holds the record's lock."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import SimpleLazyObject

from approvals.act_steps import completing_act
from approvals.models import Case, Decision, Step
from approvals.routes import holds
from approvals.steps import COMPLETED_BY_ACT, CaseState, Outcome, StepKind, case_state, current_group
from approvals.working_days import LengthUnit, due_day
from core.actors import Actor
from core.locking import store
from core.outbox import publish
from core.registries import ApprovalMatter, KnownAct, registries

_FRESH = {"outcome": Outcome.NOT_STARTED, "started_at": None, "ended_at": None, "conditions_met_on": None}


def start_current_group(*, by: Actor, case: Case) -> None:
    """Start the steps of the first group that is still open; none after a rejection or a lapse, which end the case.

    Steps whose condition does not hold are not required; those that only an act completes are completed where it is on
    record. Where that empties the group, the next one starts.
    """
    provider = registries.approval_subjects[case.subject.kind]
    matter: ApprovalMatter = SimpleLazyObject(lambda: provider.matter(case.subject_id))  # type: ignore[assignment]
    acts: list[KnownAct] = SimpleLazyObject(lambda: provider.acts(case.subject_id))  # type: ignore[assignment]
    while True:
        steps = list(Step.objects.filter(case=case).select_for_update(of=("self",)).order_by("group", "id"))
        facts = [step.facts for step in steps]
        if case_state(facts, is_submitted=True) in (CaseState.REJECTED, CaseState.LAPSED):
            return
        group = current_group(facts)
        waiting = [s for s in steps if s.group == group and s.outcome in (Outcome.NOT_STARTED, Outcome.IN_PROGRESS)]
        moved = [_advance(step, by=by, case=case, matter=matter, acts=acts) for step in waiting]
        if not any(moved):
            return


def ask_anew(steps: Iterable[Step], *, by: Actor) -> None:
    """Put steps back to their beginning: decisions taken on them no longer count, but stay in the ledger."""
    for step in steps:
        for name, value in _FRESH.items():
            setattr(step, name, value)
        step.spell += 1
        changed = [*_FRESH, "spell"]
        if step.length:
            step.due_on = None
            changed.append("due_on")
        store(step, *changed, by=by)


def halt(*, by: Actor, case: Case) -> None:
    """Ask nobody any more: steps in progress are not started again, and votes given on them no longer count."""
    ask_anew(Step.objects.waiting().filter(case=case).select_for_update(of=("self",)).order_by("id"), by=by)


def _advance(step: Step, *, by: Actor, case: Case, matter: ApprovalMatter, acts: list[KnownAct]) -> bool:
    """Take a step of the current group as far as it goes by itself; whether that ended it."""
    if step.only_if and not holds(step.only_if, matter.facts):
        _end(step, by=by, case=case, outcome=Outcome.NOT_REQUIRED, act=None)
        return True
    if step.outcome == Outcome.NOT_STARTED:
        _start(step, by=by, case=case)
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        act = completing_act(StepKind(step.kind), case.institution_id, acts)
        if act:
            _end(step, by=by, case=case, outcome=Outcome.APPROVED, act=act)
            return True
    return False


def _start(step: Step, *, by: Actor, case: Case) -> None:
    step.outcome, step.started_at = Outcome.IN_PROGRESS, by.at
    changed = ["outcome", "started_at"]
    if step.length:
        office = case.subject.office
        step.due_on = due_day(
            starts=by.today(office.time_zone),
            length=step.length,
            unit=LengthUnit(step.length_unit),
            country=str(office.country),
        )
        changed.append("due_on")
    store(step, *changed, by=by)
    publish("approval.asked", by=by, subject=case.subject_id, step=step.pk, spell=step.spell)


def _end(step: Step, *, by: Actor, case: Case, outcome: Outcome, act: KnownAct | None) -> None:
    """End a step without a person's decision."""
    Decision.objects.create(
        step=step, spell=step.spell, outcome=outcome, decided_at=by.at, asked_at=step.started_at,
        decided_on=act.on if act else None, act=act.uid if act else None, snapshot=case.snapshot,
    )  # fmt: skip
    step.outcome, step.ended_at = outcome, by.at
    store(step, "outcome", "ended_at", by=by)
    publish("approval.decided", by=by, subject=case.subject_id, step=step.pk, outcome=outcome.value)
