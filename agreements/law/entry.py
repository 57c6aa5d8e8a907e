"""Entry into force of the agreement as a whole (VCLT 24(1)–(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.calendar import DAY, NO_TIME, Length, Span, after, before, exactly, first_of_next_month, latest
from agreements.law.citations import under, vclt
from agreements.law.clauses import ClauseKind, EntryIntoForce, EntryMode
from agreements.law.consent import ANY_CONSENT, BY_INSTRUMENT, SIGNING, awaited, counted_acts, first_consents
from agreements.law.events import Event, event_of
from agreements.law.instrument import Act, Clause
from agreements.law.ledger import Ledger
from agreements.law.marks import Doubt
from agreements.law.results import Line, PartyName

# By how much a day some months before or after another may differ where a month is shorter.
CLAMPED = Length(days=3)


@dataclass(frozen=True)
class GeneralEntry:
    """When the agreement enters into force (None: a condition is unmet), and how that was found.

    `event`: those who consented by then are there from the general date. `doubts`: when it cannot be told, and why.
    `is_stated`: a source says so, and the acts alone do not show it.
    """

    when: Span | None
    working: tuple[Line, ...] = ()
    missing: tuple[Line, ...] = ()
    findings: tuple[Line, ...] = ()
    event: Span | None = None
    clause: Clause | None = None
    doubts: tuple[Doubt, ...] = ()
    is_stated: bool = False

    @property
    def terms(self) -> EntryIntoForce | None:
        """The terms of the clause it rests on."""
        return self.clause.terms if self.clause and isinstance(self.clause.terms, EntryIntoForce) else None


def general_entry(ledger: Ledger) -> GeneralEntry:
    """From the clause, else by the default rule; a source's statement fills what these leave open."""
    computed = _by_clause(ledger)
    stated = ledger.acts([ActKind.ENTRY_INTO_FORCE], None)
    found = _with_statement(computed, stated[-1]) if stated else computed
    if found.when is None and ledger.instrument.is_signed_without_dates and _signature_may_bind(ledger, found):
        line = Line("missing_dates_of_signature")
        return _doubting(found, None, None, line)
    return found


def _signature_may_bind(ledger: Ledger, found: GeneralEntry) -> bool:
    """Whether undated signatures could have brought it into force: they count, and no instrument is there."""
    counts = found.terms is None or bool(set(counted_acts(found.terms)) & set(SIGNING))
    return counts and not ledger.of_kind(*BY_INSTRUMENT)


def settle(terms: EntryIntoForce) -> Callable[[dt.date], dt.date]:
    """From the event to the day that follows from it: the delay, then the first of the month."""
    return mover(terms.delay, terms.first_of_month)


def mover(delay: Length, first_of_month: bool) -> Callable[[dt.date], dt.date]:
    """A delay, then, where so agreed, the first day of the following month."""
    return lambda day: first_of_next_month(after(day, delay)) if first_of_month else after(day, delay)


def _by_clause(ledger: Ledger) -> GeneralEntry:
    """By the first version of the clause that was fulfilled while it held; an amended one does not reach back."""
    versions = [each for each in ledger.versions(ClauseKind.ENTRY_INTO_FORCE) if each.terms is not None]
    found = None
    for clause, follower in zip(versions, (*versions, None)[1:], strict=True):
        if isinstance(clause.terms, EntryIntoForce):
            found = _not_before(_under(ledger, clause, clause.terms), clause.applies_from)
            if follower is None or _reached_before(found, follower.applies_from):
                return found
    return found or _by_default(ledger)


def _reached_before(found: GeneralEntry, day: dt.date | None) -> bool:
    return bool(found.when and day and (found.when.first or dt.date.min) < day)


def _not_before(found: GeneralEntry, day: dt.date | None) -> GeneralEntry:
    return replace(found, when=latest([found.when, exactly(day)])) if found.when and day else found


def _under(ledger: Ledger, clause: Clause, terms: EntryIntoForce) -> GeneralEntry:
    event = event_of(ledger, terms)
    if event.when is None:
        return GeneralEntry(None, missing=event.missing, clause=clause)
    when = event.when.moved(_move(terms))
    working = [_conclusion(ledger, event, when, clause, terms)]
    if terms.not_before_date:
        when = latest([when, exactly(terms.not_before_date)])
        working.append(Line("not_before_date", {"on": terms.not_before_date, "from": when}, source=under(clause)))
    if terms.not_before_agreement:
        other = ledger.instrument.other_entries.get(terms.not_before_agreement)
        if other is None:
            line = Line("missing_agreement", {"reference": terms.not_before_agreement}, source=under(clause))
            return GeneralEntry(None, missing=(*event.missing, line), clause=clause)
        when = latest([when, other])
        places = {"reference": terms.not_before_agreement, "on": other, "from": when}
        working.append(Line("not_before_agreement", places, source=under(clause)))
    joined_by = when if terms.later_after_entry else _joined_by(event, terms)
    return GeneralEntry(when, tuple(working), event.missing, event=joined_by, clause=clause)


def _move(terms: EntryIntoForce) -> Callable[[dt.date], dt.date]:
    fixed = terms.fixed_date
    if fixed is None or terms.mode is not EntryMode.ON_FIXED_DATE:
        return settle(terms)
    if not terms.consents and not terms.quotas:
        return lambda _event: fixed
    return lambda event: fixed if event <= fixed else settle(terms)(event)


def _joined_by(event: Event, terms: EntryIntoForce) -> Span | None:
    """Who consents by this day is there from the general date on."""
    if event.when and terms.mode is EntryMode.ON_FIXED_DATE and terms.fixed_date:
        return latest([event.when, exactly(terms.fixed_date)])
    return event.when


def _conclusion(ledger: Ledger, event: Event, when: Span, clause: Clause, terms: EntryIntoForce) -> Line:
    phrase = event.phrase or Line("the_last_consent")
    is_fixed = terms.mode is EntryMode.ON_FIXED_DATE and when.day == terms.fixed_date
    if is_fixed and terms.fixed_date:
        phrase = Line("the_fixed_date", {"on": terms.fixed_date}, phrase.acts)
    code = "in_effect" if ledger.instrument.nature is Nature.NON_BINDING else "in_force"
    if not is_fixed:
        code += ("_delay" if terms.delay else "") + ("_month" if terms.first_of_month else "")
    places = {"from": when, "event": phrase, "delay": terms.delay}
    return Line(code, places, phrase.acts, under(clause, vclt("24(1)", ledger.instrument)))


def _by_default(ledger: Ledger) -> GeneralEntry:
    """Without a clause: a treaty when all negotiating parties consented (VCLT 24(2)); anything else cannot be told.

    Where all signed and not all have given an instrument, nothing says whether signature was meant to bind (12, 14).
    """
    no_clause = Line("missing_entry_clause")
    waiting = awaited(ledger)
    anyhow = first_consents(ledger, waiting, ANY_CONSENT)
    missing = [no_clause]
    if len(waiting) < 2:
        missing.append(Line("missing_parties", {"have": len(waiting)}))
    if len(anyhow) < len(waiting) or len(waiting) < 2:
        there = {each.party.key for each in anyhow}
        missing += [
            Line("missing_consent", {"party": PartyName(party.key)}) for party in waiting if party.key not in there
        ]
        return GeneralEntry(None, missing=tuple(missing))
    found = GeneralEntry(None, missing=tuple(missing))
    since = latest(each.when for each in anyhow)
    if ledger.instrument.nature is not Nature.TREATY:
        return _doubting(found, since.first, None, no_clause)
    formal = first_consents(ledger, waiting, BY_INSTRUMENT)
    if len(formal) == len(waiting):
        when = latest(each.when for each in formal)
        phrase = Line(
            "the_last_consent", {"party": PartyName(formal[-1].party.key), "on": formal[-1].when}, (formal[-1].act.key,)
        )
        line = Line("in_force", {"from": when, "event": phrase}, phrase.acts, vclt("24(2)", ledger.instrument))
        found = GeneralEntry(when, (line,), (no_clause,), event=when)
    if found.when is None or (since.first or dt.date.min) < (found.when.first or dt.date.min):
        unclear = Line("meaning_of_signature_unknown", source=vclt("12, 14", ledger.instrument))
        return _doubting(found, since.first, found.when.first if found.when else None, unclear)
    return found


def _doubting(found: GeneralEntry, start: dt.date | None, end: dt.date | None, line: Line) -> GeneralEntry:
    missing = found.missing if line in found.missing else (*found.missing, line)
    return GeneralEntry(
        found.when, found.working, missing, found.findings, found.event, found.clause,
        (*found.doubts, Doubt(start, end, (line,))), found.is_stated,
    )  # fmt: skip


def _with_statement(computed: GeneralEntry, act: Act) -> GeneralEntry:
    """What the acts show holds; a source's date stands where they show none, or narrows what they leave uncertain."""
    stated = exactly(act.effective_on) if act.effective_on else Span(act.on.first, act.on.last)
    line = Line("stated_entry", {"from": stated}, (act.key,))
    if computed.when is None:
        findings = computed.findings
        if computed.clause:
            findings = (*findings, Line("stated_without_acts", {"stated": stated}, (act.key,)))
        return GeneralEntry(
            stated, (line,), computed.missing, findings, event=_event_behind(stated, computed.terms),
            clause=computed.clause, is_stated=True,
        )  # fmt: skip
    if _overlap(stated, computed.when):
        narrower = stated if not computed.when.is_exact else computed.when
        return GeneralEntry(
            narrower, (*computed.working, line), computed.missing, computed.findings, computed.event,
            computed.clause, computed.doubts,
        )  # fmt: skip
    differs = Line("stated_entry_differs", {"stated": stated, "computed": computed.when}, (act.key,))
    return GeneralEntry(
        computed.when, computed.working, computed.missing, (*computed.findings, differs), computed.event,
        computed.clause, computed.doubts,
    )  # fmt: skip


def _event_behind(stated: Span, terms: EntryIntoForce | None) -> Span:
    """When the event must have been for the clause to give the stated day: who consented after it is a later party.

    Nothing is concluded where a further bound may have moved the day, or where who is later does not hang on the event.
    """
    if terms is None or stated.day is None or terms.mode is not EntryMode.ON_CONSENTS or terms.later_after_entry:
        return stated
    if terms.not_before_date or terms.not_before_agreement:
        return stated
    last = stated.day - DAY if terms.first_of_month else stated.day
    first = last.replace(day=1) if terms.first_of_month else last
    # Months that end on their last day may have begun up to three days after the day counted back to.
    blur = CLAMPED if terms.delay.years or terms.delay.months else NO_TIME
    return Span(before(first, terms.delay), after(before(last, terms.delay), blur))


def _overlap(one: Span, other: Span) -> bool:
    return (one.first or dt.date.min) <= (other.last or dt.date.max) and (other.first or dt.date.min) <= (
        one.last or dt.date.max
    )
