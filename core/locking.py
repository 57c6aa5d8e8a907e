"""Lock a row before deciding on it, and notice when somebody was quicker."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from core.actors import Actor
from core.errors import StaleVersion
from core.models import Record

R = TypeVar("R", bound=Record)


def lock(queryset: QuerySet[R], *, pk: int, expected_version: int | None = None) -> R:
    """The row, locked until the transaction ends.

    Raises `StaleVersion` when `expected_version` is given and is no longer the row's version.
    """
    record = queryset.select_for_update(of=("self",)).get(pk=pk)
    if expected_version is not None and record.version != expected_version:
        raise StaleVersion(expected=expected_version, current=record.version)
    return record


def store(record: Record, *fields: str, by: Actor) -> None:
    """Write the named fields of a locked record, with its next version."""
    record.version += 1
    record.updated_at = by.at
    record.save(update_fields=[*fields, "version", "updated_at"])
