"""The office a new record belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Office, Role, User
from core.errors import InvalidInput


def office_for(user: User, given: Office | None, *roles: Role) -> Office:
    """The office given; else the only one where the person has one of the roles. Raises `InvalidInput`."""
    if given is not None:
        return given
    offices = list(Office.objects.filter(pk__in=user.offices_with(*roles)).order_by("code")[:2])
    if len(offices) != 1:
        raise InvalidInput({"office": [_("Say which office is responsible.")]})
    return offices[0]
