"""When a party's consent to be bound was established (VCLT 11–17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from agreements.act_kinds import ActKind
from agreements.law.calendar import Span, span_of
from agreements.law.clauses import INSTRUMENTS, EntryIntoForce, EntryMode
from agreements.law.instrument import Act, Party
from agreements.law.ledger import ON_RECEIPT, Ledger, effect_of, received

SIGNING = (ActKind.SIGNATURE, ActKind.SIGNATURE_AD_REFERENDUM)
BY_INSTRUMENT = (*INSTRUMENTS, ActKind.EXCHANGE_OF_INSTRUMENTS, ActKind.NOTIFICATION_OF_COMPLETION)
ANY_CONSENT = (*BY_INSTRUMENT, *SIGNING)

# Which acts count towards the event of each mode, where the clause does not name them.
COUNTED: dict[EntryMode, tuple[ActKind, ...]] = {
    EntryMode.ON_SIGNATURE: SIGNING,
    EntryMode.ON_LAST_SIGNATURE: SIGNING,
    EntryMode.ON_EXCHANGE: (ActKind.EXCHANGE_OF_INSTRUMENTS,),
    EntryMode.ON_LAST_NOTIFICATION: (ActKind.NOTIFICATION_OF_COMPLETION,),
    EntryMode.ON_CONSENTS: INSTRUMENTS,
    EntryMode.ON_ALL_CONSENTS: BY_INSTRUMENT,
    EntryMode.ON_FIXED_DATE: ANY_CONSENT,
}


@dataclass(frozen=True)
class Consent:
    """A party's consent, established by an act on an (uncertain) day."""

    party: Party
    when: Span
    act: Act

    @property
    def order(self) -> tuple[dt.date, dt.date, str]:
        """Earlier consents first; those of one day in a lasting order."""
        return (self.when.first or dt.date.min, self.when.last or dt.date.max, self.act.key)

    @property
    def taken(self) -> Taken:
        """What names it among consents that were taken back."""
        return (self.party.key, self.act.key)

    @property
    def is_succession(self) -> bool:
        """Whether the party took the place of another (it is not counted towards a number of consents)."""
        return self.act.kind is ActKind.SUCCESSION


def counted_acts(terms: EntryIntoForce) -> tuple[ActKind, ...]:
    """The acts that count towards the event of a clause of entry into force: so many consents are instruments."""
    if terms.counted_acts:
        return terms.counted_acts
    return COUNTED[EntryMode.ON_CONSENTS if counts_to_a_number(terms) else terms.mode]


def counts_to_a_number(terms: EntryIntoForce) -> bool:
    """Whether so many consents are enough, whoever they are of; otherwise everybody's are awaited."""
    fixed = terms.mode is EntryMode.ON_FIXED_DATE
    return terms.mode is EntryMode.ON_CONSENTS or (fixed and bool(terms.consents or terms.quotas))


def consents_of(ledger: Ledger, party: Party, kinds: Iterable[ActKind]) -> list[Consent]:
    """The party's acts of these kinds that express consent, the earliest first.

    A signature ad referendum does once it is confirmed, and then from its own day (VCLT 12(2)(b)).
    """
    confirmed = bool(ledger.acts([ActKind.CONFIRMATION_OF_SIGNATURE], party.key))
    found = [
        Consent(party, span_of(act.on) if act.kind is ActKind.SIGNATURE_AD_REFERENDUM else effect_of(act), act)
        for act in ledger.acts(kinds, party.key)
        if act.kind is not ActKind.SIGNATURE_AD_REFERENDUM or confirmed
    ]
    return sorted(found, key=lambda consent: consent.order)


def earliest(consents: list[Consent]) -> Consent | None:
    """The first of a party's consents."""
    return consents[0] if consents else None


Taken = tuple[str, str]
"""A consent that was taken back: the keys of the party and of the act."""


def first_consents(
    ledger: Ledger, parties: Iterable[Party], kinds: Iterable[ActKind], without: Collection[Taken] = ()
) -> list[Consent]:
    """Each party's first consent by an act of these kinds, the earliest first; those without are left out."""
    kinds = tuple(kinds)
    found = [
        earliest([each for each in consents_of(ledger, party, kinds) if each.taken not in without]) for party in parties
    ]
    return sorted((each for each in found if each), key=lambda consent: consent.order)


def taken_back(ledger: Ledger, given: Iterable[Consent], before: dt.date) -> set[Taken]:
    """The consents whose party surely left again before a day: they do not count towards what comes on that day.

    Notice takes effect at once where nothing is in force yet, so that it cannot be withdrawn any more (VCLT 68): who
    changes its mind consents again.
    """
    leaving = ledger.of_kind(ActKind.WITHDRAWAL, ActKind.NOTICE_OF_DENUNCIATION)
    if not leaving:
        return set()
    left = [(act.party, received(act) if act.kind in ON_RECEIPT else effect_of(act)) for act in leaving]
    return {
        each.taken
        for each in given
        if each.when.last
        and any(
            party == each.party.key and when.first and when.last and each.when.last <= when.first and when.last < before
            for party, when in left
        )
    }


def awaited(ledger: Ledger, terms: EntryIntoForce | None = None) -> list[Party]:
    """The parties whose consent entry into force waits for: those that negotiated, less the classes not counted."""
    excluded = set(terms.excluded_classes) if terms else set()
    return [
        party
        for party in ledger.instrument.parties
        if party.is_negotiating
        and not party.classes & excluded
        and not any(act.party for act in ledger.acts([ActKind.ACCESSION, ActKind.SUCCESSION], party.key))
    ]
