"""The parts of an agreement's page, for its own navigation. Pure data."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The anchor of each part, in the order they stand on the page.
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("status", _("Status and why")),
    ("parties", _("Parties and approvals")),
    ("acts", _("Acts")),
    ("clauses", _("Clauses")),
    ("documents", _("Documents")),
    ("family", _("Family")),
    ("activities", _("Activities")),
    ("history", _("History")),
)


def section_links() -> list[dict[str, str | Promise]]:
    """The parts as `c-section-nav` takes them."""
    return [{"label": label, "url": f"#{anchor}"} for anchor, label in SECTIONS]
