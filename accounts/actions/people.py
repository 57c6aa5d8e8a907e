"""Set up offices and the people in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Office, Role, RoleAssignment, User
from accounts.policies import can_administer
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require


def create_office(
    *, by: Actor, code: str, names: dict[str, str], language: str = "en", time_zone: str = "UTC", reason: str = ""
) -> Office:
    """A new office. Raises `InvalidInput` for a code that is taken."""
    if by.user:
        require(can_administer(by.user))
    with recorded_change(by=by, reason=reason):
        if Office.objects.filter(code__iexact=code).exists():
            raise InvalidInput({"code": [_("Another office has this code.")]})
        return Office.objects.create(code=code, names=names, language=language, time_zone=time_zone)


def create_user(
    *,
    by: Actor,
    username: str,
    full_name: str,
    email: str,
    hashed_password: str,
    roles: Sequence[tuple[Office, Role]] = (),
    is_administrator: bool = False,
    language: str = "en",
    time_zone: str = "UTC",
    reason: str = "",
) -> User:
    """A new user with their roles; `hashed_password` is as `make_password` gives it.

    Raises `InvalidInput` for a user name or an e-mail address that is taken.
    """
    if by.user:
        require(can_administer(by.user))
    with recorded_change(by=by, reason=reason):
        if User.objects.filter(username__iexact=username).exists():
            raise InvalidInput({"username": [_("Another user has this name.")]})
        if email and User.objects.filter(email__iexact=email).exists():
            raise InvalidInput({"email": [_("Another user has this e-mail address.")]})
        user = User.objects.create(
            username=username,
            full_name=full_name,
            email=email,
            password=hashed_password,
            is_staff=is_administrator,
            is_superuser=is_administrator,
            language=language,
            time_zone=time_zone,
        )
        for office, role in roles:
            RoleAssignment.objects.create(user=user, office=office, role=role)
    return user
