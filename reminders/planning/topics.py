"""What happened to a record, as the outbox tells it, and the reminders to plan anew because of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from approvals.models import ApprovalSubject
from core.registries import RecordKey, registries
from reminders.planning.statement import Planned, plan_record

TOPICS = (
    "agreement.created",
    "agreement.changed",
    "agreement.stage_changed",
    "agreement.act_recorded",
    "agreement.clause_stated",
    "agreement.related",
    "agreement.unrelated",
    "activity.created",
    "activity.changed",
    "activity.state_changed",
    "membership.created",
    "membership.changed",
    "membership.state_changed",
    "approval.step_added",
    "approval.submitted",
    "approval.recalled",
    "approval.decided",
    "approval.asked",
    "approval.reset",
    "approval.lapsed",
    "approval.step_changed",
    "approval.step_removed",
    "approval.condition_met",
)
_RECORDS = ("agreement", "activity", "membership")


def plan_after(payload: Mapping[str, Any], *, now: dt.datetime) -> Planned:
    """Plan the reminders of the record a payload speaks of; nothing where it speaks of none we know."""
    record = record_of(payload)
    return plan_record(record=record, now=now) if record else Planned()


def record_of(payload: Mapping[str, Any]) -> RecordKey | None:
    """The record of a payload: named by its kind, or through what is approved ("subject") while that is wanted."""
    for kind in _RECORDS:
        if kind in payload:
            return kind, int(payload[kind])
    subject = ApprovalSubject.objects.filter(pk=payload.get("subject", 0)).first()
    if subject is None:
        return None
    records = registries.approval_subjects[subject.kind].awaiting().filter(approval_subject_id=subject.pk)
    record_id = records.values_list("pk", flat=True).first()
    return (subject.kind, record_id) if record_id else None
