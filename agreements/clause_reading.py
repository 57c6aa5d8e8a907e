"""Clauses as people read them: which hold on a day, what was known when, and each as sentences.

Names of other agreements are said only to those who may see them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.visibility import Viewer
from agreements.law.clause_sentences import AgreementName, AllOf, AnyOf, DayOfYear, Filling, Said, sentences_of
from agreements.law.clause_sets import warnings_across
from agreements.law.clauses import ClauseKind, EntryIntoForce, Terms
from agreements.law.notation import read_terms
from agreements.models import Agreement, AgreementParty, Clause
from agreements.wording import Names, say_place
from core.errors import say

# The field of a clause on entry into force that names another agreement.
OTHER_AGREEMENT = "not_before_agreement"


@dataclass(frozen=True)
class ClauseRead:
    """A clause with what it says. `terms` None: the rule was repealed. `until`: the day the next version applies."""

    clause: Clause
    terms: Terms | None
    sentence: str
    parameters: Mapping[str, Any]
    amended_by: Agreement | None
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether this version is what the agreement says on a day."""
        begun = self.clause.applies_from is None or self.clause.applies_from <= day
        return self.terms is not None and begun and (self.until is None or day < self.until)


def clauses_of(agreement: Agreement, *, known_at: dt.datetime | None = None) -> QuerySet[Clause]:
    """The clauses as the register knows them now, or knew them at a moment, with what a page shows of them."""
    rows = agreement.clauses.all()
    rows = rows.current() if known_at is None else rows.known_at(known_at)
    return rows.select_related("amended_by", "recorded_by", "supersedes")


def terms_of(clause: Clause) -> Terms | None:
    """What the clause says; None where it repeals what was said before."""
    return None if clause.is_repealed else read_terms(ClauseKind(clause.kind), clause.parameters)


def read_clauses(
    agreement: Agreement,
    *,
    viewer: Viewer,
    on: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> list[ClauseRead]:
    """Every version of every clause in the order of kinds and days; with `on`, only those that hold on the day."""
    rows = _sorted(clauses_of(agreement, known_at=known_at))
    read = read_rows(agreement, rows, viewer=viewer)
    return read if on is None else [each for each in read if each.holds_on(on)]


def read_rows(agreement: Agreement, rows: Sequence[Clause], *, viewer: Viewer) -> list[ClauseRead]:
    """The rows as the viewer may read them. `until` is right for rows known together."""
    return _read_together(rows, names=names_in(agreement), seen=_seen_by(viewer, rows))


def say_terms(terms: Terms, *, names: Names, seen: Iterable[str] = (), since: dt.date | None = None) -> str:
    """The terms in the active language. `seen`: the references of other agreements the reader may see.

    `since`: the day an amendment applies from.
    """
    return " ".join(_say(said, names, frozenset(seen)) for said in sentences_of(terms, since=since))


def say_parameters(parameters: Mapping[str, Any], clause: Clause) -> str:
    """What parameters of a clause said, for readers of whom nothing is known: others are not named."""
    return say_terms(read_terms(ClauseKind(clause.kind), parameters), names={}, since=clause.applies_from)


def warnings_about(clauses: Iterable[Clause], *, on: dt.date | None = None) -> list[str]:
    """What is unusual about clauses together, or lacks its counterpart, in the active language.

    With `on`, the clauses are those that hold on that day, and only that day is looked at.
    """
    entries = [
        (ClauseKind(each.kind), each.duty, None if on else each.applies_from, terms_of(each)) for each in clauses
    ]
    return list(dict.fromkeys(say(fault.refusal) for _kind, fault in warnings_across(entries)))


def clauses_on(agreements: Sequence[Agreement], *, viewer: Viewer, day: dt.date) -> dict[int, list[ClauseRead]]:
    """The clauses that hold in each of the agreements on a day, by primary key: three queries for any number."""
    rows = Clause.objects.current().filter(agreement__in=agreements)
    found: dict[int, list[Clause]] = {each.pk: [] for each in agreements}
    for row in _sorted(rows.select_related("amended_by", "recorded_by", "supersedes")):
        found[row.agreement_id].append(row)
    names, seen = names_in(*agreements), _seen_by(viewer, [row for rows in found.values() for row in rows])
    read = {pk: _read_together(rows, names=names, seen=seen) for pk, rows in found.items()}
    return {pk: [each for each in clauses if each.holds_on(day)] for pk, clauses in read.items()}


def names_in(*agreements: Agreement) -> dict[str, str]:
    """The name of each of the agreements' institutions by the key the law knows it by."""
    rows = (
        AgreementParty.objects.filter(agreement__in=agreements).select_related("institution").order_by("position", "id")
    )
    return {str(row.uid): row.institution.name for row in rows}


def _read_together(rows: Sequence[Clause], *, names: Names, seen: Mapping[str, Agreement]) -> list[ClauseRead]:
    ends = _ends(rows)
    return [_read(row, names=names, seen=seen, until=ends.get(row.pk)) for row in rows]


def _read(row: Clause, *, names: Names, seen: Mapping[str, Agreement], until: dt.date | None) -> ClauseRead:
    terms = terms_of(row)
    sentence = gettext("Repealed: from then on nothing of this kind is agreed.")
    if terms is not None:
        sentence = say_terms(terms, names=names, seen=seen, since=row.applies_from)
    parameters = {
        name: value for name, value in row.parameters.items() if name != OTHER_AGREEMENT or str(value) in seen
    }
    amender = row.amended_by and seen.get(row.amended_by.reference)
    return ClauseRead(row, terms, sentence, parameters, amender, until)


def _seen_by(viewer: Viewer, rows: Iterable[Clause]) -> dict[str, Agreement]:
    """The agreements that the rows name and the viewer may see, by reference."""
    named = {row.amended_by.reference for row in rows if row.amended_by}
    named |= {str(row.parameters[OTHER_AGREEMENT]) for row in rows if row.parameters.get(OTHER_AGREEMENT)}
    return seen_among(viewer, named)


def seen_among(viewer: Viewer, references: Iterable[str]) -> dict[str, Agreement]:
    """Those of the agreements that the viewer may see, by reference."""
    references = list(references)
    found = Agreement.objects.visible_to(viewer).filter(reference__in=references) if references else ()
    return {each.reference: each for each in found}


def other_agreement_in(terms: Terms | None) -> str | None:
    """The reference of the agreement that entry into force waits for."""
    return terms.not_before_agreement if isinstance(terms, EntryIntoForce) else None


def _sorted(rows: Iterable[Clause]) -> list[Clause]:
    kinds = list(ClauseKind)
    return sorted(
        rows, key=lambda row: (kinds.index(ClauseKind(row.kind)), row.duty, row.applies_from or dt.date.min, row.pk)
    )


def _ends(rows: Sequence[Clause]) -> dict[int, dt.date]:
    """For each row the day from which a later version of the same rule applies."""
    ends: dict[int, dt.date] = {}
    latest: dict[tuple[str, str], Clause] = {}
    for row in sorted(rows, key=lambda row: row.applies_from or dt.date.min):
        if (row.kind, row.duty) in latest and row.applies_from:
            ends[latest[row.kind, row.duty].pk] = row.applies_from
        latest[row.kind, row.duty] = row
    return ends


def _say(said: Said, names: Names, seen: frozenset[str]) -> str:
    return gettext(said.text) % {name: _fill(place, names, seen) for name, place in said.places.items()}


def _fill(place: Filling, names: Names, seen: frozenset[str]) -> str:
    if isinstance(place, Said):
        return _say(place, names, seen)
    if isinstance(place, AnyOf | AllOf):
        sentence = gettext("%(first)s or %(last)s") if isinstance(place, AnyOf) else gettext("%(first)s and %(last)s")
        return _listed([_fill(each, names, seen) for each in place.items], sentence)
    if isinstance(place, AgreementName):
        return place.reference if place.reference in seen else gettext("another agreement")
    if isinstance(place, DayOfYear):
        return date_format(dt.date(2024, place.month, place.day), "MONTH_DAY_FORMAT")
    return say_place(place, names)


def _listed(items: list[str], sentence: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return sentence % {"first": ", ".join(items[:-1]), "last": items[-1]}
