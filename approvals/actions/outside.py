"""Record what a body outside the office decided, with the evidence."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from approvals.actions.conditions import EARLIEST_DAY
from approvals.actions.evidence import evidence_kept, require_document
from approvals.actions.holding import hold_step
from approvals.actions.substance import catch_up
from approvals.actions.votes import NewCondition, Vote, cast, parse_outcome
from approvals.models import Decision, Step
from approvals.policies import can_record_outside
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.validation import wrong_values
from institutions.models import Contact


def record_outside_decision(
    *,
    by: Actor,
    step: Step,
    outcome: str,
    decided_on: dt.date,
    comment: str = "",
    conditions: Sequence[NewCondition] = (),
    contact: Contact | None = None,
    source: str = "",
    source_quote: str = "",
    source_note: str = "",
    document: uuid.UUID | None = None,
    file: File[Any] | None = None,
    seen: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Record a decision taken outside on `decided_on`; the evidence is a source (letter, e-mail, address), a document
    of the record, or a `file` that becomes one. With a file not inside a transaction.

    Raises `InvalidInput` (no evidence, a day to come or before 1900, a file not taken), `NotAllowed`, `Refused`,
    `StaleVersion`.
    """
    vote = Vote(parse_outcome(outcome), comment, tuple(conditions), seen)
    evidence = {"source": source, "source_quote": source_quote, "source_note": source_note}
    errors = wrong_values(Decision, evidence)
    if not source.strip() and document is None and file is None:
        errors["source"] = [_("Name the evidence: the letter, e-mail or address, or a document of the record.")]
    if decided_on > by.today(step.case.subject.office.time_zone):
        errors["decided_on"] = [_("The date lies in the future. A decision is recorded once it has been taken.")]
    if decided_on < EARLIEST_DAY:
        errors["decided_on"] = [_("The date lies before 1900. Check the year.")]
    if errors:
        raise InvalidInput(errors)
    if by.user:
        require(can_record_outside(by.user, step))
    if document:
        require_document(document, step=step)
    catch_up(subject=step.case.subject)
    with evidence_kept(by=by, step=step, file=file) as kept, recorded_change(by=by, reason=comment):
        held = hold_step(step, by=by, expected_version=expected_version)
        if by.user:
            require(can_record_outside(by.user, held))
        return cast(
            vote, by=by, step=held, recorded_by=by.user, contact=contact, decided_on=decided_on,
            document=document or kept,
            **evidence,
        )  # fmt: skip
