"""Reservations: who objected, and who accepted by saying nothing (VCLT 20(5)).

A reservation counts as accepted by a party that raised no objection within twelve months after it was notified of the
reservation, or by the day it consented to be bound, whichever is later. That a consent with a reservation takes effect
with the first acceptance (20(4)(c)) is not applied to dates: depositaries count the instrument from its deposit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agreements.act_kinds import ActKind
from agreements.law.calendar import Length, Span, after, span_of
from agreements.law.citations import vclt
from agreements.law.consent import ANY_CONSENT, consents_of
from agreements.law.instrument import Act
from agreements.law.ledger import Ledger
from agreements.law.results import Line, PartyName

OBJECTION = Length(months=12)


@dataclass(frozen=True)
class Answer:
    """What a party makes of another's reservation: the last day to object, and its objection, if it did in time."""

    party: str
    closes: dt.date | None
    objection: Act | None
    is_late: bool = False


def answers_of(ledger: Ledger, reservation: Act) -> list[Answer]:
    """One answer for each other party that consented to be bound."""
    found = []
    for party in ledger.instrument.parties:
        consents = consents_of(ledger, party, ANY_CONSENT)
        if party.key == reservation.party or not consents:
            continue
        closes = _closes(reservation, consents[0].when)
        objection = next(
            (act for act in ledger.acts([ActKind.OBJECTION], party.key) if act.refers_to == reservation.key),
            None,
        )
        raised = objection and (objection.received_on or objection.on.first)
        late = bool(raised and closes and raised > closes)
        found.append(Answer(party.key, closes, None if late else objection, late))
    return found


def reservation_lines(ledger: Ledger) -> list[Line]:
    """What became of each reservation, party by party: findings for whoever reads the agreement."""
    source = vclt("20(5)", ledger.instrument)
    lines = []
    for reservation in ledger.of_kind(ActKind.RESERVATION):
        for answer in answers_of(ledger, reservation):
            places = {"reserving": PartyName(reservation.party or ""), "party": PartyName(answer.party)}
            if answer.objection:
                acts = (reservation.key, answer.objection.key)
                lines.append(Line("reservation_objected", {**places, "on": answer.objection.on.first}, acts, source))
            elif answer.closes:
                code = "objection_late" if answer.is_late else "reservation_accepted"
                lines.append(Line(code, {**places, "on": answer.closes}, (reservation.key,), source))
    return lines


def _closes(reservation: Act, consent: Span) -> dt.date | None:
    notified = Span(reservation.received_on, reservation.received_on) if reservation.received_on else None
    last = (notified or span_of(reservation.on)).moved(lambda day: after(day, OBJECTION)).last
    if last is None:
        return None
    return max(last, consent.last) if consent.last else last
