"""From the register to the law: agreements as the engine takes them, in a fixed number of queries for any number.

`known_at` asks what the register held at a moment: acts, their corrections, which entry counted, and clauses as they
were recorded then. Parties and relations are those of today: they carry no recorded interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from agreements.law.calendar import NOBODY_KNOWS, Span, exactly
from agreements.law.clauses import EntryIntoForce
from agreements.law.engine import Horizon, determine
from agreements.law.instrument import Instrument, Supersession
from agreements.law.results import Determination
from agreements.models import Agreement, Relation
from agreements.recorded import Recorded, read_recorded
from agreements.relation_kinds import RelationKind

_Superseders = Mapping[int, list[tuple[int, dt.date | None]]]


def instrument_of(agreement: Agreement, known_at: dt.datetime | None = None) -> Instrument:
    """The agreement before the law, as the register knows it now or knew it then."""
    return instruments_of([agreement.pk], known_at=known_at)[agreement.pk]


def determination_of(
    agreement: Agreement, known_at: dt.datetime | None = None, horizon: Horizon | None = None
) -> Determination:
    """Everything the law says of the agreement, computed from what the register knows now or knew then."""
    return determine(instrument_of(agreement, known_at), horizon=horizon)


def instruments_of(pks: Collection[int], *, known_at: dt.datetime | None = None) -> dict[int, Instrument]:
    """The instruments of agreements by primary key; those that do not exist are left out."""
    superseders = _superseders_of(pks)
    later = {pk for pairs in superseders.values() for pk, _day in pairs}
    library = _Library({*pks, *later}, known_at=known_at)
    return {pk: library.instrument(pk, superseders) for pk in pks if pk in library.recorded}


class _Library:
    """What is recorded of some agreements and of those they wait for, and when each of them entered into force.

    Entry into force rests on conditions ("not before agreement X") alone, never on what ends an agreement, so a later
    agreement may wait for the one it supersedes. Conditions that run in a circle are never met.
    """

    def __init__(self, pks: Collection[int], *, known_at: dt.datetime | None) -> None:
        self.recorded: dict[int, Recorded] = {}
        self._by_reference: dict[str, int] = {}
        self._determined: dict[int, Determination | None] = {}
        wanted = set(pks)
        while wanted:
            self.recorded |= read_recorded(wanted, known_at=known_at)
            unknown = _conditions(self.recorded[pk].instrument for pk in wanted if pk in self.recorded)
            unknown -= set(self._by_reference)
            found = dict(Agreement.objects.filter(reference__in=unknown).values_list("reference", "pk").order_by())
            self._by_reference |= found
            wanted = set(found.values()) - set(self.recorded)

    def instrument(self, pk: int, superseders: _Superseders) -> Instrument:
        """With the days on which others enter into force that this one rests on."""
        later = tuple(self._supersession(pk, *pair) for pair in superseders.get(pk, ()))
        return replace(self._waiting(pk), supersessions=later) if later else self._waiting(pk)

    def _waiting(self, pk: int) -> Instrument:
        instrument = self.recorded[pk].instrument
        references = _conditions([instrument])
        if not references:
            return instrument
        return replace(instrument, other_entries={each: self._entry(each) for each in sorted(references)})

    def _entry(self, reference: str) -> Span | None:
        pk = self._by_reference.get(reference)
        if pk is None:
            return NOBODY_KNOWS
        found = self._determination(pk)
        return found.entry.when if found else None

    def _determination(self, pk: int) -> Determination | None:
        """None while it is being determined: it waits for itself."""
        if pk not in self._determined:
            self._determined[pk] = None
            self._determined[pk] = determine(self._waiting(pk))
        return self._determined[pk]

    def _supersession(self, pk: int, later: int, effective_on: dt.date | None) -> Supersession:
        mine, theirs = self.recorded[pk].keys_by_institution, self.recorded[later].keys_by_institution
        common = [(key, theirs[institution]) for institution, key in mine.items() if institution in theirs]
        if effective_on:
            from_: dict[str, Span | None] = {key: exactly(effective_on) for key, _their_key in common}
        else:
            found = self._determination(later)
            entries = found.entries if found else {}
            from_ = {key: entries[their].when if their in entries else None for key, their in common}
        return Supersession(self.recorded[later].reference, from_)


def _conditions(instruments: Iterable[Instrument]) -> set[str]:
    return {
        clause.terms.not_before_agreement
        for instrument in instruments
        for clause in instrument.clauses
        if isinstance(clause.terms, EntryIntoForce) and clause.terms.not_before_agreement
    }


def _superseders_of(pks: Collection[int]) -> dict[int, list[tuple[int, dt.date | None]]]:
    rows = Relation.objects.filter(kind=RelationKind.SUPERSEDES, other__in=pks).order_by("id")
    found: dict[int, list[tuple[int, dt.date | None]]] = {}
    for pk, later, effective_on in rows.values_list("other_id", "agreement_id", "effective_on"):
        found.setdefault(pk, []).append((later, effective_on))
    return found
