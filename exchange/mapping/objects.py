"""Read members of JSON objects, noting each fault at its place instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Faults:
    """Sentences by JSON pointer; of several at one place the first."""

    found: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, sentence: str) -> None:
        """Note a fault."""
        self.found.setdefault(place, sentence)


class Reading:
    """One object at one place. What is missing or wrong is noted, and an empty value given instead."""

    def __init__(self, data: Any, place: str, faults: Faults) -> None:
        if not isinstance(data, dict):
            faults.add(place, "must be an object")
            data = {}
        self._data, self._place, self._faults = data, place, faults

    def has(self, name: str) -> bool:
        """Whether the member is there."""
        return name in self._data

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a member; "" is the object itself."""
        self._faults.add(f"{self._place}/{name}" if name else self._place, sentence)

    def only(self, *names: str) -> None:
        """No other members than these."""
        for name in self._data:
            if name not in names:
                self.fault(str(name), f"is not known here; known are: {', '.join(sorted(names))}")

    def text(self, name: str, *, default: str = "", required: bool = False, most: int = 2_000) -> str:
        """A text of at most `most` characters."""
        value = self._data.get(name, default)
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            self.fault(name, f"must be a text of at most {most} characters")
            return default
        if required and not value.strip():
            self.fault(name, "is missing")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._data.get(name, default)
        if not isinstance(value, bool):
            self.fault(name, "must be true or false")
            return default
        return value

    def choice(self, name: str, choices: Collection[str], *, default: str = "") -> str:
        """One of the words; required where there is no default."""
        value = self._data.get(name, default)
        if value not in choices:
            self.fault(name, f"must be one of: {', '.join(choices)}" if len(choices) < 40 else "is not known")
            return default
        return str(value)

    def texts(
        self,
        name: str,
        *,
        default: tuple[str, ...] = (),
        required: bool = False,
        each: Callable[[str], bool] = bool,
    ) -> tuple[str, ...]:
        """A list of texts, each of which passes `each`."""
        value = self._data.get(name, list(default))
        if not isinstance(value, list) or not all(
            isinstance(item, str) and item.strip() and each(item) for item in value
        ):
            self.fault(name, "must be a list of texts" if each is bool else "holds a text that cannot be used")
            return default
        if required and not value:
            self.fault(name, "is missing")
        return tuple(value)

    def words(self, name: str) -> dict[str, str]:
        """An object of texts."""
        value = self._data.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.fault(name, "must be an object of texts")
            return {}
        return dict(value)

    def part(self, name: str) -> Reading:
        """An object within; an empty one where there is none."""
        return Reading(self._data.get(name, {}), f"{self._place}/{name}", self._faults)

    def parts(self, name: str) -> list[Reading]:
        """A list of objects within."""
        value = self._data.get(name, [])
        if not isinstance(value, list):
            self.fault(name, "must be a list")
            return []
        return [Reading(each, f"{self._place}/{name}/{at}", self._faults) for at, each in enumerate(value)]
