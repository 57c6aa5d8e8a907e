"""Approval steps that must be decided by a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from approvals.deciders import Decider, decidable_among
from approvals.models import Absence, ApprovalSubject, Step
from approvals.steps import OPEN, Outcome, current_group
from core.registries import (
    DEADLINE_COLUMNS,
    ApprovalAfter,
    ApprovalSubjectProvider,
    DeadlineDescription,
    Proposal,
    RecordKey,
    SubjectDescription,
    registries,
)


class StepsDue:
    """Steps in progress that have a due date, of every kind of record that is approved."""

    kind = "approval_step_due"
    label = _("Approval step due")

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        wanted = [
            _rows_of(kind, provider, until=until, record_id=record[1] if record else None)
            for kind, provider in registries.approval_subjects.items()
            if record is None or record[0] == kind
        ]
        if not wanted:
            return Step.objects.none()
        return wanted[0].union(*wanted[1:], all=True) if wanted[1:] else wanted[0]

    def visible(self, user: Viewer) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        return Step.objects.visible_to(user).order_by().values("pk")

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        seen = Step.objects.visible_to(user).filter(pk__in=list(item_ids)).for_list()
        steps = list(seen)
        subjects = _subjects({step.case.subject for step in steps})
        mine = decidable_among(Decider(user, at=timezone.now()), steps)
        return {step.pk: _description(step, subjects[step.case.subject_id], is_mine=step.pk in mine) for step in steps}

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`."""
        subject: ApprovalSubject | None = getattr(proposal.record, "approval_subject", None)
        if subject is None:
            return []
        after = registries.approval_subjects[subject.kind].approval_after(proposal)
        if after is ApprovalAfter.ENDS:
            return []
        starts = after is ApprovalAfter.STARTS
        return sorted(due for case in subject.cases.all() for due in _dates(list(case.steps.all()), starts=starts))


def _rows_of(
    kind: str, provider: ApprovalSubjectProvider, *, until: dt.date, record_id: int | None
) -> QuerySet[Any, Any]:
    """The steps of one kind of record; those of records at rest are no longer asked for."""
    records = provider.awaiting()
    if record_id is not None:
        subjects = records.filter(pk=record_id).values("approval_subject_id")
        steps = Step.objects.filter(case__subject_id__in=subjects)
    else:
        steps = Step.objects.filter(case__subject__kind=kind)
    record = records.filter(approval_subject_id=OuterRef("case__subject_id"))
    return (
        steps.waiting()
        .filter(Exists(record), due_on__lte=until)
        .order_by()
        .annotate(
            item_id=F("pk"),
            record_type=F("case__subject__kind"),
            record_id=Subquery(record.values("pk")),
            office_id=F("case__subject__office_id"),
            responsible_id=_responsible(),
            is_confined=Subquery(record.values("is_confined")),
        )
        .values_list(*DEADLINE_COLUMNS)
    )


def _responsible() -> Any:
    """Who is asked by name, or while they are away their deputy. One row for each; none for steps of a role."""
    away = Absence.objects.at().filter(user=OuterRef("asked__user")).order_by("id")
    return Case(
        When(Exists(away), then=Subquery(away.values("deputy")[:1])),
        default=F("asked__user"),
        output_field=BigIntegerField(),
    )


def _subjects(subjects: set[ApprovalSubject]) -> dict[int, SubjectDescription]:
    described = {}
    for kind, provider in registries.approval_subjects.items():
        described.update(provider.describe([subject.pk for subject in subjects if subject.kind == kind]))
    return described


def _description(step: Step, subject: SubjectDescription, *, is_mine: bool) -> DeadlineDescription:
    places = {"step": step.name, "side": str(step.case)}
    if is_mine:
        what = gettext("Decide the approval step “%(step)s” on the side of %(side)s.") % places
    else:
        what = gettext("See that the approval step “%(step)s” on the side of %(side)s is decided.") % places
    otherwise = gettext("Until it is decided, this side's approval stands still.")
    if step.blocks_signature:
        otherwise = gettext("Until it is decided, this side's approval stands still and nothing can be signed.")
    return DeadlineDescription(subject.reference, subject.name, what, otherwise, subject.path)


def _dates(steps: list[Step], *, starts: bool) -> list[dt.date]:
    """The due dates of the steps that will be in progress. A track that starts begins with its first group."""
    group = min((step.group for step in steps), default=None) if starts else current_group(s.facts for s in steps)
    will_wait = (step for step in steps if step.group == group and (starts or step.outcome in OPEN))
    return [step.due_on for step in will_wait if step.due_on and (starts or step.outcome == Outcome.IN_PROGRESS)]
