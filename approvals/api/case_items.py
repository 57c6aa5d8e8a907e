"""A side's approval as a whole, and one step of it by itself, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, TypedDict

from accounts.api.representations import Person, person
from approvals.api.possible import CaseOperation, Possible, operations_on, possible_on
from approvals.api.records import RecordLink, record_links
from approvals.api.representations import ApprovalStep, PartyLink, side_of, step_item
from approvals.api.substance_items import ChangesItem, SubstanceItem, changes_for, substance_item
from approvals.deciders import Decider
from approvals.models import Case, CaseEvent, Step
from approvals.policies import can_change_route
from approvals.steps import CaseState
from core.api.shapes import Reading
from core.registries import registries


class StepForCaller(ApprovalStep):
    """A step, and what the caller can do with it now."""

    possible: Possible


class WaitingStep(StepForCaller):
    """A step that waits for a decision, with the record it belongs to."""

    record: RecordLink
    age: Annotated[str, "For how long it has waited, as the filter `age` names it."]
    is_overdue: bool


class CaseEventItem(TypedDict):
    """Something that happened to a side's approval as a whole."""

    kind: CaseEvent.Kind
    name: Annotated[str, "In the caller's language."]
    at: dt.datetime
    by: Person | None
    reason: str
    round: int
    before: Annotated[str | None, "The hash before a reset."]
    after: Annotated[str | None, "The hash of what was approved from then on."]


class CaseItem(TypedDict):
    """One side's approval of a record."""

    id: uuid.UUID
    url: str
    record: RecordLink
    party: Annotated[PartyLink | None, "Whose side it is; null for the responsible office's own."]
    state: CaseState
    state_name: Annotated[str, "In the caller's language."]
    round: Annotated[int, "How often it was submitted."]
    submitted_by: Person | None
    submitted_at: dt.datetime | None
    last_edited_by: Annotated[Person | None, "Who changed last what is approved: that person does not decide."]
    substance: Annotated[SubstanceItem | None, "What is approved; null until it was submitted."]
    changes: Annotated[ChangesItem | None, "What changed since the caller's own last decision, or the last reset."]
    steps: list[StepForCaller]
    events: list[CaseEventItem]
    operations: list[CaseOperation]
    can_change_route: Annotated[bool, "Whether the caller may change its steps."]


def case_item(case: Case, decider: Decider, reading: Reading) -> CaseItem:
    """A case as `cases_with_all` reads it, with its subject's office."""
    matter = registries.approval_subjects[case.subject.kind].matter(case.subject_id)
    return {
        "id": case.uid,
        "url": case_address(case, reading),
        "record": record_links([case.subject], reading)[case.subject_id],
        "party": side_of(case),
        "state": case.state,
        "state_name": case.state_label,
        "round": case.round,
        "submitted_by": person(case.submitted_by),
        "submitted_at": case.submitted_at,
        "last_edited_by": person(case.subject.edited_by),
        "substance": substance_item(case.snapshot, case, reading) if case.snapshot else None,
        "changes": changes_for(case, reading),
        "steps": steps_for_caller(case, decider, reading),
        "events": _events(case),
        "operations": operations_on(case, reading.user, is_pending=matter.is_pending),
        "can_change_route": can_change_route(reading.user, case).allowed,
    }


def case_address(case: Case, reading: Reading) -> str:
    """Where a case is."""
    return f"{reading.root}approvals/cases/{case.uid}/"


def steps_for_caller(case: Case, decider: Decider, reading: Reading) -> list[StepForCaller]:
    """Every step of a case."""
    return [step_for_caller(step, case, decider, reading) for step in case.steps.all()]


def step_for_caller(step: Step, case: Case, decider: Decider, reading: Reading) -> StepForCaller:
    """One of the steps of a case that was read with all of them."""
    written = step_item(step, case, reading, party=side_of(case))
    return {**written, "possible": possible_on(step, case, decider)}


def waiting_step(step: Any, decider: Decider, record: RecordLink, reading: Reading) -> WaitingStep:
    """A row of `approvals.queries.waiting_steps`, whose case was read with its steps."""
    case = step.case
    whole = next(each for each in case.steps.all() if each.pk == step.pk)
    written = step_for_caller(whole, case, decider, reading)
    return {**written, "record": record, "age": step.age, "is_overdue": step.is_overdue}


def _events(case: Any) -> list[CaseEventItem]:
    return [
        {
            "kind": CaseEvent.Kind(each.kind),
            "name": each.get_kind_display(),
            "at": each.at,
            "by": person(each.by),
            "reason": each.reason,
            "round": each.round,
            "before": each.before_sha256,
            "after": each.after_sha256,
        }
        for each in case.events.all()
    ]
