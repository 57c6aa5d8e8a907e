"""Leaving by notice: denunciation, its withdrawal, non-renewal, withdrawal (VCLT 54, 56, 68, 78)."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import Length, Span, after, exactly, latest, span_of
from agreements.law.citations import under, vclt
from agreements.law.clauses import ClauseKind, Denunciation, DenunciationMode, Notice
from agreements.law.entry import mover
from agreements.law.instrument import Act, Clause
from agreements.law.ledger import Ledger, effect_of, received
from agreements.law.marks import Doubt, Ending, Marks, Stretch
from agreements.law.results import Line, PartyName
from agreements.law.statuses import ForceStatus
from agreements.law.term import Run, Term

# Where a right to leave is established without a clause, the notice VCLT 56(2) asks for.
WITHOUT_CLAUSE = Length(months=12)


@dataclass(frozen=True)
class Leaver:
    """A party that may leave: when it became bound, and when the agreement entered into force (None: not).

    `doubts`: when it cannot be told whether it is bound, so that no notice is known to have come before that.
    """

    key: str
    bound: Span | None
    general: Span | None
    doubts: tuple[Doubt, ...] = ()

    @property
    def perhaps_bound_from(self) -> dt.date:
        """The first day on which it may be bound."""
        days = [doubt.start or dt.date.min for doubt in self.doubts]
        return min([*days, *([self.bound.first or dt.date.min] if self.bound else [])], default=dt.date.max)


def denunciation(ledger: Ledger, leaver: Leaver, act: Act, term: Term) -> Marks:
    """What one notice of denunciation does."""
    when = received(act)
    name = PartyName(act.party or leaver.key)
    undated = () if act.received_on else (_line("missing_receipt", act, {"party": name, "on": span_of(act.on)}),)
    if _is_before(when, leaver.bound) and not leaver.doubts:
        line = _line("notice_before_entry", act, {"party": name, "on": when}, vclt("25(2)", ledger.instrument))
        return Marks(endings=(Ending(when, None, (line,), status=ForceStatus.TERMINATED),), missing=undated)
    clause = ledger.clause(ClauseKind.DENUNCIATION, when.first)
    if clause is None or not isinstance(clause.terms, Denunciation):
        return _without_clause(ledger, leaver, act, when).joined(Marks(missing=undated))
    objection = _objection(clause, clause.terms, leaver, act, when, name)
    if objection:
        return Marks(findings=(objection,), missing=undated)
    effect, findings = _effect(clause.terms, act, when, term)
    places = {"party": name, "received": when, "notice": clause.terms.notice, "effect": effect}
    code = "notice_received" + _variant(clause.terms)
    line = _line(code, act, places, under(clause))
    marks = _unless_withdrawn(ledger, leaver, act, when, effect, line)
    return marks.joined(Marks(missing=undated, findings=findings))


def non_renewal(ledger: Ledger, act: Act, term: Term, leaver: Leaver) -> Marks:
    """What one notice of non-renewal does: the bond ends with the term it is in time for."""
    when = received(act)
    name = PartyName(act.party or leaver.key)
    undated = () if act.received_on else (_line("missing_receipt", act, {"party": name, "on": span_of(act.on)}),)
    clause = ledger.clause(ClauseKind.NOTICE, when.first)
    length = clause.terms.length if clause and isinstance(clause.terms, Notice) else Length()
    end = term.end_after(when, length)
    if end is None:
        return Marks(findings=(_line("nothing_to_renew", act, {"party": name, "on": when}),), missing=undated)
    places = {"party": name, "received": when, "notice": length, "end": end}
    line = _line("non_renewal", act, places, under(clause) if clause else "")
    early = _before_window(clause, act, when, term, name)
    if early:
        return Marks(findings=(early,), missing=undated)
    late = _late(act, when, length, term, name)
    marks = _unless_withdrawn(ledger, leaver, act, when, end, line, ForceStatus.EXPIRED)
    return marks.joined(Marks(missing=undated, findings=late))


def departure(act: Act, party: str) -> Marks:
    """What a withdrawal does: the party leaves on the day it takes effect."""
    when = effect_of(act)
    line = _line("withdrawal", act, {"party": PartyName(act.party or party), "on": when})
    return Marks(endings=(Ending(when, None, (line,), status=ForceStatus.TERMINATED),))


def _is_before(when: Span, bound: Span | None) -> bool:
    return bound is None or (when.last is not None and bound.first is not None and when.last < bound.first)


def _without_clause(ledger: Ledger, leaver: Leaver, act: Act, when: Span) -> Marks:
    """A treaty is not denounceable unless that was intended or implied (56); of others nothing is known."""
    name = PartyName(act.party or leaver.key)
    if ledger.instrument.nature is Nature.TREATY:
        earliest = when.moved(lambda day: after(day, WITHOUT_CLAUSE))
        places = {"party": name, "received": when, "earliest": earliest}
        return Marks(findings=(_line("no_right_to_denounce", act, places, vclt("56", ledger.instrument)),))
    line = _line("missing_denunciation_clause", act, {"party": name, "received": when})
    since = max(when.first or dt.date.min, leaver.perhaps_bound_from)
    return Marks(doubts=(Doubt(since, None, (line,)),), missing=(line,))


def _objection(
    clause: Clause, terms: Denunciation, leaver: Leaver, act: Act, when: Span, name: PartyName
) -> Line | None:
    places = {"party": name, "received": when}
    if terms.mode is DenunciationMode.NOT_ALLOWED:
        return _line("denunciation_not_allowed", act, places, under(clause))
    since = leaver.bound if terms.not_before_by_party else leaver.general
    if terms.not_before and since:
        wait = terms.not_before
        possible = since.moved(lambda day: after(day, wait))
        if _is_before(when, possible):
            return _line("notice_too_early", act, {**places, "possible": possible}, under(clause))
    return None


def _effect(terms: Denunciation, act: Act, when: Span, term: Term) -> tuple[Span, tuple[Line, ...]]:
    """A notice may name a later day than the agreement asks for, not an earlier one."""
    effect = when.moved(mover(terms.notice, terms.first_of_month))
    if terms.at_end_of_term:
        run = term.run_on(when.first) if when.first else None
        if run and run.first is not None:
            effect = when.moved(functools.partial(_end_of_term, run, notice=terms.notice))
    if act.effective_on is None:
        return effect, ()
    stated = exactly(act.effective_on)
    if effect.last and act.effective_on < effect.last:
        return effect, (_line("stated_effect_differs", act, {"stated": stated, "computed": effect}),)
    return latest([effect, stated]), ()


def _end_of_term(run: Run, received: dt.date, *, notice: Length) -> dt.date:
    """The first day out after the first term whose last day is at least the notice later, counted back from it."""
    last = run.last_day(run.first_cycle_ending(received, notice))
    return last if last == dt.date.max else last + dt.timedelta(days=1)


def _variant(terms: Denunciation) -> str:
    return "_month" if terms.first_of_month else "_term" if terms.at_end_of_term else ""


def _unless_withdrawn(
    ledger: Ledger,
    leaver: Leaver,
    act: Act,
    when: Span,
    effect: Span,
    line: Line,
    status: ForceStatus = ForceStatus.TERMINATED,
) -> Marks:
    """The notice runs until it takes effect; withdrawn before that it does not (68), afterwards it stays."""
    withdrawal = _withdrawal(ledger, leaver, act)
    running = Marks(notices=(Stretch(when, effect, (line,)),), endings=(Ending(effect, None, (line,), status=status),))
    if withdrawal is None:
        return running
    back = received(withdrawal)
    places = {"party": PartyName(act.party or leaver.key), "on": back, "effect": effect}
    if back.first and effect.first and back.first >= effect.first:
        source = vclt("68", ledger.instrument)
        return running.joined(Marks(findings=(_line("withdrawal_too_late", withdrawal, places, source),)))
    if back.last is None or (effect.first and back.last >= effect.first):
        undated = _line("missing_receipt", withdrawal, {"party": places["party"], "on": span_of(withdrawal.on)})
        return Marks(notices=running.notices, doubts=(Doubt(effect.first, None, (undated,)),), missing=(undated,))
    gone = _line("notice_withdrawn", withdrawal, places, vclt("68", ledger.instrument))
    return Marks(notices=(Stretch(when, back, (line,), (gone,)),))


def _withdrawal(ledger: Ledger, leaver: Leaver, notice: Act) -> Act | None:
    party = notice.party or leaver.key
    for act in ledger.acts([ActKind.WITHDRAWAL_OF_NOTICE], party):
        if act.refers_to == notice.key or (act.refers_to is None and act.on.last >= notice.on.first):
            return act
    return None


def _before_window(clause: Clause | None, act: Act, when: Span, term: Term, name: PartyName) -> Line | None:
    """Whether the notice came before the window opened for the term it would end."""
    terms = clause.terms if clause else None
    run = term.run_on(when.day) if when.day else None
    if clause is None or not isinstance(terms, Notice) or terms.opens is None or run is None or when.day is None:
        return None
    opened = run.notice_closes(run.first_cycle_ending(when.day, terms.length), terms.opens)
    if when.day >= opened or not run.anchor.is_exact:
        return None
    return _line("notice_too_early", act, {"party": name, "received": when, "possible": opened}, under(clause))


def _late(act: Act, when: Span, length: Length, term: Term, name: PartyName) -> tuple[Line, ...]:
    """Whether the notice missed the end of the term it was sent in, so that only the next one counts."""
    run = term.run_on(when.first or dt.date.min)
    if run is None or when.last is None or when.first is None:
        return ()
    running = run.cycle_on(when.first)
    if run.first_cycle_ending(when.first, length) <= running:
        return ()
    closed = run.notice_closes(running, length)
    return (_line("notice_late", act, {"party": name, "received": when, "closed": closed}),)


def _line(code: str, act: Act, places: dict[str, object], source: str = "") -> Line:
    return Line(code, places, (act.key,), source)
