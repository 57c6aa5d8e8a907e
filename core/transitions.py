"""What stands against a step from one stage or state to the next, whatever the record. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from core.refusals import Refusal
from core.sentences import gettext_noop

Facts = TypeVar("Facts", contravariant=True)

REASON_MISSING = Refusal("reason_missing", gettext_noop("Say why: this step needs a reason."))


class Guarded(Protocol[Facts]):
    """A transition as the machines declare it."""

    @property
    def guards(self) -> Sequence[Callable[[Facts], Refusal | None]]: ...
    @property
    def needs_reason(self) -> bool: ...


def unmet_guards(transition: Guarded[Facts], facts: Facts) -> list[Refusal]:
    """Every guard of the transition that the facts do not meet, in the order declared."""
    return [refusal for guard in transition.guards if (refusal := guard(facts))]


def refusals_to_take(transition: Guarded[Facts], facts: Facts, *, reason: str) -> list[Refusal]:
    """The unmet guards, and the reason where the transition needs one and none but blanks is given."""
    missing = [REASON_MISSING] if transition.needs_reason and not reason.strip() else []
    return unmet_guards(transition, facts) + missing
