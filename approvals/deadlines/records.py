"""The records on which an approval is still wanted, as the sources of deadlines ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from approvals.models import ApprovalSubject
from core.registries import RecordKey, SubjectDescription, registries


def records_of(record: RecordKey | None) -> Iterator[tuple[str, QuerySet[Any]]]:
    """For each kind of record, or that of the one named, the records that are not at rest."""
    for kind, provider in registries.approval_subjects.items():
        if record is None:
            yield kind, provider.awaiting()
        elif record[0] == kind:
            yield kind, provider.awaiting().filter(pk=record[1])


def officer_of(record: QuerySet[Any]) -> Any:
    """The officer in charge of a record found by a sub-query; null for kinds of record that have none."""
    if any(field.name == "officer" for field in record.model._meta.get_fields()):
        return Subquery(record.values("officer_id"))
    return nobody()


def nobody() -> Any:
    """No person responsible, as a number: in a union the database must know its type."""
    return Cast(Value(None), BigIntegerField())


def described_subjects(subjects: Iterable[ApprovalSubject]) -> dict[int, SubjectDescription]:
    """How their records are called, in a query for each kind."""
    wanted = list(subjects)
    described: dict[int, SubjectDescription] = {}
    for kind, provider in registries.approval_subjects.items():
        described.update(provider.describe([subject.pk for subject in wanted if subject.kind == kind]))
    return described
