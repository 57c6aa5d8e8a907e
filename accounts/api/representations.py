"""People and offices, where records name them."""

from __future__ import annotations

from typing import TypedDict

from accounts.models import Office, User


class Person(TypedDict):
    """A user."""

    username: str
    name: str


class OfficeLink(TypedDict):
    """An office that keeps records."""

    code: str
    name: str


def person(user: User | None) -> Person | None:
    """A user, where there is one."""
    return {"username": user.username, "name": user.get_full_name()} if user else None


def office(record: Office) -> OfficeLink:
    """An office, named in the caller's language."""
    return {"code": record.code, "name": str(record)}
