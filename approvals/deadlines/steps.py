"""Approval steps that must be decided by a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, RoleAssignment, User
from accounts.visibility import Viewer
from approvals.askees import who_is_asked
from approvals.deadlines.records import described_subjects, nobody, officer_of, records_of
from approvals.deciders import Decider, decidable_among
from approvals.models import Absence, ApprovalSubject, Step
from approvals.models.cases import StepQuerySet, is_for_roles
from approvals.steps import OPEN, Outcome, current_group
from core.registries import (
    DEADLINE_COLUMNS,
    ApprovalAfter,
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
        """See `core.registries.DeadlineSource`. One row for each person responsible: see `_with_responsible`."""
        parts = [
            part.annotate(
                item_id=F("pk"),
                record_type=F("case__subject__kind"),
                record_id=Subquery(of_subject.values("pk")),
                office_id=F("case__subject__office_id"),
                is_confined=Subquery(of_subject.values("is_confined")),
            ).values_list(*DEADLINE_COLUMNS)
            for kind, records in records_of(record)
            for of_subject in (records.filter(approval_subject_id=OuterRef("case__subject_id")),)
            for part in _with_responsible(
                _waiting(kind, records, of_subject, until=until, is_one=bool(record)), of_subject
            )
        ]
        return parts[0].union(*parts[1:], all=True) if parts else Step.objects.none()

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        now = timezone.now()
        seen = Step.objects.visible_to(user).filter(pk__in=list(item_ids)).for_list()
        steps = list(seen.prefetch_related("case__steps__decisions"))
        subjects = described_subjects({step.case.subject for step in steps})
        mine, asked = decidable_among(Decider(user, at=now), steps), who_is_asked(steps, at=now)
        instead = {pk: each.instead_of for pk, people in asked.items() for each in people if each.user == user}
        return {
            step.pk: _description(
                step, subjects[step.case.subject_id], is_mine=step.pk in mine, instead_of=instead.get(step.pk)
            )
            for step in steps
        }

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


def _waiting(
    kind: str, records: QuerySet[Any], of_subject: QuerySet[Any], *, until: dt.date, is_one: bool
) -> StepQuerySet:
    """The steps of one kind of record; those of records at rest are no longer asked for."""
    if is_one:
        steps = Step.objects.filter(case__subject_id__in=records.values("approval_subject_id"))
    else:
        steps = Step.objects.filter(case__subject__kind=kind)
    return steps.waiting().filter(Exists(of_subject), due_on__lte=until).order_by()


def _with_responsible(steps: StepQuerySet, of_subject: QuerySet[Any]) -> list[StepQuerySet]:
    """The steps by who is responsible: each of those asked by name, or while they are away their deputy, or without
    one a head of the office; each holder of the role asked; for what is decided outside the officer in charge, who
    chases it. The others name nobody.
    """
    inside = steps.filter(is_outside=False)
    holders = RoleAssignment.objects.filter(office=OuterRef("case__subject__office"), role=OuterRef("role"))
    of_role = inside.filter(is_for_roles())
    return [
        inside.filter(asked__isnull=False).annotate(responsible_id=_asked_or_substitute()),
        of_role.filter(case__subject__office__role_assignments__role=F("role")).annotate(
            responsible_id=F("case__subject__office__role_assignments__user")
        ),
        of_role.filter(~Exists(holders)).annotate(responsible_id=nobody()),
        steps.filter(is_outside=True).annotate(responsible_id=officer_of(of_subject)),
    ]


def _asked_or_substitute() -> Any:
    away = Absence.objects.at().filter(user=OuterRef("asked__user")).order_by("id")
    deputy_away = Absence.objects.at().filter(user=OuterRef("deputy"))
    covered = away.filter(~Exists(deputy_away), deputy__is_active=True)
    there = Absence.objects.at().filter(user=OuterRef("user"))
    heads = RoleAssignment.objects.filter(
        ~Exists(there), office=OuterRef("case__subject__office"), role=Role.HEAD, user__is_active=True
    )
    return Case(
        When(
            Exists(away),
            then=Coalesce(
                Subquery(covered.values("deputy")[:1]),
                Subquery(heads.order_by("user").values("user")[:1]),
                output_field=BigIntegerField(),
            ),
        ),
        default=F("asked__user"),
        output_field=BigIntegerField(),
    )


def _description(
    step: Step, subject: SubjectDescription, *, is_mine: bool, instead_of: User | None
) -> DeadlineDescription:
    places = {"step": step.name, "side": str(step.case), "who": str(instead_of or "")}
    if is_mine and instead_of:
        what = gettext("Decide the approval step “%(step)s” on the side of %(side)s for %(who)s, who is away.") % places
    elif step.is_outside:
        what = gettext(
            "Remind the body outside that decides the approval step “%(step)s” on the side of %(side)s, "
            "and record what it decides."
        )
        what %= places
    elif is_mine:
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
