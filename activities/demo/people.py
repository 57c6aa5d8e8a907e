"""The demo office and the demo log-ins. None of it is in the documents: every name says "demo"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import Role

OFFICE: dict[str, Any] = {
    "code": "DEMO",
    "names": {"en": "Demo office", "es": "Oficina de demostración"},
    "language": "en",
    "time_zone": "Europe/Madrid",
}


@dataclass(frozen=True)
class LogIn:
    """One demo log-in; without a role it is the administrator."""

    username: str
    full_name: str
    role: Role | None

    @property
    def email(self) -> str:
        """An address that exists nowhere (RFC 2606)."""
        return f"{self.username}@demo.example"


LOG_INS = (
    LogIn("admin", "Administrator (demo)", None),
    LogIn("head", "Head of office (demo)", Role.HEAD),
    LogIn("officer", "Officer (demo)", Role.OFFICER),
    LogIn("approver", "Approver (demo)", Role.APPROVER),
    LogIn("viewer", "Viewer (demo)", Role.VIEWER),
)
OFFICER = "officer"  # in charge of every record
