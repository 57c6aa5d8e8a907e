"""Approval steps, as answered: a flat list of every side's steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, TypedDict

from django.db.models import Prefetch, prefetch_related_objects

from accounts.api.representations import Person, person
from accounts.models import Role
from approvals.api.decision_items import DecisionItem, decision_item
from approvals.condition_words import say_condition
from approvals.models import Case, Step
from approvals.models.shapes import StepShape
from approvals.queries import cases_with_steps
from approvals.steps import CaseState, Outcome, StepKind
from approvals.working_days import LengthUnit
from core.api.hints import OneOf
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.links import InstitutionLink, link_or_none
from institutions.models import Institution

RoleName = Annotated[str, OneOf(["", *Role.values])]


class PartyLink(TypedDict):
    """One side: `id` as in the agreement's `parties` (null where it is none any more), and its institution's id."""

    id: uuid.UUID | None
    institution: uuid.UUID
    name: str


class StepShapeItem(TypedDict):
    """What a step is, in a route that runs and in a template alike."""

    kind: StepKind
    name: Annotated[str, "What is decided and by which body, in the caller's language."]
    body: Annotated[InstitutionLink | None, "The deciding body, where it is an institution of the register."]
    body_name: Annotated[str, "The deciding body in the words of the source."]
    order: Annotated[int, "Steps of the same order run in parallel; the next order begins when all are done."]
    role: Annotated[RoleName, "Whose holders are asked where nobody is named; empty: approvers and head of office."]
    is_outside: Annotated[bool, "Whether a body outside the office decides; an officer or a link records it."]
    quorum: Annotated[int, "How many people must approve."]
    length: Annotated[int | None, "How long there is to decide, from the day the step starts."]
    length_unit: Annotated[LengthUnit, "What `length` counts: working days are those of the office's country."]
    only_if: Annotated[
        dict[str, list[str]],
        "The facts of the record and the values one of which each must have; otherwise the step is not required.",
    ]
    only_if_words: Annotated[str, "The same in the caller's language."]
    blocks_signature: bool
    blocks_entry_into_force: bool


class ApprovalStep(StepShapeItem, SourcedFact):
    """One decision to be taken on one side."""

    id: Annotated[uuid.UUID, "What decisions are sent to."]
    url: Annotated[str, "Where the step is, whatever its record: see `approvals/steps/{id}/`."]
    version: int
    case: Annotated[uuid.UUID, "The side's approval: see `approvals/cases/{id}/`."]
    party: Annotated[PartyLink | None, "Whose side it is; null for the office's own."]
    outcome: Outcome
    responsible: Annotated[list[Person], "Who is asked by name; none: the holders of the role."]
    due_on: dt.date | None
    conditions_met_on: dt.date | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    case_state: Annotated[CaseState, "How far this side is as a whole."]
    substance: Annotated[str | None, "The hash of what is asked about: send it with a decision."]
    decisions: list[DecisionItem]


PartyOf = Callable[[Any, Institution], uuid.UUID | None]
"""The id of an institution as a party of a record."""


def no_party(_record: Any, _institution: Institution) -> uuid.UUID | None:
    """For records without parties."""
    return None


def read_cases(records: Sequence[Any]) -> None:
    """Read every side's steps and decisions with the records, which have an `approval_subject`."""
    cases = cases_with_steps().defer("snapshot__content", "snapshot__names")
    prefetch_related_objects(records, Prefetch("approval_subject__cases", cases))


def steps_of(
    records: Sequence[Any], reading: Reading, *, party_of: PartyOf = no_party
) -> dict[int, list[ApprovalStep]]:
    """Every side's steps in order, for each record."""
    read_cases(records)
    cases = {record.pk: record.approval_subject.cases.all() for record in records}
    return {record.pk: list(_steps(record, cases[record.pk], reading, party_of)) for record in records}


def step_item(step: Step, case: Case, reading: Reading, *, party: PartyLink | None) -> ApprovalStep:
    """A step as `cases_with_steps` reads it."""
    return {
        "id": step.uid,
        "url": f"{reading.root}approvals/steps/{step.uid}/",
        "version": step.version,
        "case": case.uid,
        "party": party,
        **shape_item(step, reading, subject_kind=case.subject.kind),
        "outcome": Outcome(step.outcome),
        "responsible": [each for asked in step.asked.all() if (each := person(asked.user))],
        "due_on": step.due_on,
        "conditions_met_on": step.conditions_met_on,
        "started_at": step.started_at,
        "ended_at": step.ended_at,
        "case_state": case.state,
        "substance": case.snapshot.sha256 if case.snapshot else None,
        "decisions": [decision_item(each, counts=each.spell == step.spell) for each in step.decisions.all()],
        **source_of(step),
    }


def shape_item(step: StepShape, reading: Reading, *, subject_kind: str) -> StepShapeItem:
    """What a step of a route or a template is."""
    return {
        "kind": StepKind(step.kind),
        "name": step.name,
        "body": link_or_none(step.body, reading),
        "body_name": step.body_name,
        "order": step.group,
        "role": step.role,
        "is_outside": step.is_outside,
        "quorum": step.quorum,
        "length": step.length,
        "length_unit": LengthUnit(step.length_unit),
        "only_if": step.only_if,
        "only_if_words": say_condition(step.only_if, subject_kind=subject_kind),
        "blocks_signature": step.blocks_signature,
        "blocks_entry_into_force": step.blocks_entry_into_force,
    }


def side_of(case: Case, *, party: uuid.UUID | None = None) -> PartyLink | None:
    """Whose side a case is; `party` is its id as a party, where that is known."""
    side = case.institution
    return {"id": party, "institution": side.uid, "name": side.name} if side else None


def _steps(record: Any, cases: Iterable[Case], reading: Reading, party_of: PartyOf) -> Iterator[ApprovalStep]:
    for case in cases:
        party = side_of(case, party=party_of(record, case.institution)) if case.institution else None
        for step in case.steps.all():
            yield step_item(step, case, reading, party=party)
