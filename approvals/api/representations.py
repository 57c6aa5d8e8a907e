"""Approval steps, as answered: a flat list of every side's steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypedDict

from django.db.models import Prefetch

from accounts.api.representations import Person, person
from approvals.models import Case, Decision, Step
from approvals.steps import CaseState, Outcome, StepKind
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.representations import InstitutionLink, link_or_none
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
    responsible: Annotated[Person | None, "Who is asked; null: any approver or head of the office."]
    due_on: dt.date | None
    blocks_signature: bool
    blocks_entry_into_force: bool
    conditions_met_on: dt.date | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    case_state: Annotated[CaseState, "How far this side is as a whole."]
    decisions: list[DecisionItem]


PartyOf = Callable[[int, Institution], uuid.UUID | None]
"""The id of an institution as a party, by approval subject."""


def no_party(_subject_id: int, _institution: Institution) -> uuid.UUID | None:
    """For records without parties."""
    return None


def steps_by_subject(
    subject_ids: Iterable[int], reading: Reading, *, party_of: PartyOf = no_party
) -> dict[int, list[ApprovalStep]]:
    """Every side's steps in order, by approval subject, in three queries."""
    found: dict[int, list[ApprovalStep]] = {subject: [] for subject in subject_ids}
    cases = Case.objects.filter(subject__in=found).select_related("institution").prefetch_related(_steps())
    for case in cases.order_by("id"):
        party = _party(case, party_of)
        found[case.subject_id] += [_step(step, party, case.state, reading) for step in case.steps.all()]
    return found


def _steps() -> Prefetch[Any]:
    decisions = Prefetch("decisions", Decision.objects.select_related("decided_by").order_by("decided_at", "id"))
    steps = Step.objects.select_related("body", "responsible").prefetch_related(decisions).order_by("group", "id")
    return Prefetch("steps", steps)


def _party(case: Case, party_of: PartyOf) -> PartyLink | None:
    side = case.institution
    if side is None:
        return None
    return {"id": party_of(case.subject_id, side), "institution": side.uid, "name": side.name}


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
        "responsible": person(step.responsible),
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
