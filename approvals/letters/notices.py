"""What a letter about approvals says, whatever its occasion: the same words in the e-mail and on the page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language

from accounts.models import User
from approvals.models import ApprovalSubject, Snapshot
from approvals.substances import Difference, Line, differences
from core.mail import compose
from core.models import Letter
from core.registries import SubjectDescription, Written, registries


@dataclass(frozen=True)
class Row:
    """A fact: its label and what it is; with a path it is a link."""

    label: str
    text: str
    path: str = ""


@dataclass(frozen=True)
class Notice:
    """A letter in words of its reader's language: `title` is the one sentence that matters, `because` why they get it.

    `quote` is what somebody wrote, `changes` what differs in what is approved, introduced by `since`. `path` is where
    the reader goes from here, by the button `action`.
    """

    title: str
    because: str
    path: str
    action: str
    record: SubjectDescription | None = None
    rows: Sequence[Row] = ()
    paragraphs: Sequence[str] = ()
    quote: str = ""
    since: str = ""
    changes: Sequence[Difference] = ()


class Occasion(Protocol):
    """One kind of thing that people are told of."""

    @property
    def kind(self) -> str: ...

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Any:
        """The facts of all these letters as they stand, in a fixed number of queries."""

    def say(self, letter: Letter, facts: Any) -> Notice | None:
        """The letter in the active language; None where there is nothing to say any more."""


@dataclass(frozen=True)
class NoticeLetters:
    """The writer of the letters of one occasion."""

    occasion: Occasion

    def write(self, letters: Sequence[Letter]) -> Mapping[int, Written]:
        """See `core.registries.LetterWriter`."""
        notices = notices_of(self.occasion, letters, at=timezone.now())
        return {each.pk: _written(each, notices[each.pk]) for each in letters if each.pk in notices}


class Records:
    """How the records of a batch are called: one query for each kind of record and language asked for."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._subjects: Mapping[int, ApprovalSubject] = ApprovalSubject.objects.in_bulk(
            {each.payload["subject"] for each in letters}
        )
        self._described: dict[str | None, dict[int, SubjectDescription]] = {}

    def of(self, subject_id: int) -> SubjectDescription:
        """The record in the active language."""
        language = get_language()
        if language not in self._described:
            self._described[language] = self._describe()
        return self._described[language][subject_id]

    def _describe(self) -> dict[int, SubjectDescription]:
        by_kind: dict[str, list[int]] = defaultdict(list)
        for subject in self._subjects.values():
            by_kind[subject.kind].append(subject.pk)
        found: dict[int, SubjectDescription] = {}
        for kind, subjects in by_kind.items():
            found |= registries.approval_subjects[kind].describe(subjects)
        return found


def notices_of(
    occasion: Occasion, letters: Sequence[Letter], *, at: dt.datetime, language: str = ""
) -> dict[int, Notice]:
    """The letters by their id, in their readers' languages unless one is named, without those about what a reader may
    not see (any more).
    """
    seen = _seen(letters)
    facts = occasion.read(seen, at=at)
    notices = {}
    for each in seen:
        reader = _reader(each)
        with translation.override(language or reader.language), timezone.override(ZoneInfo(reader.time_zone)):
            notice = occasion.say(each, facts)
        if notice:
            notices[each.pk] = notice
    return notices


def changes_between(subject: ApprovalSubject, before: Snapshot | None, after: Snapshot | None) -> list[Difference]:
    """What differs between two substances, in the active language; nothing where one is not known."""
    if before is None or after is None or before.pk == after.pk:
        return []
    provider = registries.approval_subjects[subject.kind]
    lines = ([Line(*line) for line in provider.substance_lines(each.content, each.names)] for each in (before, after))
    return differences(*lines)


def _seen(letters: Sequence[Letter]) -> list[Letter]:
    """Those about nothing in particular, and those whose reader may see the record now."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for each in letters:
        if "subject" in each.payload:
            wanted[each.recipient].add(each.payload["subject"])
    seen = {(reader.pk, pk) for reader, subjects in wanted.items() for pk in _visible(reader, subjects)}
    return [each for each in letters if "subject" not in each.payload or _key(each) in seen]


def _visible(reader: Any, subjects: Collection[int]) -> Collection[int]:
    return ApprovalSubject.objects.visible_to(reader).filter(pk__in=subjects).order_by().values_list("pk", flat=True)


def _key(letter: Letter) -> tuple[int | None, int]:
    return letter.recipient_id, letter.payload["subject"]


def _reader(letter: Letter) -> User:
    if letter.recipient is None:
        raise LookupError(f"Letter {letter.uid} is to nobody who has an account.")
    return letter.recipient


def _written(letter: Letter, notice: Notice) -> Written:
    reader = _reader(letter)
    return compose(
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template="approvals/email",
        context={
            "reader_name": reader.get_full_name(),
            "notice": notice,
            "url": settings.BASE_URL + notice.path,
            "action": notice.action,
        },
    )
