"""What an act or a relation would change in an agreement's force, said before it is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from accounts.models import User
from agreements.actions.foresight import foresee
from agreements.models import Agreement
from agreements.web.clause_consequences import consequences_of
from core.registries import Consequence

# What the buttons of a form send: show what would follow, record, or save what was shown.
CHECK, RECORD, SAVE = "check", "record", "save"


def foretold(agreement: Agreement, *, viewer: User, change: Callable[[], Any], today: dt.date) -> list[Consequence]:
    """What the change would bring for the agreement; nothing is kept. Raises whatever the change raises."""

    def made() -> None:
        change()

    foreseen = foresee(agreement=agreement, viewer=viewer, change=made)
    return consequences_of(agreement, replace(foreseen, warnings=[]), today=today)
