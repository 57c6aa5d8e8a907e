"""Approval steps, as answered: a flat list of every side's steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, TypedDict

from django.db.models import Prefetch, prefetch_related_objects

from accounts.api.representations import Person, person
from approvals.models import Case, Decision, Step
from approvals.queries import cases_with_all
from approvals.steps import CaseState, Outcome, StepKind
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.links import InstitutionLink, link_or_none
from institutions.models import Institution


class PartyLink(TypedDict):
    """One side: `id` as in the agreement's `parties` (null where it is none any more), and its institution's id."""

    id: uuid.UUID | None
    institution: uuid.UUID
    name: str


class DecisionItem(TypedDict):
    """A decision that was taken, never changed afterwards. `decided_by` is null for a part of the system."""

    id: uuid.UUID
    outcome: Outcome
    comment: str
    decided_by: Person | None
    decided_at: dt.datetime


class ApprovalStep(SourcedFact):
    """One decision to be taken on one side."""

    id: Annotated[uuid.UUID, "What decisions are sent to."]
    party: Annotated[PartyLink | None, "Whose side it is; null for the office's own."]
    kind: StepKind
    name: Annotated[str, "What is decided and by which body, in the caller's language."]
    body: Annotated[InstitutionLink | None, "The deciding body, where it is an institution of the register."]
    body_name: Annotated[str, "The deciding body in the words of the source."]
    order: Annotated[int, "Steps of the same order run in parallel; the next order begins when all are done."]
    outcome: Outcome
    responsible: Annotated[list[Person], "Who is asked by name; none: the holders of the role."]
    due_on: dt.date | None
    blocks_signature: bool
    blocks_entry_into_force: bool
    conditions_met_on: dt.date | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    case_state: Annotated[CaseState, "How far this side is as a whole."]
    decisions: list[DecisionItem]


PartyOf = Callable[[Any, Institution], uuid.UUID | None]
"""The id of an institution as a party of a record."""


def no_party(_record: Any, _institution: Institution) -> uuid.UUID | None:
    """For records without parties."""
    return None


def read_cases(records: Sequence[Any]) -> None:
    """Read every side's steps and decisions with the records, which have an `approval_subject`."""
    prefetch_related_objects(records, Prefetch("approval_subject__cases", cases_with_all()))


def steps_of(
    records: Sequence[Any], reading: Reading, *, party_of: PartyOf = no_party
) -> dict[int, list[ApprovalStep]]:
    """Every side's steps in order, for each record."""
    read_cases(records)
    return {record.pk: list(_steps(record, reading, party_of)) for record in records}


def _steps(record: Any, reading: Reading, party_of: PartyOf) -> Iterator[ApprovalStep]:
    for case in record.approval_subject.cases.all():
        party = _party(record, case, party_of)
        for step in case.steps.all():
            yield _step(step, party, case.state, reading)


def _party(record: Any, case: Case, party_of: PartyOf) -> PartyLink | None:
    side = case.institution
    return {"id": party_of(record, side), "institution": side.uid, "name": side.name} if side else None


def _step(step: Step, party: PartyLink | None, state: CaseState, reading: Reading) -> ApprovalStep:
    return {
        "id": step.uid,
        "party": party,
        "kind": StepKind(step.kind),
        "name": step.name,
        "body": link_or_none(step.body, reading),
        "body_name": step.body_name,
        "order": step.group,
        "outcome": Outcome(step.outcome),
        "responsible": [each for asked in step.asked.all() if (each := person(asked.user))],
        "due_on": step.due_on,
        "blocks_signature": step.blocks_signature,
        "blocks_entry_into_force": step.blocks_entry_into_force,
        "conditions_met_on": step.conditions_met_on,
        "started_at": step.started_at,
        "ended_at": step.ended_at,
        "case_state": state,
        "decisions": [_decision(each) for each in step.decisions.all()],
        **source_of(step),
    }


def _decision(decision: Decision) -> DecisionItem:
    return {
        "id": decision.uid,
        "outcome": Outcome(decision.outcome),
        "comment": decision.comment,
        "decided_by": person(decision.decided_by),
        "decided_at": decision.decided_at,
    }
