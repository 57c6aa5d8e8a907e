"""Lay out a track."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from approvals.actions.groups import start_current_group
from approvals.models import ApprovalSubject, Case, Step
from approvals.policies import can_prepare
from approvals.steps import StepKind
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.outbox import publish
from core.registries import registries
from core.validation import wrong_values
from institutions.models import Institution


@dataclass(frozen=True)
class NewStep:
    """A step to be added; see `Step` for the fields."""

    kind: StepKind
    group: int = 1
    body: Institution | None = None
    body_name: str = ""
    responsible: User | None = None
    due_on: dt.date | None = None
    blocks_signature: bool = True
    blocks_entry_into_force: bool = False
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def open_case(*, by: Actor, subject: ApprovalSubject, institution: Institution | None) -> Case:
    """The case of one side, made where there is none yet."""
    if by.user:
        require(can_prepare(by.user, subject))
    with recorded_change(by=by):
        case, is_new = Case.objects.get_or_create(subject=subject, institution=institution)
        if is_new:
            registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
    return case


def add_step(*, by: Actor, case: Case, step: NewStep) -> Step:
    """Add a step to a side's track; where the case is submitted and its group is the current one, it starts at once.

    Raises `InvalidInput` or `NotAllowed`.
    """
    subject = case.subject
    if by.user:
        require(can_prepare(by.user, subject))
    if errors := wrong_values(Step, vars(step)):
        raise InvalidInput(errors)
    with recorded_change(by=by):
        registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
        added = Step(case=case, created_at=by.at, updated_at=by.at, **vars(step))
        added.save(force_insert=True)
        if Case.objects.get(pk=case.pk).submitted_at:  # read under the record's lock
            start_current_group(by=by, case=case)
        publish("approval.step_added", by=by, subject=subject.pk, step=added.pk)
    added.refresh_from_db()
    return added


def add_step_for_side(*, by: Actor, subject: ApprovalSubject, institution: Institution | None, step: NewStep) -> Step:
    """Add a step to the track of a side, which is opened where there is none yet. Raises as `add_step` does."""
    with recorded_change(by=by):
        return add_step(by=by, case=open_case(by=by, subject=subject, institution=institution), step=step)
