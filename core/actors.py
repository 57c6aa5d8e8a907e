"""Who acts, from where, and when: the one value every action takes as `by`."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest


class Source(StrEnum):
    """The door a change came through."""

    WEB = "web"
    API = "api"
    TASK = "task"
    COMMAND = "command"
    IMPORT = "import"


@dataclass(frozen=True)
class Actor:
    """A person, or a named part of the system, at one moment.

    `user` is None for the system. `at` is an aware time: domain code takes its "now" and "today"
    from here and never reads the clock itself.
    """

    user: Any | None
    name: str
    source: Source
    at: dt.datetime = field(default_factory=timezone.now)
    request_id: str = ""

    @classmethod
    def for_request(cls, request: HttpRequest, *, source: Source = Source.WEB) -> Actor:
        """The signed-in person behind a request."""
        user = request.user
        return cls(user=user, name=user.get_username(), source=source, request_id=getattr(request, "request_id", ""))

    @classmethod
    def person(cls, user: Any, *, source: Source = Source.COMMAND, at: dt.datetime | None = None) -> Actor:
        """A person acting outside a request, such as through a command or in a test."""
        return cls(user=user, name=user.get_username(), source=source, at=at or timezone.now())

    @classmethod
    def system(cls, name: str, *, source: Source = Source.TASK, at: dt.datetime | None = None) -> Actor:
        """A named part of the system, such as "reminders" or "load_demo"."""
        return cls(user=None, name=name, source=source, at=at or timezone.now(), request_id=str(uuid.uuid4()))

    def today(self, zone: str) -> dt.date:
        """The calendar day of this moment in an IANA time zone."""
        return self.at.astimezone(ZoneInfo(zone)).date()
