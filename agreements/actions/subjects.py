"""The subject areas of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.models import Agreement, AgreementSubject, Subject


@dataclass(frozen=True)
class NewSubject:
    """A subject area, and where it is stated that the agreement is about it."""

    subject: Subject
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def write_subjects(agreement: Agreement, subjects: Sequence[Subject | NewSubject]) -> None:
    """Make the agreement's subjects exactly these; one that stays keeps its source. The caller holds the lock."""
    given = (each if isinstance(each, NewSubject) else NewSubject(each) for each in subjects)
    wanted = {each.subject.pk: each for each in given}
    agreement.subject_links.exclude(subject_id__in=wanted).delete()
    present = set(agreement.subject_links.values_list("subject_id", flat=True))
    for pk, each in wanted.items():
        if pk not in present:
            AgreementSubject.objects.create(agreement=agreement, **vars(each))
