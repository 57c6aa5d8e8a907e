"""Conditions of approvals that must be met by a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from approvals.deadlines.records import described_subjects, officer_of, records_of
from approvals.models import ApprovalSubject, Condition
from approvals.steps import Outcome
from core.registries import DEADLINE_COLUMNS, DeadlineDescription, Proposal, RecordKey

_SUBJECT = "decision__step__case__subject"


class ConditionsDue:
    """Open conditions with a date, of approvals that count. The officer in charge of the record sees to them."""

    kind = "approval_condition_due"
    label = _("Condition of an approval due")

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        parts = []
        for kind, records in records_of(record):
            of_subject = records.filter(approval_subject_id=OuterRef(f"{_SUBJECT}_id"))
            parts.append(
                Condition.objects.open()
                .filter(Exists(of_subject), due_on__lte=until, **{f"{_SUBJECT}__kind": kind})
                .filter(decision__step__outcome=Outcome.APPROVED_WITH_CONDITIONS)
                .order_by()
                .annotate(
                    item_id=F("pk"),
                    record_type=F(f"{_SUBJECT}__kind"),
                    record_id=Subquery(of_subject.values("pk")),
                    office_id=F(f"{_SUBJECT}__office_id"),
                    responsible_id=officer_of(of_subject),
                    is_confined=Subquery(of_subject.values("is_confined")),
                )
                .values_list(*DEADLINE_COLUMNS)
            )
        if not parts:
            return Condition.objects.none()
        return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        related = (f"{_SUBJECT}__office", "decision__step__case__institution")
        conditions = list(_visible_to(user).filter(pk__in=list(item_ids)).select_related(*related))
        subjects = described_subjects({each.decision.step.case.subject for each in conditions})
        return {each.pk: _description(each, subjects) for each in conditions}

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`. A change of stage that ends the approval ends its conditions too."""
        return []


def _visible_to(user: Viewer) -> QuerySet[Condition]:
    return Condition.objects.filter(**{f"{_SUBJECT}__in": ApprovalSubject.objects.visible_to(user)})


def _description(condition: Condition, subjects: Any) -> DeadlineDescription:
    step = condition.decision.step
    subject = subjects[step.case.subject_id]
    places = {"step": step.name, "side": str(step.case), "condition": condition.text}
    what = gettext(
        "See that this condition of the approval step “%(step)s” on the side of %(side)s is met: %(condition)s"
    )
    otherwise = gettext("Until it is met and confirmed, this side's approval stands still.")
    return DeadlineDescription(subject.reference, subject.name, what % places, otherwise, subject.path)
