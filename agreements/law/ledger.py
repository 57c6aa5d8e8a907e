"""Reading an instrument: its acts by kind and party, and the version of a clause that holds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from agreements.act_kinds import ActKind
from agreements.law.calendar import NOBODY_KNOWS, Span, exactly, span_of
from agreements.law.clauses import ClauseKind
from agreements.law.instrument import Act, Clause, Instrument

# These count when the other side or the depositary has received them (VCLT 78), not when they were sent.
ON_RECEIPT = frozenset(
    {
        ActKind.NOTIFICATION_OF_COMPLETION,
        ActKind.NOTICE_OF_DENUNCIATION,
        ActKind.NOTICE_OF_NON_RENEWAL,
        ActKind.WITHDRAWAL_OF_NOTICE,
    }
)


def received(act: Act) -> Span:
    """When an act that counts on receipt was received: not before its own date, where nobody recorded it."""
    return exactly(act.received_on) if act.received_on else Span(act.on.first, None)


def effect_of(act: Act) -> Span:
    """When an act takes effect: as it says, else on receipt, else on its own date.

    A succession takes effect on the date of State succession, which only `effective_on` gives.
    """
    if act.effective_on:
        return exactly(act.effective_on)
    if act.kind is ActKind.SUCCESSION:
        return NOBODY_KNOWS
    if act.received_on:
        return exactly(act.received_on)
    return received(act) if act.kind in ON_RECEIPT else span_of(act.on)


@dataclass(frozen=True)
class Ledger:
    """An instrument, with look-ups."""

    instrument: Instrument

    @cached_property
    def _by_kind(self) -> dict[ActKind, list[Act]]:
        found: dict[ActKind, list[Act]] = {}
        for act in sorted(self.instrument.acts, key=lambda act: (act.on.first, act.on.last, act.key)):
            found.setdefault(act.kind, []).append(act)
        return found

    def acts(self, kinds: Iterable[ActKind], party: str | None) -> list[Act]:
        """Acts of these kinds by the party or by all parties, in the order of their dates."""
        found = [act for kind in kinds for act in self._by_kind.get(kind, ()) if act.party in (None, party)]
        return found if len(found) < 2 else sorted(found, key=lambda act: (act.on.first, act.on.last, act.key))

    def of_kind(self, *kinds: ActKind) -> list[Act]:
        """Acts of these kinds by whomever, in the order of their dates."""
        found = [act for kind in kinds for act in self._by_kind.get(kind, ())]
        return sorted(found, key=lambda act: (act.on.first, act.on.last, act.key))

    def versions(self, kind: ClauseKind) -> list[Clause]:
        """The versions of a clause from the first to the last; a repeal is among them, with no terms."""
        return self._clauses.get(kind, [])

    @cached_property
    def _clauses(self) -> dict[ClauseKind, list[Clause]]:
        found: dict[ClauseKind, list[Clause]] = {}
        for each in sorted(self.instrument.clauses, key=lambda each: each.applies_from or dt.date.min):
            found.setdefault(each.kind, []).append(each)
        return found

    def clause(self, kind: ClauseKind, on: dt.date | None) -> Clause | None:
        """The version that holds on a day (None: the first), unless it was repealed by then."""
        held = [each for each in self.versions(kind) if each.applies_from is None or (on and each.applies_from <= on)]
        found = held[-1] if held else None
        return found if found and found.terms is not None else None

    def duties(self) -> list[tuple[Clause, dt.date | None]]:
        """Each version of each duty of reporting, and the day from which another version or a repeal replaces it."""
        titled: dict[str, list[Clause]] = {}
        for each in self.versions(ClauseKind.REPORTING):
            titled.setdefault(each.duty, []).append(each)
        return [
            (clause, follower.applies_from if follower else None)
            for versions in titled.values()
            for clause, follower in zip(versions, [*versions[1:], None], strict=True)
            if clause.terms is not None
        ]
