"""Conditions of steps and choice of routes, as data. Pure: no Django, no clock.

A condition is a mapping from a fact of the record to the values it may have: `{"personal_data": ["yes", "unknown"]}`.
All facts named must have one of their values; an empty condition always holds. A fact a kind of record does not have
is "" and holds only where "" is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Condition = Mapping[str, Sequence[str]]
MOST_FACTS = 10


def holds(condition: Condition, facts: Mapping[str, str]) -> bool:
    """Whether a record with these facts meets the condition."""
    return all(facts.get(name, "") in values for name, values in condition.items())


def is_condition(value: Any) -> bool:
    """Whether stored or posted data is a condition as described above."""
    return (
        isinstance(value, Mapping)
        and len(value) <= MOST_FACTS
        and all(isinstance(name, str) and _are_values(values) for name, values in value.items())
    )


def _are_values(values: Any) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(each, str) for each in values)


@dataclass(frozen=True)
class Fit:
    """For which sides a route is meant; an empty collection means any."""

    record_kinds: Collection[str] = ()
    institution_kinds: Collection[str] = ()
    countries: Collection[str] = ()
    offices: Collection[int] = ()


@dataclass(frozen=True)
class Side:
    """The side of a record that needs a route; of the office's own side kind and country of the institution are ""."""

    record_kind: str
    institution_kind: str
    country: str
    office: int


def fits(fit: Fit, side: Side) -> bool:
    """Whether the route is meant for the side."""
    pairs: tuple[tuple[Collection[Any], Any], ...] = (
        (fit.record_kinds, side.record_kind),
        (fit.institution_kinds, side.institution_kind),
        (fit.countries, side.country),
        (fit.offices, side.office),
    )
    return all(not wanted or value in wanted for wanted, value in pairs)


def closeness(fit: Fit) -> int:
    """How specific a route is: of those that fit, the one with the highest number is proposed first."""
    return sum(1 for wanted in (fit.record_kinds, fit.institution_kinds, fit.countries, fit.offices) if wanted)
