"""People and offices, where inputs name them."""

from __future__ import annotations

from typing import Any

from accounts.models import Office, User
from core.api.input_fields import Known


class KnownUser(Known):
    """An active user, by user name."""

    def find(self, name: Any) -> User | None:
        """The user, or None."""
        return User.objects.filter(username=name, is_active=True).first()


class KnownOffice(Known):
    """An office, by code."""

    def find(self, name: Any) -> Office | None:
        """The office, or None."""
        return Office.objects.filter(code=name).first()
