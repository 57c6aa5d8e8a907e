"""The event entry into force is counted from, for each mode of the clause, or what is missing for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from agreements.law.calendar import Span, exactly, latest, nth, span_of
from agreements.law.clauses import EntryIntoForce, EntryMode
from agreements.law.consent import Consent, Taken, awaited, counted_acts, first_consents, taken_back
from agreements.law.ledger import ON_RECEIPT, Ledger
from agreements.law.results import Line, PartyName, Place


@dataclass(frozen=True)
class Event:
    """When the event happened (None: it has not), how to name it, and what is missing for it."""

    when: Span | None
    phrase: Line | None = None
    missing: tuple[Line, ...] = ()


_LAST_PHRASE = {
    EntryMode.ON_SIGNATURE: "the_last_signature",
    EntryMode.ON_LAST_SIGNATURE: "the_last_signature",
    EntryMode.ON_EXCHANGE: "the_exchange",
    EntryMode.ON_LAST_NOTIFICATION: "the_last_notification",
    EntryMode.ON_ALL_CONSENTS: "the_last_consent",
    EntryMode.ON_FIXED_DATE: "the_last_consent",
}
_MISSING = {
    EntryMode.ON_SIGNATURE: "missing_signature",
    EntryMode.ON_LAST_SIGNATURE: "missing_signature",
    EntryMode.ON_EXCHANGE: "missing_exchange",
    EntryMode.ON_LAST_NOTIFICATION: "missing_notification",
}


def event_of(ledger: Ledger, terms: EntryIntoForce) -> Event:
    """The event of a clause: what its mode names, and the further condition met where there is one."""
    event = _of_standing_consents(ledger, terms)
    return _with_further_condition(event, terms) if terms.further_condition else event


def _of_standing_consents(ledger: Ledger, terms: EntryIntoForce) -> Event:
    """The event by the consents that nobody took back before it."""
    without: frozenset[Taken] = frozenset()
    while True:
        event = _EVENTS.get(terms.mode, _last_of_all)(ledger, terms, without)
        if event.when is None or event.when.first is None:
            return event
        given = first_consents(ledger, ledger.instrument.parties, counted_acts(terms), without)
        gone = taken_back(ledger, given, event.when.first)
        if not gone:
            return event
        without |= gone


def _with_further_condition(event: Event, terms: EntryIntoForce) -> Event:
    """The later of the consents and the day on which, as a source states, the condition was met."""
    places: dict[str, Place] = {"condition": terms.further_condition or ""}
    if terms.further_condition_met_on is None:
        return Event(None, missing=(*event.missing, Line("missing_further_condition", places)))
    met = exactly(terms.further_condition_met_on)
    if event.when is None or (event.when.first or dt.date.min) >= terms.further_condition_met_on:
        return event
    phrase = Line("the_further_condition", {**places, "on": terms.further_condition_met_on}, _acts_of(event))
    return replace(event, when=latest([event.when, met]), phrase=phrase)


def _acts_of(event: Event) -> tuple[str, ...]:
    return event.phrase.acts if event.phrase else ()


def _last_of_all(ledger: Ledger, terms: EntryIntoForce, without: frozenset[Taken]) -> Event:
    """The last of the acts awaited from every negotiating party."""
    waiting = awaited(ledger, terms)
    given = first_consents(ledger, waiting, counted_acts(terms), without)
    there = {consent.party.key for consent in given}
    code = _MISSING.get(terms.mode, "missing_consent")
    missing = [Line(code, {"party": PartyName(party.key)}) for party in waiting if party.key not in there]
    if len(waiting) < 2:
        missing.append(Line("missing_parties", {"have": len(waiting)}))
    missing += _quotas_missing(given, terms)
    missing += undated_receipts(given)
    if there != {party.key for party in waiting} or len(waiting) < 2 or _quotas_missing(given, terms):
        return Event(None, missing=tuple(missing))
    when = latest(consent.when for consent in given)
    return Event(when, _named(_LAST_PHRASE[terms.mode], given[-1], len(given)), tuple(missing))


def _number_of_consents(ledger: Ledger, terms: EntryIntoForce, without: frozenset[Taken]) -> Event:
    """The Nth consent, once the quotas are met too: both bounds are order statistics, so uncertain days keep theirs."""
    parties = [party for party in ledger.instrument.parties if not party.classes & set(terms.excluded_classes)]
    given = first_consents(ledger, parties, counted_acts(terms), without)
    need = terms.consents or max((quota.at_least for quota in terms.quotas), default=0)
    missing = [*_quotas_missing(given, terms), *undated_receipts(given)]
    if len(given) < need:
        missing.insert(0, Line("missing_instruments", {"have": len(given), "need": need}))
    if len(given) < need or not need or _quotas_missing(given, terms):
        return Event(None, missing=tuple(missing))
    marks = [(nth((each.when for each in given), need), given[need - 1], need)]
    for quota in terms.quotas:
        of_class = [each for each in given if quota.of_class in each.party.classes]
        at_least = quota.at_least
        marks.append((nth((each.when for each in of_class), at_least), of_class[at_least - 1], at_least))
    when = latest(mark[0] for mark in marks)
    _, deciding, _ = max(marks, key=lambda mark: (mark[1].order, mark[2]))
    place = given.index(deciding) + 1
    return Event(when, _named("the_nth_instrument", deciding, place), tuple(missing))


def _fixed_date(ledger: Ledger, terms: EntryIntoForce, without: frozenset[Taken]) -> Event:
    """What the fixed date is subject to: a number of consents where the clause names one, else everybody's."""
    return (_number_of_consents if terms.consents or terms.quotas else _last_of_all)(ledger, terms, without)


_EVENTS: dict[EntryMode, Callable[[Ledger, EntryIntoForce, frozenset[Taken]], Event]] = {
    EntryMode.ON_CONSENTS: _number_of_consents,
    EntryMode.ON_FIXED_DATE: _fixed_date,
}


def _quotas_missing(given: list[Consent], terms: EntryIntoForce) -> list[Line]:
    lines = []
    for quota in terms.quotas:
        have = sum(quota.of_class in consent.party.classes for consent in given)
        if have < quota.at_least:
            places = {"have": have, "need": quota.at_least, "of_class": quota.of_class}
            lines.append(Line("missing_quota", places))
    return lines


def undated_receipts(given: Iterable[Consent]) -> list[Line]:
    """What is missing where an act counts on receipt and nobody recorded it."""
    return [
        Line("missing_receipt", {"party": PartyName(each.party.key), "on": span_of(each.act.on)}, (each.act.key,))
        for each in given
        if each.act.kind in ON_RECEIPT and each.when.last is None
    ]


def _named(code: str, consent: Consent, number: int) -> Line:
    places = {"party": PartyName(consent.party.key), "on": consent.when, "number": number}
    return Line(code, places, (consent.act.key,))
