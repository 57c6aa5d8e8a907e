"""Decisions that a change of substance undid, or would undo, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.models import ApprovalSubject, Case, CaseEvent, Decision, Snapshot
from approvals.steps import DECISIONS
from approvals.substances import Difference, Line, differences
from approvals.web.asking import votes_on
from core.errors import listed
from core.registries import registries

Kind = CaseEvent.Kind


@dataclass(frozen=True)
class ResetShown:
    """A reset after which nobody has decided yet: the event, and what was changed."""

    event: CaseEvent
    changed: list[Difference]

    @property
    def what(self) -> str:
        """What was changed, by the names of its parts."""
        return listed(tuple(dict.fromkeys(each.label for each in self.changed)))


def resets_of(cases: Iterable[Case]) -> dict[int, ResetShown]:
    """The resets to be seen until somebody decides again, by the case's id; in one query where there is any.

    The cases are of `cases_with_all`.
    """
    found = {case.pk: (case, event) for case in cases if (event := _standing_reset(case))}
    snapshots = snapshots_of(event for _case, event in found.values())
    return {
        pk: ResetShown(
            event, changed_between(case.subject, snapshots.get(event.before_id), snapshots.get(event.after_id))
        )
        for pk, (case, event) in found.items()
    }


def snapshots_of(events: Iterable[CaseEvent]) -> dict[int | None, Snapshot]:
    """The substances before and after the events, by id: in one query, in none where there are none."""
    wanted = {pk for event in events for pk in (event.before_id, event.after_id) if pk}
    return dict(Snapshot.objects.in_bulk(wanted)) if wanted else {}


def changed_between(subject: ApprovalSubject, before: Snapshot | None, after: Snapshot | None) -> list[Difference]:
    """What differs between two substances; nothing where one is not known."""
    if before is None or after is None or before.pk == after.pk:
        return []
    return differences(lines_of(subject, before), lines_of(subject, after))


def lines_of(subject: ApprovalSubject, snapshot: Snapshot) -> list[Line]:
    """A substance line by line, in the reader's language."""
    provider = registries.approval_subjects[subject.kind]
    return [Line(*each) for each in provider.substance_lines(snapshot.content, snapshot.names)]


def decisions_at_stake(subject: ApprovalSubject) -> int:
    """How many decisions a change of the record's substance would undo now."""
    running = _of_people(Decision.objects.counting()).filter(step__case__submitted_at__isnull=False)
    return running.filter(step__case__subject=subject).count() if is_running(subject) else 0


def is_running(subject: ApprovalSubject) -> bool:
    """Whether a side is submitted, and a change of the record's substance would change what it is about."""
    submitted = subject.cases.filter(submitted_at__isnull=False).exists()
    return submitted and registries.approval_subjects[subject.kind].matter(subject.pk).is_live


@contextmanager
def telling_of_resets(request: HttpRequest, subject_id: int) -> Iterator[None]:
    """Add a message about the decisions that what is done inside undoes."""
    events = CaseEvent.objects.filter(case__subject=subject_id).order_by()
    last = events.aggregate(last=Max("pk"))["last"] or 0
    yield
    cases = list(events.filter(pk__gt=last, kind=Kind.RESET).values_list("case", flat=True))
    if cases:
        undone = _of_people(Decision.objects.filter(step__case__in=cases, spell=F("step__spell") - 1))
        messages.warning(request, _say_undone(list(undone.select_related("decided_by").order_by("decided_at", "id"))))


def _say_undone(undone: list[Decision]) -> str:
    people = tuple(dict.fromkeys(str(each.decided_by) for each in undone if each.decided_by))
    said = ngettext(
        "What is approved has changed: %(number)s decision was undone, and the first steps are asked anew.",
        "What is approved has changed: %(number)s decisions were undone, and the first steps are asked anew.",
        len(undone),
    ) % {"number": len(undone)}
    return said if not people else f"{said} " + _("This is told to: %(people)s.") % {"people": listed(people)}


def _of_people(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    return decisions.filter(outcome__in=[each.value for each in DECISIONS], act=None)


def _standing_reset(case: Case) -> CaseEvent | None:
    events = list(case.events.all())
    if not events or events[-1].kind != Kind.RESET or not case.is_submitted:
        return None
    votes = [vote for step in case.steps.all() for vote in votes_on(step)]
    return None if votes else events[-1]
