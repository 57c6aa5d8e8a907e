"""Names for the codes of offices and the log-in names that addresses of lists carry."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from accounts.models import Office, User


def offices_by_code(codes: Collection[str]) -> Mapping[str, str]:
    """The offices' names by their codes; unknown codes are left out."""
    return {office.code: str(office) for office in Office.objects.filter(code__in=codes).order_by("code")}


def people_by_username(usernames: Collection[str]) -> Mapping[str, str]:
    """The names people are shown by; unknown log-in names are left out."""
    return {person.username: str(person) for person in User.objects.filter(username__in=usernames).order_by("pk")}
