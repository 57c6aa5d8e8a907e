"""From when each party is bound (VCLT 24(3); the agreement's own rule for those who consent later)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agreements.act_kinds import ActKind
from agreements.law.calendar import NO_TIME, Span, latest
from agreements.law.citations import under, vclt
from agreements.law.clauses import ClauseKind, EntryIntoForce
from agreements.law.consent import (
    ANY_CONSENT,
    BY_INSTRUMENT,
    Consent,
    awaited,
    consents_of,
    counted_acts,
    counts_to_a_number,
    first_consents,
)
from agreements.law.entry import GeneralEntry, mover
from agreements.law.events import undated_receipts
from agreements.law.instrument import Party
from agreements.law.ledger import Ledger
from agreements.law.results import Line, PartyName


@dataclass(frozen=True)
class PartyEntry:
    """When a party becomes bound (None: it does not, as the register knows), by which consent, and how found."""

    when: Span | None
    consent: Consent | None
    working: tuple[Line, ...] = ()
    missing: tuple[Line, ...] = ()


def entries_of(ledger: Ledger, party: Party, general: GeneralEntry) -> list[PartyEntry]:
    """One entry for each consent of the party, in order; one without consent where there is none."""
    kinds = (*_counting(general), ActKind.SUCCESSION)
    consents = consents_of(ledger, party, kinds)
    if general.is_stated:
        consents = [each for each in consents if each.act.party or len(ledger.instrument.parties) <= 2]
    if not consents:
        return [_without_consent(ledger, party, general)]
    first = [_as_stated(consents[0], general)] if general.is_stated and len(ledger.instrument.parties) <= 2 else []
    return [*first, *(_entry(ledger, consent, general) for consent in consents[len(first) :])]


def _as_stated(consent: Consent, general: GeneralEntry) -> PartyEntry:
    """Of two parties both are bound from the day a source states, whatever the day of their acts."""
    return PartyEntry(general.when, consent, general.working)


def _counting(general: GeneralEntry) -> tuple[ActKind, ...]:
    if general.terms is None:
        return ANY_CONSENT
    own = counted_acts(general.terms)
    # Whatever the event is, one that joins later does so by an instrument of its own.
    return (*own, *(kind for kind in ANY_CONSENT if kind not in own and kind not in _SIGNATURES))


_SIGNATURES = (ActKind.SIGNATURE, ActKind.SIGNATURE_AD_REFERENDUM)


def _without_consent(ledger: Ledger, party: Party, general: GeneralEntry) -> PartyEntry:
    lacking = Line("missing_consent", {"party": PartyName(party.key)})
    if not general.is_stated or general.when is None:
        return PartyEntry(None, None, missing=(lacking,))
    if len(ledger.instrument.parties) <= 2:
        return PartyEntry(general.when, None, general.working)
    # A source states the whole's entry into force; nothing says when, or whether, this party consented.
    return PartyEntry(Span(general.when.first, None), None, (lacking,), (lacking,))


def _entry(ledger: Ledger, consent: Consent, general: GeneralEntry) -> PartyEntry:
    receipts = tuple(undated_receipts([consent]))
    if general.when is None or general.event is None:
        return PartyEntry(None, consent, missing=receipts)
    if consent.is_succession:
        return _succession(consent, general.when)
    first, last = consent.when.first or dt.date.min, consent.when.last or dt.date.max
    if (
        consent.when == general.event
        or _made_the_event(ledger, consent, general)
        or last <= (general.event.first or dt.date.min)
    ):
        return PartyEntry(general.when, consent, (Line("with_general", {"from": general.when}), *general.working))
    later = _later(ledger, consent, general, general.when, receipts)
    if first > (general.event.last or dt.date.max) or later.when is None:
        return later
    return PartyEntry(Span(general.when.first, later.when.last), consent, later.working, receipts)


def _made_the_event(ledger: Ledger, consent: Consent, general: GeneralEntry) -> bool:
    """Whether the event waited for this very consent: one of all, which had come by then however vaguely dated."""
    terms = general.terms
    if general.is_stated or (terms and counts_to_a_number(terms)):
        return False
    own = first_consents(ledger, [consent.party], counted_acts(terms) if terms else BY_INSTRUMENT)
    return consent in own and consent.party in awaited(ledger, terms)


def _later(
    ledger: Ledger, consent: Consent, general: GeneralEntry, from_general: Span, receipts: tuple[Line, ...]
) -> PartyEntry:
    clause = ledger.clause(ClauseKind.ENTRY_INTO_FORCE, consent.when.first) or general.clause
    terms = clause.terms if clause and isinstance(clause.terms, EntryIntoForce) else None
    places: dict[str, object] = {"on": consent.when, "party": PartyName(consent.party.key), "general": from_general}
    if clause is None or terms is None or (terms.later_delay is None and not terms.later_first_of_month):
        when = latest([consent.when, from_general])
        source = vclt("24(3)", ledger.instrument)
        return PartyEntry(when, consent, (_line("later_at_once", consent, {**places, "from": when}, source),), receipts)
    delay = terms.later_delay or NO_TIME
    when = latest([consent.when.moved(mover(delay, terms.later_first_of_month)), from_general])
    code = "later_party_month" if terms.later_first_of_month else "later_party"
    line = _line(code, consent, {**places, "from": when, "delay": delay}, under(clause))
    return PartyEntry(when, consent, (line,), receipts)


def _succession(consent: Consent, general: Span) -> PartyEntry:
    places = {"party": PartyName(consent.party.key), "notified": consent.act.on.first}
    if consent.when.first is None:
        line = _line("missing_succession_date", consent, places, "")
        return PartyEntry(Span(general.first, None), consent, (line,), (line,))
    when = latest([consent.when, general])
    source = "Vienna Convention on Succession of States in respect of Treaties, Art. 23(1)"
    return PartyEntry(when, consent, (_line("succession", consent, {**places, "from": when}, source),))


def _line(code: str, consent: Consent, places: dict[str, object], source: str) -> Line:
    return Line(code, places, (consent.act.key,), source)
