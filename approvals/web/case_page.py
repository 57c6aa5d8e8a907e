"""One side's whole approval as its page shows it: what is approved, the track, and what happened in every round."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.deciders import Decider
from approvals.models import Case, CaseEvent, Decision, Snapshot, Step
from approvals.policies import can_prepare
from approvals.queries import cases_with_all
from approvals.rounds import OPERATIONS, Deed, refusals_to
from approvals.steps import CaseState
from approvals.substances import Substance
from approvals.web.changes import Approved, DifferenceShown, shown_difference
from approvals.web.resets import changed_between, lines_of, snapshots_of
from approvals.web.tones import CASE_TONES, EVENT_LOOKS
from approvals.web.tracks import DecisionShown, TrackReader, TrackShown, show_decision
from core.registries import ApprovalMatter, SubjectDescription, registries

# A reason that stands in for one not given yet, so that what else stands against an operation is known.
ANY_REASON = "…"


@dataclass(frozen=True)
class OperationShown:
    """An operation on the case: what it is called here, where it is done, and whether it is the one to be done next."""

    name: str
    path: str
    is_next: bool


@dataclass(frozen=True)
class Entry:
    """Something that happened: an event of the case with what changed in what is approved, or a decision on a step."""

    at: dt.datetime
    tone: str
    icon: str
    event: CaseEvent | None = None
    changed: tuple[DifferenceShown, ...] = ()
    step: Step | None = None
    decision: DecisionShown | None = None


@dataclass(frozen=True)
class Round:
    """A submission and what followed it, oldest first; `number` 0 before the first one."""

    number: int
    entries: list[Entry]


def case_for_page(user: User, uid: uuid.UUID) -> Case:
    """The case with everything, where the reader sees its record; 404 otherwise."""
    seen = cases_with_all().select_related("subject__office").filter(pk__in=Case.objects.visible_to(user))
    return get_object_or_404(seen, uid=uid)


class CasePage:
    """A case, as `case_for_page` reads it, for one reader."""

    def __init__(self, case: Case, *, decider: Decider) -> None:
        self.case, self.decider = case, decider
        self.viewer: User = decider.user  # type: ignore[assignment]  # pages are for those who logged in

    @cached_property
    def record(self) -> SubjectDescription:
        """What is approved."""
        subject = self.case.subject
        return registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]

    @cached_property
    def matter(self) -> ApprovalMatter:
        """The record as it stands."""
        return registries.approval_subjects[self.case.subject.kind].matter(self.case.subject_id)

    @cached_property
    def track(self) -> TrackShown:
        """The side's steps."""
        reader = TrackReader([self.case], decider=self.decider, is_pending=self.matter.is_pending)
        return reader.track(self.case)

    @property
    def tone(self) -> str:
        """Of its state."""
        return CASE_TONES[self.case.state]

    @property
    def may_prepare(self) -> bool:
        """Whether the reader submits it and takes it back."""
        return can_prepare(self.viewer, self.case.subject).allowed

    @cached_property
    def approved(self) -> Approved:
        """What is to be approved, or was; of a side that was not submitted yet, as it stands."""
        kept, subject = self.case.snapshot, self.case.subject
        if self.case.is_submitted and kept:
            return Approved(lines_of(subject, kept), kept.sha256, is_frozen=True)
        now = Substance(*registries.approval_subjects[subject.kind].substance(subject.pk))
        lines = lines_of(subject, Snapshot(content=now.content, names=now.names))
        return Approved(lines, now.sha256, is_frozen=False)

    @property
    def operations(self) -> list[OperationShown]:
        """What the reader can do with the whole side now."""
        if not self.may_prepare:
            return []
        possible = [each for each in OPERATIONS if not refusals_of(self.case, each, is_pending=self.matter.is_pending)]
        return [self._operation(each) for each in possible]

    def _operation(self, deed: Deed) -> OperationShown:
        path = reverse("approvals:case_deed", args=[self.case.uid, deed.value])
        return OperationShown(name_of(deed, self.case), path, is_next=deed in (Deed.SUBMIT, Deed.REOPEN))

    @cached_property
    def rounds(self) -> list[Round]:
        """Everything that happened, in rounds, the latest first."""
        found = {0: Round(0, [])}
        number = 0
        for entry in sorted((*self._events(), *self._decisions()), key=lambda each: each.at):
            number = entry.event.round if entry.event else number
            found.setdefault(number, Round(number, [])).entries.append(entry)
        return [each for each in reversed(found.values()) if each.entries]

    def _events(self) -> Iterator[Entry]:
        events = list(self.case.events.all())
        snapshots = snapshots_of(events)
        latest: Snapshot | None = None
        for event in events:
            after = snapshots.get(event.after_id)
            before = snapshots.get(event.before_id) or latest
            changed = changed_between(self.case.subject, before, after)
            tone, icon = EVENT_LOOKS[event.kind]
            shown = tuple(shown_difference(each) for each in changed)
            yield Entry(event.at, tone, icon, event=event, changed=shown)
            latest = after or latest

    def _decisions(self) -> Iterator[Entry]:
        for step in self.case.steps.all():
            for decision in step.decisions.all():
                shown = show_decision(decision, step)
                yield Entry(decision.decided_at, shown.tone, "person-check", step=step, decision=shown)

    @cached_property
    def asked_for_changes(self) -> Decision | None:
        """The request for changes that is to be answered."""
        if self.case.state is not CaseState.CHANGES_REQUESTED:
            return None
        found = [each for step in self.case.steps.all() for each in _requests_on(step)]
        return max(found, key=lambda each: each.decided_at, default=None)


def refusals_of(case: Case, deed: Deed, *, is_pending: bool) -> list:
    """What stands against an operation, but for a reason that is not given yet."""
    return refusals_to(deed, case.facts, is_submitted=case.is_submitted, is_pending=is_pending, reason=ANY_REASON)


def name_of(deed: Deed, case: Case) -> str:
    """What an operation is called, for this case."""
    if deed is Deed.SUBMIT and case.state is CaseState.CHANGES_REQUESTED:
        return _("Answer, and submit again")
    return _(OPERATIONS[deed].name)


def _requests_on(step: Step) -> list[Decision]:
    return [
        each
        for each in step.decisions.all()
        if each.spell == step.spell and each.outcome == CaseState.CHANGES_REQUESTED.value
    ]
