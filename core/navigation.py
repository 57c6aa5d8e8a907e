"""The primary navigation as data, and the counts shown beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Destination:
    """One place of the primary navigation: `path` is below the site's root, and everything under it belongs to it."""

    path: str
    label: str | Promise
    icon: str
    staff_only: bool = False

    @property
    def address(self) -> str:
        """The path to link to."""
        return get_script_prefix() + self.path

    def holds(self, path: str) -> bool:
        """Whether a request's path is this place or below it. Only its own address is "my work"."""
        return path == self.address if not self.path else path.startswith(self.address)


HOME, SEARCH, REMINDERS, SUBSTITUTES = "", "search/", "reminders/", "approvals/substitutes/"

DESTINATIONS = (
    Destination(HOME, _("My work"), "inbox"),
    Destination("agreements/", _("Agreements"), "file-earmark-text"),
    Destination("institutions/", _("Institutions"), "bank"),
    Destination("activities/", _("Activities"), "calendar-event"),
    Destination("approvals/", _("Approvals"), "check2-square"),
    Destination("dashboard/", _("Dashboard"), "bar-chart"),
    Destination("imports/", _("Imports"), "upload"),
    Destination("admin/", _("Administration"), "gear", staff_only=True),
)

_unread_counters: list[Callable[[Any], int]] = []


def count_unread_with(counter: Callable[[Any], int]) -> None:
    """Let an upper app say how many unread reminders a user has: called in its `AppConfig.ready()`."""
    _unread_counters.append(counter)


def unread_for(user: Any) -> int:
    """How many unread reminders the bell shows."""
    return sum(counter(user) for counter in _unread_counters)


def frame_addresses() -> dict[str, str]:
    """Where the parts of the frame outside the navigation lead."""
    paths = {"home": HOME, "search": SEARCH, "reminders": REMINDERS, "substitutes": SUBSTITUTES}
    return {name: get_script_prefix() + path for name, path in paths.items()}


def destinations_for(user: Any) -> list[Destination]:
    """The places a signed-in user is offered, in order."""
    return [place for place in DESTINATIONS if user.is_staff or not place.staff_only]
