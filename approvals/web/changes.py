"""What is approved, in words, and what changed in it since somebody last decided or read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.models import ApprovalSubject, CaseEvent, Decision, Snapshot, Step
from approvals.steps import DECISIONS, SUBSTANCE_CHANGED, Outcome
from approvals.substances import Change, Difference, Line, Substance, differences
from approvals.web.tracks import body_of
from core.errors import say
from core.registries import registries
from core.web.words import day

MOST_LINES, FIRST_LINES = 30, 20
_TONES = {Change.ADDED: "success", Change.REMOVED: "danger", Change.CHANGED: "warning"}


@dataclass(frozen=True)
class Approved:
    """What is to be approved: its lines, and the hash that freezes it. `is_frozen` once the side is submitted."""

    lines: list[Line]
    sha256: str
    is_frozen: bool

    @property
    def first_lines(self) -> list[Line]:
        """Those shown at once: all of them unless they are very many, such as those of 185 parties."""
        return self.lines if len(self.lines) <= MOST_LINES else self.lines[:FIRST_LINES]

    @property
    def further_lines(self) -> list[Line]:
        """Those folded."""
        return self.lines[len(self.first_lines) :]


@dataclass(frozen=True)
class DifferenceShown:
    """A difference with its word and its tone, which gives the badge its shape."""

    difference: Difference
    word: str
    tone: str


@dataclass(frozen=True)
class Changes:
    """What changed since the moment that `since` names. `is_meanwhile`: while the reader was writing."""

    since: str
    differences: list[DifferenceShown]
    is_meanwhile: bool = False


class CaseRead:
    """One reader's look at what a step's case is about. The case comes with its steps and their decisions.

    `read` is the hash of what the reader had before them when they wrote a form ("" where they did not).
    """

    def __init__(self, step: Step, *, viewer: User, read: str = "") -> None:
        self.step, self.case, self.viewer, self.read = step, step.case, viewer, read

    @cached_property
    def approved(self) -> Approved:
        """What is to be approved, or was; of a side that was not submitted yet, as it stands."""
        kept = self.case.snapshot
        if self.case.is_submitted and kept:
            return Approved(_lines(self.case.subject, kept.content, kept.names), kept.sha256, is_frozen=True)
        content, names = registries.approval_subjects[self.case.subject.kind].substance(self.case.subject_id)
        return Approved(_lines(self.case.subject, content, names), Substance(content, names).sha256, is_frozen=False)

    @cached_property
    def events(self) -> list[CaseEvent]:
        """What happened to the case as a whole, oldest first."""
        if "events" in getattr(self.case, "_prefetched_objects_cache", {}):
            return list(self.case.events.all())
        return list(self.case.events.select_related("by").order_by("at", "id"))

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the reader last read or decided; else since this step was last decided; else since the
        last reset. None where there is nothing to compare with.
        """
        if self.read and self.read != self.approved.sha256:
            before = Snapshot.objects.filter(subject=self.case.subject_id, sha256=self.read).first()
            if before:
                return self._since(before, say(SUBSTANCE_CHANGED), is_meanwhile=True)
        snapshot = self.compared_with
        return self.changes_from(Snapshot.objects.get(pk=snapshot) if snapshot else None)

    @property
    def compared_with(self) -> int | None:
        """The id of the snapshot to compare with; None where there is none, or nothing changed since."""
        _since, snapshot = self._moment
        return snapshot if snapshot != self.case.snapshot_id else None

    def changes_from(self, before: Snapshot | None) -> Changes | None:
        """The same where the snapshot `compared_with` is read already, as lists read those of all their rows."""
        since, snapshot = self._moment
        if before:
            return self._since(before, since)
        return Changes(since, []) if snapshot else None

    @cached_property
    def _moment(self) -> tuple[str, int | None]:
        nothing: tuple[str, int | None] = ("", None)
        return next(self._moments(), nothing) if self.case.is_submitted else nothing

    @property
    def request_for_changes(self) -> Decision | None:
        """The last request for changes on this side: what the next approver wants to see answered."""
        asked = [each for each in self._decisions() if each.outcome == Outcome.CHANGES_REQUESTED]
        return asked[-1] if asked else None

    @property
    def who_asked(self) -> str:
        """Who asked for them: the person, the contact outside, or the body where only its decision is on record."""
        asked = self.request_for_changes
        if asked is None:
            return ""
        step = next(each for each in self.case.steps.all() if each.pk == asked.step_id)
        return str(asked.decided_by or asked.contact or body_of(step))

    @property
    def answer(self) -> CaseEvent | None:
        """The first submission after the last request for changes, if it came with words."""
        asked = self.request_for_changes
        again = (CaseEvent.Kind.SUBMITTED, CaseEvent.Kind.REOPENED)
        later = (each for each in self.events if asked and each.kind in again and each.at > asked.decided_at)
        first = next(later, None)
        return first if first and first.reason.strip() else None

    @property
    def reset(self) -> CaseEvent | None:
        """The reset of this round that nobody has submitted over since."""
        last = [each for each in self.events if each.round == self.case.round and each.kind == CaseEvent.Kind.RESET]
        return last[-1] if last and self.case.is_submitted else None

    def _moments(self) -> Iterator[tuple[str, int | None]]:
        """When to compare with, in words, and the snapshot of that moment: the one that says most comes first."""
        of_case = [each for each in self._decisions() if each.snapshot_id]
        mine = [each for each in of_case if self.viewer.pk in (each.decided_by_id, each.on_behalf_of_id)]
        if mine:
            yield _("Since you decided on %(day)s") % {"day": day(mine[-1].decided_at)}, mine[-1].snapshot_id
        here = [each for each in of_case if each.step_id == self.step.pk]
        if here:
            yield (
                _("Since this step was last decided, on %(day)s") % {"day": day(here[-1].decided_at)},
                here[-1].snapshot_id,
            )
        resets = [each for each in self.events if each.kind == CaseEvent.Kind.RESET and each.before_id != each.after_id]
        if resets:
            yield _("Since the decisions of %(day)s were undone") % {"day": day(resets[-1].at)}, resets[-1].before_id

    def _decisions(self) -> list[Decision]:
        """People's decisions on the case, oldest first, from the prefetched rows."""
        found = [each for step in self.case.steps.all() for each in step.decisions.all() if each.outcome in DECISIONS]
        return sorted((each for each in found if each.act is None), key=lambda each: (each.decided_at, each.pk))

    def _since(self, before: Snapshot, since: str, *, is_meanwhile: bool = False) -> Changes:
        found = differences(_lines(self.case.subject, before.content, before.names), self.approved.lines)
        return Changes(since, [shown_difference(each) for each in found], is_meanwhile)


def _lines(subject: ApprovalSubject, content: Mapping[str, Any], names: Mapping[str, str]) -> list[Line]:
    provider = registries.approval_subjects[subject.kind]
    return [Line(*each) for each in provider.substance_lines(content, names)]


def shown_difference(difference: Difference) -> DifferenceShown:
    """A difference, for the page."""
    words = {Change.ADDED: _("Added"), Change.REMOVED: _("Removed"), Change.CHANGED: _("Changed")}
    return DifferenceShown(difference, words[difference.change], _TONES[difference.change])
