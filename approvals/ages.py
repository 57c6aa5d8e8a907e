"""How long a step has waited, in the classes that list and dashboard count by. Pure data and dates: no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.sentences import gettext_noop


@dataclass(frozen=True)
class AgeClass:
    """Steps that have waited from `at_least` days up to, not including, `under` days (None: without end)."""

    name: str
    label: str
    at_least: int
    under: int | None

    def started_from(self, today: dt.date) -> dt.date | None:
        """The first day a step of this class can have started; None: any."""
        return None if self.under is None else today - dt.timedelta(days=self.under - 1)

    def started_before(self, today: dt.date) -> dt.date:
        """The day after the last one a step of this class can have started."""
        return today - dt.timedelta(days=self.at_least - 1)


AGE_CLASSES = (
    AgeClass("under_30", gettext_noop("Under 30 days"), 0, 30),
    AgeClass("30_to_90", gettext_noop("30 to 90 days"), 30, 91),
    AgeClass("over_90", gettext_noop("Over 90 days"), 91, None),
)
