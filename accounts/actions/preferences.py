"""What people choose for themselves."""

from __future__ import annotations

from accounts.models import User
from core.actors import Actor
from core.changes import recorded_change


def set_language(*, by: Actor, user: User, language: str) -> None:
    """Read pages and mails in this language from now on. `language` is one of `settings.LANGUAGES`."""
    if user.language == language:
        return
    user.language = language
    with recorded_change(by=by, reason="Language switched"):
        user.save(update_fields=["language"])


def set_preferences(*, by: Actor, user: User, full_name: str, language: str, time_zone: str, theme: str) -> None:
    """Keep a person's choices. The values have been validated by the fields they belong to."""
    user.full_name, user.language, user.time_zone, user.theme = full_name, language, time_zone, theme
    with recorded_change(by=by, reason="Preferences changed"):
        user.save(update_fields=["full_name", "language", "time_zone", "theme"])
