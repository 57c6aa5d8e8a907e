"""Express renewals: agreed by all parties, in one act or by an act of each (VCLT 39)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agreements.act_kinds import ActKind
from agreements.law.calendar import Span, latest, span_of
from agreements.law.consent import ANY_CONSENT, consents_of
from agreements.law.instrument import Act
from agreements.law.ledger import Ledger
from agreements.law.results import Line, PartyName


@dataclass(frozen=True)
class ExpressRenewal:
    """A renewal all parties agreed to: when the last of them did, and from when it says it runs."""

    on: Span
    effective_on: dt.date | None
    acts: tuple[str, ...]

    @property
    def counts_from(self) -> dt.date:
        """The day it bears on the term: the day it names, else that of the last act."""
        return self.effective_on or self.on.first or dt.date.max


def express_renewals(ledger: Ledger) -> tuple[list[ExpressRenewal], list[Line]]:
    """The renewals all parties agreed to, in order, and whose agreement to another is still missing."""
    acts = ledger.of_kind(ActKind.EXPRESS_RENEWAL)
    found = [_agreed([act]) for act in acts if act.party is None]
    letters = {key: [act for act in acts if act.party == key] for key in _who_must_agree(ledger)}
    for number in range(max(map(len, letters.values()), default=0)):
        if all(number < len(own) for own in letters.values()):
            found.append(_agreed([own[number] for own in letters.values()]))
            continue
        lacking = [key for key, own in letters.items() if number >= len(own)]
        return _in_order(found), [Line("missing_renewal", {"party": PartyName(key)}) for key in lacking]
    return _in_order(found), []


def _who_must_agree(ledger: Ledger) -> list[str]:
    parties = ledger.instrument.parties
    consented = [party.key for party in parties if consents_of(ledger, party, ANY_CONSENT)]
    return consented or [party.key for party in parties]


def _agreed(acts: list[Act]) -> ExpressRenewal:
    named = [act.effective_on for act in acts if act.effective_on]
    return ExpressRenewal(latest(span_of(act.on) for act in acts), max(named, default=None), tuple(a.key for a in acts))


def _in_order(renewals: list[ExpressRenewal]) -> list[ExpressRenewal]:
    return sorted(renewals, key=lambda renewal: (renewal.counts_from, renewal.acts))
