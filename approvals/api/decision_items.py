"""Decisions on steps and the conditions they are bound to, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, TypedDict

from accounts.api.representations import Person, person
from approvals.models import Condition, Through
from approvals.steps import Outcome
from core.api.sources import SourcedFact, source_of
from institutions.models import Contact


class ContactLink(TypedDict):
    """A focal point outside. The name is null where the person's data was erased."""

    id: int
    role: str
    name: str | None
    institution: uuid.UUID


class ConditionItem(TypedDict):
    """What an approval depends on, tracked until it is met."""

    id: Annotated[uuid.UUID, "What `approvals/conditions/{id}/` calls it."]
    text: str
    due_on: dt.date | None
    met_on: dt.date | None
    evidence: Annotated[str, "What shows that it is met."]
    version: int


class DecisionItem(SourcedFact):
    """A decision that was taken, never changed afterwards.

    `decided_by` is null where a body outside or a part of the system decided: then `contact`, `recorded_by`, the source
    or `document` say who says so, or `act` which entry of the ledger completed the step.
    """

    id: uuid.UUID
    outcome: Outcome
    comment: str
    decided_by: Person | None
    on_behalf_of: Annotated[Person | None, "Whose right was used, where it was somebody else's."]
    through: Annotated[Through | None, "By what right, where it was somebody else's."]
    recorded_by: Annotated[Person | None, "Who recorded what was decided outside."]
    contact: Annotated[ContactLink | None, "Who decided outside, where it is known."]
    decided_on: Annotated[dt.date | None, "The day that the evidence gives."]
    decided_at: dt.datetime
    document: Annotated[uuid.UUID | None, "The record's document that is the evidence."]
    act: Annotated[uuid.UUID | None, "The act in the record's ledger that completed the step."]
    conditions: list[ConditionItem]
    substance: Annotated[str | None, "The hash (SHA-256) of what was decided on."]
    counts: Annotated[bool, "Whether it counts: false once the step was asked anew."]


def decision_item(decision: Any, *, counts: bool) -> DecisionItem:
    """A decision as `approvals.queries.cases_with_steps` reads it."""
    return {
        "id": decision.uid,
        "outcome": Outcome(decision.outcome),
        "comment": decision.comment,
        "decided_by": person(decision.decided_by),
        "on_behalf_of": person(decision.on_behalf_of),
        "through": Through(decision.through) if decision.through else None,
        "recorded_by": person(decision.recorded_by),
        "contact": contact_link(decision.contact) if decision.contact else None,
        "decided_on": decision.decided_on,
        "decided_at": decision.decided_at,
        "document": decision.document,
        "act": decision.act,
        "conditions": [condition_item(each) for each in decision.conditions.all()],
        "substance": decision.sha256,
        "counts": counts,
        **source_of(decision),
    }


def condition_item(condition: Condition) -> ConditionItem:
    """A condition."""
    return {
        "id": condition.uid,
        "text": condition.text,
        "due_on": condition.due_on,
        "met_on": condition.met_on,
        "evidence": condition.evidence,
        "version": condition.version,
    }


def contact_link(contact: Contact) -> ContactLink:
    """A focal point with its institution, both read already."""
    return {
        "id": contact.pk,
        "role": contact.role,
        "name": contact.details.name if contact.details else None,
        "institution": contact.institution.uid,
    }
