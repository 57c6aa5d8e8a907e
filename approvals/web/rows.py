"""Rows of waiting steps, read in a fixed number of queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from approvals.askees import Askee, who_is_asked
from approvals.deciders import Decider, Mandate
from approvals.models import Snapshot, Step, Through
from approvals.web.asking import is_stranded, on_whom
from approvals.web.changes import CaseRead, Changes
from approvals.web.tracks import body_of
from core.registries import SubjectDescription, registries
from core.sentences import gettext_noop

_IN_WHOSE_NAME = {
    Through.DELEGATION: gettext_noop("for %(who)s, by delegation"),
    Through.DEPUTY: gettext_noop("for %(who)s, as deputy"),
    Through.ESCALATION: gettext_noop("for %(who)s, as head of office"),
}


@dataclass(frozen=True)
class Row:
    """A waiting step, the record it belongs to, on whom it waits, and what changed since the reader last decided.

    `mandate` is the right by which the reader decides it; None where they do not.
    """

    step: Step
    record: SubjectDescription
    asked: Sequence[Askee]
    changes: Changes | None
    mandate: Mandate | None

    @property
    def body(self) -> str:
        """The deciding body."""
        return body_of(self.step)

    @property
    def waits_on(self) -> str:
        """On whom, in words; "" where nobody is left who may decide it."""
        return on_whom(self.step, self.asked)

    @property
    def is_stranded(self) -> bool:
        """Whether nobody is left who may decide it."""
        return is_stranded(self.step, self.asked)

    @property
    def in_whose_name(self) -> str:
        """For whom the reader decides it, in words; "" where it is for themselves."""
        return say_through(self.mandate.principal, self.mandate.through) if self.mandate else ""

    @property
    def sha256(self) -> str:
        """The hash of what is decided on."""
        return self.step.case.snapshot.sha256 if self.step.case.snapshot else ""


def say_through(principal: User | None, through: str) -> str:
    """By what right somebody decides for another, in words; "" where it is their own."""
    return _(_IN_WHOSE_NAME[Through(through)]) % {"who": principal} if through else ""


def rows_of(steps: Sequence[Step], *, decider: Decider) -> list[Row]:
    """A row for each step of `with_cases`, for one reader."""
    records, asked = records_of(steps), who_is_asked(steps, at=decider.at)
    changes = _changes(steps, decider)
    return [
        Row(
            step,
            records[step.case.subject_id],
            asked[step.pk],
            changes[step.pk],
            decider.authority_on(step).mandate,
        )
        for step in steps
    ]


def records_of(steps: Collection[Step]) -> dict[int, SubjectDescription]:
    """How the record of each step is named and reached, in one query for each kind of record."""
    by_kind = defaultdict(set)
    for step in steps:
        by_kind[step.case.subject.kind].add(step.case.subject_id)
    found: dict[int, SubjectDescription] = {}
    for kind, subjects in by_kind.items():
        found |= registries.approval_subjects[kind].describe(subjects)
    return found


def _changes(steps: Sequence[Step], decider: Decider) -> dict[int, Changes | None]:
    if not isinstance(decider.user, User):
        return dict.fromkeys((step.pk for step in steps), None)
    reads = {step.pk: CaseRead(step, viewer=decider.user) for step in steps}
    kept = Snapshot.objects.in_bulk({each.compared_with for each in reads.values() if each.compared_with})
    return {pk: each.changes_from(kept.get(each.compared_with or 0)) for pk, each in reads.items()}
