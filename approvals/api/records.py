"""The record an approval belongs to, whatever kind it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, TypedDict

from django.urls import resolve, reverse

from accounts.api.representations import OfficeLink, office
from approvals.models import ApprovalSubject
from core.api.hints import OneOf
from core.api.shapes import Reading
from core.registries import SubjectDescription, registries

KINDS = ("agreement", "activity", "membership")


class RecordLink(TypedDict):
    """The record that is approved."""

    kind: Annotated[str, OneOf(KINDS)]
    reference: str
    title: str
    url: Annotated[str, "Where it is in the API."]
    page: Annotated[str, "Its page."]
    office: OfficeLink


def record_links(subjects: Iterable[ApprovalSubject], reading: Reading) -> dict[int, RecordLink]:
    """The record of each subject (read with its office), in one query for each kind. The caller may see them all."""
    by_kind: dict[str, dict[int, ApprovalSubject]] = defaultdict(dict)
    for subject in subjects:
        by_kind[subject.kind][subject.pk] = subject
    return {
        pk: _link(rows[pk], described, reading)
        for kind, rows in by_kind.items()
        for pk, described in registries.approval_subjects[kind].describe(rows).items()
    }


def _link(subject: ApprovalSubject, described: SubjectDescription, reading: Reading) -> RecordLink:
    host = reading.root.removesuffix("/api/v1/")
    return {
        "kind": subject.kind,
        "reference": described.reference,
        "title": described.name,
        "url": f"{host}{_address(subject.kind, described.path)}",
        "page": f"{host}{described.path}",
        "office": office(subject.office),
    }


def _address(kind: str, page: str) -> str:
    """The address in the API of the record on this page: both name it alike."""
    return reverse(f"api:{kind}", args=list(resolve(page).kwargs.values()))
