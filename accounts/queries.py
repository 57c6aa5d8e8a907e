"""Reads over people and offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import KEEPING_ROLES, Office, User


def officers_of(offices: Iterable[Office]) -> QuerySet[User]:
    """Who can be in charge of a record of these offices."""
    people = User.objects.filter(
        is_active=True, role_assignments__office__in=offices, role_assignments__role__in=KEEPING_ROLES
    )
    return people.order_by("full_name", "username").distinct()


def offices_kept_by(user: User) -> list[Office]:
    """The offices a person keeps records for."""
    return list(Office.objects.filter(pk__in=user.offices_with(*KEEPING_ROLES)).order_by("code"))
