"""Everything that bears on one party's bond besides its beginning, gathered into marks."""

from __future__ import annotations

import datetime as dt

from agreements.act_kinds import ActKind
from agreements.law.calendar import Span, exactly, latest
from agreements.law.citations import vclt
from agreements.law.clauses import ClauseKind, ProvisionalApplication, ProvisionalStart
from agreements.law.consent import ANY_CONSENT, SIGNING, awaited, consents_of, first_consents
from agreements.law.instrument import Act, Party, Supersession
from agreements.law.ledger import ON_RECEIPT, Ledger, effect_of, received
from agreements.law.marks import Ending, Marks, Stretch
from agreements.law.notices import Leaver, denunciation, departure, non_renewal
from agreements.law.results import Line, PartyName
from agreements.law.statuses import ForceStatus
from agreements.law.term import Term

Window = tuple[dt.date | None, dt.date | None]
ALWAYS: Window = (None, None)


def marks_of(ledger: Ledger, party: Party, leaver: Leaver, *, term: Term, window: Window = ALWAYS) -> Marks:
    """The marks of one bond of a party. `window`: the days `[from, until)` whose acts belong to that bond."""

    def acts(*kinds: ActKind) -> list[Act]:
        return [act for act in ledger.acts(kinds, party.key) if _within(act, window)]

    found = [
        *(denunciation(ledger, leaver, act, term) for act in acts(ActKind.NOTICE_OF_DENUNCIATION)),
        *(non_renewal(ledger, act, term, leaver) for act in acts(ActKind.NOTICE_OF_NON_RENEWAL)),
        *(departure(act, party.key) for act in acts(ActKind.WITHDRAWAL)),
        *(_terminated(ledger, act) for act in acts(ActKind.TERMINATION_BY_CONSENT, ActKind.TERMINATION)),
        Marks(endings=(*_expiries(term, window), *_supersessions(ledger, party, window))),
        Marks(suspensions=tuple(_suspensions(ledger, party, acts(ActKind.SUSPENSION)))),
        Marks(provisional=tuple(_provisional(ledger, party))),
    ]
    return Marks().joined(*found)


def _within(act: Act, window: Window) -> bool:
    """By the day it counts from: receipt of a notice, the effect of anything else."""
    start, end = window
    when = received(act) if act.kind in ON_RECEIPT else effect_of(act)
    return (start is None or (when.last or dt.date.max) >= start) and (end is None or (when.first or dt.date.min) < end)


def _terminated(ledger: Ledger, act: Act) -> Marks:
    when = effect_of(act)
    by_consent = act.kind is ActKind.TERMINATION_BY_CONSENT
    line = Line(
        "terminated_by_consent" if by_consent else "stated_termination",
        {"on": when},
        (act.key,),
        vclt("54(b)", ledger.instrument) if by_consent else "",
    )
    return Marks(endings=(Ending(when, None, (line,), status=ForceStatus.TERMINATED),))


def _expiries(term: Term, window: Window) -> list[Ending]:
    """The ends of the agreement's own terms, each until it was revived, where it was."""
    endings = []
    for number, (begun, last) in enumerate(term.stretches):
        if last is None:
            continue
        end = latest([begun, last])  # a fixed end before entry into force ends nothing that came before that
        follower = term.stretches[number + 1][0] if number + 1 < len(term.stretches) else None
        run = [run for run in term.runs if (run.start.first or dt.date.min) < (end.first or dt.date.max)][-1:]
        working = run[0].working if run else ()
        lines = (Line("term_ended", {"on": end}), *working)
        endings.append(Ending(end, follower, lines, status=ForceStatus.EXPIRED))
    return [ending for ending in endings if window[0] is None or (ending.start.last or dt.date.max) > window[0]]


def _supersessions(ledger: Ledger, party: Party, window: Window) -> list[Ending]:
    found = []
    for each in ledger.instrument.supersessions:
        start = each.from_.get(party.key)
        if start is None or lacking_from(ledger, each) or (window[0] and start.last and start.last <= window[0]):
            continue
        places = {"reference": each.reference, "on": start}
        line = Line("superseded", places, source=vclt("59", ledger.instrument))
        found.append(Ending(start, None, (line,), status=ForceStatus.SUPERSEDED))
    return found


def lacking_from(ledger: Ledger, later: Supersession) -> list[str]:
    """The parties that consented to the earlier agreement and are not in the later one.

    Only a later treaty of all parties ends the earlier (VCLT 59(1)); among others each prevails where it must (30(4)).
    Who consents to the earlier one only after the later began was not among them.
    """
    begun = min((start.first or dt.date.min for start in later.from_.values() if start), default=dt.date.max)
    parties = [
        party
        for party in ledger.instrument.parties
        if any((each.when.first or dt.date.min) <= begun for each in consents_of(ledger, party, ANY_CONSENT))
    ]
    return [party.key for party in parties or ledger.instrument.parties if party.key not in later.from_]


def _suspensions(ledger: Ledger, party: Party, suspensions: list[Act]) -> list[Stretch]:
    """Each suspension until the first resumption after it, by the party or by all."""
    resumptions = ledger.acts([ActKind.RESUMPTION], party.key)
    found = []
    for act in suspensions:
        start = effect_of(act)
        back = next((each for each in resumptions if _follows(effect_of(each), start)), None)
        line = Line("suspended", {"on": start}, (act.key,), vclt("57", ledger.instrument))
        resumed = (Line("resumed", {"on": effect_of(back)}, (back.key,)),) if back else ()
        found.append(Stretch(start, effect_of(back) if back else None, (line,), resumed))
    return found


def _follows(later: Span, earlier: Span) -> bool:
    return (later.last or dt.date.max) >= (earlier.first or dt.date.min)


def _provisional(ledger: Ledger, party: Party) -> list[Stretch]:
    """From its event, or as an act says, until entry into force or notice (VCLT 25), which other marks bring."""
    source = vclt("25(1)", ledger.instrument)
    found = [
        Stretch(effect_of(act), None, (Line("provisional_act", {"on": effect_of(act)}, (act.key,), source),))
        for act in ledger.acts([ActKind.PROVISIONAL_APPLICATION], party.key)
    ]
    for clause in ledger.versions(ClauseKind.PROVISIONAL_APPLICATION):
        if not isinstance(clause.terms, ProvisionalApplication):
            continue
        start = _provisional_start(ledger, party, clause.terms)
        if start:
            line = Line(f"provisional_{clause.terms.start}", {"on": start, "party": PartyName(party.key)},
                        source=clause.article or source)  # fmt: skip
            found.append(Stretch(start, None, (line,)))
    return found


def _provisional_start(ledger: Ledger, party: Party, terms: ProvisionalApplication) -> Span | None:
    """Only those that signed or consented apply it; from the last signature only once all have signed."""
    if terms.start is ProvisionalStart.ACT:
        return None
    signed = consents_of(ledger, party, SIGNING)
    if not signed:
        return None
    if terms.start is ProvisionalStart.OWN_SIGNATURE:
        return signed[0].when
    if terms.start is ProvisionalStart.FIXED_DATE and terms.fixed_date:
        return latest([exactly(terms.fixed_date), signed[0].when])
    waiting = awaited(ledger)
    given = first_consents(ledger, waiting, SIGNING)
    return latest(each.when for each in given) if given and len(given) == len(waiting) else None
