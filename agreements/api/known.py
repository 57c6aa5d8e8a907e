"""Agreements that another record names, as given."""

from __future__ import annotations

from typing import Any

from agreements.models import Agreement
from core.api.input_fields import Known


class KnownAgreement(Known):
    """An agreement, by reference."""

    def find(self, name: Any) -> Agreement | None:
        """The agreement, or None."""
        return Agreement.objects.visible_to(self.viewer).filter(reference=name).first()
