"""Where what a source states and what the acts show do not agree: both are kept, the difference is said."""

from __future__ import annotations

import datetime as dt

from agreements.act_kinds import ActKind
from agreements.law.bearings import lacking_from
from agreements.law.citations import vclt
from agreements.law.consent import ANY_CONSENT, consents_of
from agreements.law.entry import GeneralEntry
from agreements.law.ledger import Ledger, effect_of
from agreements.law.results import Line, PartyName, Period
from agreements.law.statuses import ENDED
from agreements.law.term import Term


def differing_terminations(ledger: Ledger, term: Term, whole: list[Period]) -> list[Line]:
    """Terminations that a source dates otherwise than the agreement's own term, or than what ended it."""
    end = term.stretches[-1][1] if term.stretches else None
    computed = end.day if end else None
    if computed is None:
        computed = next((each.start for each in whole if each.status in ENDED and each.start), None)
    lines = []
    for act in ledger.of_kind(ActKind.TERMINATION):
        stated = effect_of(act)
        if computed and _apart(stated.first, stated.last, computed):
            lines.append(Line("stated_termination_differs", {"stated": stated, "computed": computed}, (act.key,)))
    return lines


def superseded_in_part(ledger: Ledger) -> list[Line]:
    """Later agreements between some of the parties only: they end nothing (VCLT 59(1), 30(4))."""
    return [
        Line("superseded_in_part", {"reference": later.reference}, source=vclt("30(4)", ledger.instrument))
        for later in ledger.instrument.supersessions
        if lacking_from(ledger, later)
    ]


def stated_before_consent(ledger: Ledger, general: GeneralEntry) -> list[Line]:
    """Parties of an agreement of two whose consent is dated after the entry into force that a source states."""
    if not general.is_stated or general.when is None or len(ledger.instrument.parties) > 2:
        return []
    lines = []
    for party in ledger.instrument.parties:
        consents = consents_of(ledger, party, ANY_CONSENT)
        if consents and (consents[0].when.first or dt.date.min) > (general.when.last or dt.date.max):
            places = {"party": PartyName(party.key), "stated": general.when, "on": consents[0].when}
            lines.append(Line("stated_before_consent", places, (consents[0].act.key,)))
    return lines


def _apart(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return not ((first or dt.date.min) <= day <= (last or dt.date.max))
