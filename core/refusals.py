"""Answers of rules: why something may not be done. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """One unmet condition: a stable code, and a sentence a clerk understands.

    `sentence` is the English source text with `%(name)s` places; `core.errors.say` translates and fills it.
    `places` are filled in as they are (names, references, of a list the first few); `labels` are English source texts,
    translated as well.
    """

    code: str
    sentence: str
    places: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether a person may do something, and if not, why not (an English sentence to be translated)."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def denied(reason: str) -> Verdict:
    """A refusal with its reason."""
    return Verdict(allowed=False, reason=reason)
