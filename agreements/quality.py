"""Checks of data quality: what does not agree in a record, or is missing. Pure: facts in, coded lines out.

They doubt the data, never the law: what follows in law from the same acts is `agreements.law`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agreements.act_kinds import ACT_LABELS, ONCE_PER_PARTY, SIGNATURES, ActKind, Standing
from agreements.law.calendar import Span, span_of
from agreements.law.clauses import INSTRUMENTS
from agreements.law.results import Label, Line, PartyName, Place
from core.dates import PartialDate, Precision

# Notices and notifications count from the day they are received (VCLT 78).
COUNT_FROM_RECEIPT = frozenset(
    {ActKind.NOTICE_OF_DENUNCIATION, ActKind.NOTICE_OF_NON_RENEWAL, ActKind.NOTIFICATION_OF_COMPLETION}
)
# A party that joins by one of these need not have signed (VCLT 15, 16; 1978 convention on succession).
JOINS_WITHOUT_SIGNATURE = frozenset({ActKind.ACCESSION, ActKind.SUCCESSION})
_CONSENTS = frozenset(INSTRUMENTS) - {ActKind.ACCESSION}
# The dates of these move nothing in law, so that a month is exact enough.
_DAY_DOES_NOT_MATTER = frozenset({ActKind.INITIALLING, ActKind.DECLARATION, ActKind.PUBLICATION, ActKind.REGISTRATION})


@dataclass(frozen=True)
class PartyFact:
    """A party. `existed_from` and `existed_until`: since and until when its institution existed, where known.

    `existed_until` is the first day it no longer did.
    """

    key: str
    existed_from: PartialDate | None = None
    existed_until: PartialDate | None = None
    is_negotiating: bool = True


@dataclass(frozen=True)
class ActFact:
    """A current entry of the ledger; entries that another one outranks are not `is_authoritative`."""

    key: str
    kind: ActKind
    on: PartialDate
    party: str | None = None
    received_on: dt.date | None = None
    standing: Standing = Standing.REPORTED
    is_authoritative: bool = True
    refers_to: str | None = None
    occasion: int = 1


@dataclass(frozen=True)
class QualityFacts:
    """One record. `is_past_signature`: by its stage; None where the stage says nothing of it (withdrawn, rejected)."""

    parties: tuple[PartyFact, ...]
    acts: tuple[ActFact, ...]
    is_past_signature: bool | None
    is_past_proposal: bool = True
    names_a_source: bool = True

    @property
    def authoritative(self) -> tuple[ActFact, ...]:
        """The entries that count."""
        return tuple(act for act in self.acts if act.is_authoritative)

    def signatures(self, party: str | None) -> list[ActFact]:
        """The signatures of a party; an entry for all parties is every party's."""
        return [act for act in self.authoritative if act.kind in SIGNATURES and act.party in (party, None)]


def quality_lines(facts: QualityFacts, *, entry: Span | None = None) -> list[Line]:
    """Everything the checks find, in a fixed order. `entry`: when it entered into force, as computed, if it did."""
    return [*(line for check in _CHECKS for line in check(facts)), *_entry_before_signature(facts, entry)]


def disagreeing(acts: Iterable[ActFact]) -> list[list[ActFact]]:
    """Groups of current entries that speak of one act of one party but give different dates."""
    groups: dict[tuple[ActKind, str | None, int], list[ActFact]] = {}
    for act in acts:
        if act.kind in ONCE_PER_PARTY:
            groups.setdefault((act.kind, act.party, act.occasion), []).append(act)
    return [group for group in groups.values() if len({str(act.on) for act in group}) > 1]


def _sources_disagree(facts: QualityFacts) -> Iterator[Line]:
    for group in disagreeing(facts.acts):
        dates = sorted({str(act.on) for act in group})
        places: dict[str, Place] = {"number": len(dates), "act": _named(group[0]), "dates": ", ".join(dates)}
        keys = tuple(act.key for act in group)
        party = group[0].party
        if party:
            yield Line("sources_disagree_of", {**places, "party": PartyName(party)}, keys)
        else:
            yield Line("sources_disagree", places, keys)


def _disputed(facts: QualityFacts) -> Iterator[Line]:
    for act in facts.authoritative:
        if act.standing is Standing.DISPUTED:
            yield Line("disputed_entry_counts", {"act": _named(act), "on": _span(act)}, (act.key,))


def _entry_before_signature(facts: QualityFacts, entry: Span | None) -> Iterator[Line]:
    """Judged by the last signature of two parties; of more, by the first, since others may sign later."""
    signed = [act for act in facts.authoritative if act.kind in SIGNATURES]
    if not signed:
        return
    choose = max if len(facts.parties) == 2 else min
    signature = choose(signed, key=lambda act: act.on.first)
    stated = [act for act in facts.authoritative if act.kind is ActKind.ENTRY_INTO_FORCE]
    spans: dict[Span, tuple[str, ...]] = {span_of(act.on): (act.key,) for act in stated}
    if entry:
        spans.setdefault(entry, ())
    for span, keys in spans.items():
        if span.last and span.last < signature.on.first:
            yield Line("entry_before_signature", {"entry": span, "signed": _span(signature)}, (*keys, signature.key))


def _consent_before_signature(facts: QualityFacts) -> Iterator[Line]:
    for act in facts.authoritative:
        if act.kind not in _CONSENTS | {ActKind.CONFIRMATION_OF_SIGNATURE} or act.party is None:
            continue
        signed = min(facts.signatures(act.party), key=lambda each: each.on.first, default=None)
        if signed and act.on.last < signed.on.first:
            places = {**_of_party(act), "signed": _span(signed)}
            yield Line("consent_before_signature", places, (act.key, signed.key))


def _outside_the_institution(facts: QualityFacts) -> Iterator[Line]:
    parties = {party.key: party for party in facts.parties}
    for act in facts.authoritative:
        party = parties.get(act.party or "")
        if party is None:
            continue
        if party.existed_from and act.on.last < party.existed_from.first:
            places = {**_of_party(act), "since": span_of(party.existed_from)}
            yield Line("act_before_institution", places, (act.key,))
        if party.existed_until and act.on.first >= party.existed_until.last:
            places = {**_of_party(act), "until": span_of(party.existed_until)}
            yield Line("act_after_institution", places, (act.key,))


def _signatures_missing(facts: QualityFacts) -> Iterator[Line]:
    if not facts.is_past_signature:
        return
    if not any(act.kind in SIGNATURES for act in facts.authoritative):
        yield Line("no_signature_recorded")
        return
    joined = {act.party for act in facts.authoritative if act.kind in JOINS_WITHOUT_SIGNATURE}
    for party in facts.parties:
        if party.is_negotiating and party.key not in joined and not facts.signatures(party.key):
            yield Line("signature_missing", {"party": PartyName(party.key)})


def _stage_behind(facts: QualityFacts) -> Iterator[Line]:
    is_signed = facts.parties and all(facts.signatures(party.key) for party in facts.parties)
    if facts.is_past_signature is False and is_signed:
        yield Line("stage_behind")


def _dates_in_part(facts: QualityFacts) -> Iterator[Line]:
    for act in facts.authoritative:
        if act.on.precision is Precision.DAY or act.kind in _DAY_DOES_NOT_MATTER:
            continue
        if act.party:
            yield Line("date_imprecise_of", _of_party(act), (act.key,))
        else:
            yield Line("date_imprecise", {"act": _named(act), "on": _span(act)}, (act.key,))


def _receipts_missing(facts: QualityFacts) -> Iterator[Line]:
    for act in facts.authoritative:
        if act.kind in COUNT_FROM_RECEIPT and act.received_on is None and act.party:
            yield Line("receipt_missing", _of_party(act), (act.key,), "VCLT 78")


def _parties_missing(facts: QualityFacts) -> Iterator[Line]:
    if facts.is_past_proposal and len(facts.parties) < 2:
        yield Line("party_missing")


def _source_missing(facts: QualityFacts) -> Iterator[Line]:
    if facts.is_past_signature and not facts.names_a_source:
        yield Line("source_missing")


_CHECKS: tuple[Callable[[QualityFacts], Iterator[Line]], ...] = (
    _sources_disagree,
    _disputed,
    _consent_before_signature,
    _outside_the_institution,
    _signatures_missing,
    _stage_behind,
    _dates_in_part,
    _receipts_missing,
    _parties_missing,
    _source_missing,
)


def _named(act: ActFact) -> Label:
    return Label(ACT_LABELS[act.kind])


def _span(act: ActFact) -> Span:
    return span_of(act.on)


def _of_party(act: ActFact) -> dict[str, Place]:
    return {"party": PartyName(act.party or ""), "act": _named(act), "on": _span(act)}
