"""What is said about one row of a file. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How much a notice matters: a note tells, a warning wants a look, a refusal keeps the row out."""

    NOTE = "note"
    WARNING = "warning"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class Notice:
    """One remark on a row: a stable code, an English sentence with `%(name)s` places, the field and the value."""

    level: Level
    code: str
    sentence: str
    places: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    value: str = ""

    def as_data(self) -> dict[str, Any]:
        """What is stored with the row."""
        return {
            "level": self.level.value,
            "code": self.code,
            "sentence": self.sentence,
            "places": dict(self.places),
            "field": self.field,
            "value": self.value,
        }


def note(code: str, sentence: str, /, *, field: str = "", value: str = "", **places: str) -> Notice:
    """Something worth knowing that needs nobody's attention."""
    return Notice(Level.NOTE, code, sentence, places, field, value)


def warning(code: str, sentence: str, /, *, field: str = "", value: str = "", **places: str) -> Notice:
    """Something that is taken in, and that a person should look at."""
    return Notice(Level.WARNING, code, sentence, places, field, value)


def refusal(code: str, sentence: str, /, *, field: str = "", value: str = "", **places: str) -> Notice:
    """Why a row is not taken in."""
    return Notice(Level.REFUSAL, code, sentence, places, field, value)
