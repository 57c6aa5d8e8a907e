"""An agreement as a row states it, before anything of the register is looked at. Pure values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.dates import PartialDate
from exchange.notices import Level, Notice


@dataclass(frozen=True)
class DraftParty:
    """An institution as the row names it."""

    name: str
    role: str


@dataclass(frozen=True)
class DraftAct:
    """An act as the row states it; `party` names an institution among the row's parties, or nobody: all of them."""

    kind: str
    when: PartialDate
    source: str
    party: str = ""
    effective_on: dt.date | None = None
    received_on: dt.date | None = None
    source_url: str = ""
    source_quote: str = ""
    note: str = ""

    def as_data(self) -> dict[str, Any]:
        """What is kept of the last import, to tell what the source changed since."""
        return {
            **{
                name: value for name, value in vars(self).items() if name not in ("when", "effective_on", "received_on")
            },
            "when": str(self.when),
            "effective_on": self.effective_on.isoformat() if self.effective_on else "",
            "received_on": self.received_on.isoformat() if self.received_on else "",
        }


@dataclass(frozen=True)
class Draft:
    """One row, translated. `key` identifies it in the source for good."""

    number: int
    key: str
    values: Mapping[str, Any]
    stage: str
    since: dt.date | None
    parties: tuple[DraftParty, ...]
    subjects: tuple[str, ...]
    acts: tuple[DraftAct, ...]
    notices: tuple[Notice, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a notice keeps the row out."""
        return any(each.level is Level.REFUSAL for each in self.notices)
