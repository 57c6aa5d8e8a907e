"""A party's bonds in time: usually one; another where it left and consented again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from agreements.law.bearings import marks_of
from agreements.law.calendar import Answer, Span, exactly, has_come, latest, turning_points
from agreements.law.entry import GeneralEntry
from agreements.law.instrument import Party
from agreements.law.ledger import Ledger
from agreements.law.marks import Ending, Marks, held, recovered
from agreements.law.notices import Leaver
from agreements.law.party_entry import PartyEntry, entries_of
from agreements.law.results import Line, once
from agreements.law.statuses import ForceStatus
from agreements.law.term import Term

Verdict = tuple[ForceStatus, tuple[Line, ...]]


@dataclass(frozen=True)
class Bond:
    """From entry into force for the party to whatever ends it. `lasting`: what was agreed on how long it lasts."""

    entry: PartyEntry
    marks: Marks
    unmet: tuple[Line, ...] = ()
    lasting: tuple[Line, ...] = ()

    @property
    def points(self) -> list[dt.date]:
        """Every day on which its status may change."""
        return [*(turning_points(self.entry.when) if self.entry.when else ()), *self.marks.points]

    def on(self, day: dt.date | None) -> Verdict:
        """The status on a day (None: before all days), with its working."""
        ended, ending = self._ended(day)
        if ended is Answer.YES and ending:
            return self._after(ending)
        for doubt in self.marks.doubts:
            if doubt.holds(day):
                return ForceStatus.UNDETERMINED, doubt.working
        entered = has_come(self.entry.when, day) if self.entry.when else Answer.NO
        if entered is Answer.MAYBE:
            return ForceStatus.UNDETERMINED, self.entry.working
        if entered is Answer.NO:
            return self._before(day, ended, ending)
        if ended is Answer.MAYBE and ending:
            return ForceStatus.UNDETERMINED, ending.working
        return self._bound(day)

    def _bound(self, day: dt.date | None) -> Verdict:
        for stretches, status in (
            (self.marks.suspensions, ForceStatus.SUSPENDED),
            (self.marks.notices, ForceStatus.NOTICE_GIVEN),
        ):
            answer, working = held(stretches, day)
            if answer is Answer.YES:
                return status, working
            if answer is Answer.MAYBE:
                return ForceStatus.UNDETERMINED, working
        over = recovered((*self.marks.suspensions, *self.marks.notices), day)
        return ForceStatus.IN_FORCE, (*self.entry.working, *self.lasting, *over)

    def _before(self, day: dt.date | None, ended: Answer, ending: Ending | None) -> Verdict:
        answer, working = held(self.marks.provisional, day)
        if answer is Answer.YES and ended is Answer.NO:
            return ForceStatus.PROVISIONALLY_APPLIED, working
        if answer is not Answer.NO:
            return ForceStatus.UNDETERMINED, ending.working if ending else working
        if self.entry.when and self.entry.when.first:
            return ForceStatus.NOT_IN_FORCE, (Line("before_entry", {"on": self.entry.when}), *self.entry.working)
        return ForceStatus.NOT_IN_FORCE, self.unmet or self.entry.missing or (Line("nothing_recorded"),)

    def _after(self, ending: Ending) -> Verdict:
        """An end that came before entry into force leaves a party that was never bound, where that can be told."""
        entry = self.entry.when
        never = entry is None or (entry.first is not None and _surely_not_after(ending.start, entry.first))
        if any(doubt.start is None or not _surely_not_after(ending.start, doubt.start) for doubt in self.marks.doubts):
            never = False
        return (ForceStatus.NOT_IN_FORCE if never else ending.status), ending.working

    def _ended(self, day: dt.date | None) -> tuple[Answer, Ending | None]:
        """The ending that holds on a day: the earliest of those that surely do, else one that may."""
        sure = [each for each in self.marks.endings if each.holds(day) is Answer.YES]
        if sure:
            return Answer.YES, min(sure, key=lambda each: each.start.last or dt.date.max)
        perhaps = next((each for each in self.marks.endings if each.holds(day) is Answer.MAYBE), None)
        return (Answer.MAYBE, perhaps) if perhaps else (Answer.NO, None)


def bonds_of(ledger: Ledger, party: Party, general: GeneralEntry, term: Term) -> list[Bond]:
    """The party's bonds, in order. A consent given once the bond before it has ended begins another."""
    entries = entries_of(ledger, party, general)
    bonds: list[Bond] = []
    entry, since = entries[0], None
    for candidate in entries[1:]:
        marks = _marks(ledger, party, entry, general, term, since, None)
        again = candidate.consent.when.first if candidate.consent else None
        if again is None or not any(_surely_not_after(each.start, again) for each in marks.endings):
            continue
        bonds.append(Bond(entry, _marks(ledger, party, entry, general, term, since, again), lasting=term.working))
        entry, since = _not_before(candidate, again), again
    unmet = once((*general.missing, *entry.missing)) if general.when is None else ()
    bonds.append(Bond(entry, _marks(ledger, party, entry, general, term, since, None), unmet, term.working))
    return bonds


def _not_before(entry: PartyEntry, day: dt.date) -> PartyEntry:
    """A further bond begins no sooner than the consent that makes it, however uncertain the agreement's own entry."""
    return replace(entry, when=latest([entry.when, exactly(day)])) if entry.when else entry


def status_on(bonds: Iterable[Bond], day: dt.date | None) -> Verdict:
    """The status under the last bond that may have begun by a day, else under the first."""
    bonds = list(bonds)
    begun = [bond for bond in bonds[1:] if bond.entry.when and has_come(bond.entry.when, day) is not Answer.NO]
    return (begun[-1] if begun else bonds[0]).on(day)


def _surely_not_after(one: Span, day: dt.date) -> bool:
    return one.last is not None and one.last <= day


def _marks(
    ledger: Ledger,
    party: Party,
    entry: PartyEntry,
    general: GeneralEntry,
    term: Term,
    since: dt.date | None,
    until: dt.date | None,
) -> Marks:
    doubts = tuple(doubt for doubt in general.doubts if entry.consent or doubt.start is None)
    leaver = Leaver(party.key, entry.when, general.when, doubts)
    return marks_of(ledger, party, leaver, term=term, window=(since, until)).joined(Marks(doubts=doubts))
