"""Check a clause before it is written: its own form, the parties and agreements it names, and its neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from agreements.clause_reading import OTHER_AGREEMENT, other_agreement_in, seen_among, terms_of
from agreements.kinds import PartyRole
from agreements.law.clause_rules import FIRST_YEAR, faults_in
from agreements.law.clause_sets import Entry, faults_across
from agreements.law.clauses import ClauseKind, EntryIntoForce, Reporting, Terms
from agreements.law.notation import NotWritable, read_terms
from agreements.models import Agreement, Clause
from core.actors import Actor
from core.errors import InvalidInput, Refused, say
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values

Errors = dict[str, list[str]]


@dataclass(frozen=True)
class NewClause:
    """A clause as given. `parameters` are written as `agreements.law.notation` says; None: nothing is agreed any more.

    `parties` among them may name the institutions instead. `applies_from` is the day an amendment applies from, None
    the beginning; `amended_by` the agreement that amends.
    """

    kind: str
    parameters: Mapping[str, Any] | None = field(default_factory=dict)
    article: str = ""
    applies_from: dt.date | None = None
    amended_by: Agreement | None = None
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def checked_terms(new: NewClause, *, agreement: Agreement, by: Actor, instead_of: Clause | None = None) -> Terms | None:
    """What the clause says. Raises `InvalidInput`; fields of the parameters are called `parameters.mode` and so on.

    What the entry it corrects names already is not asked about again: a person may not see it.
    """
    if new.kind not in [kind.value for kind in ClauseKind]:
        raise InvalidInput({"kind": [_("There is no such kind of clause.")]})
    terms, errors = _read(new)
    errors |= wrong_values(Clause, {name: value for name, value in vars(new).items() if name != "parameters"})
    errors |= _wrong_days(new, instead_of)
    errors |= _wrong_amender(new, agreement, by=by, instead_of=instead_of)
    if terms and not errors:
        terms, errors = _named_parties(terms, agreement)
        errors |= _wrong_condition(terms, agreement, by=by, instead_of=instead_of)
        errors |= _not_met_yet(terms, today=by.today(agreement.office.time_zone))
    if errors:
        raise InvalidInput(errors)
    return terms


def entry_of(clause: Clause) -> Entry:
    """A stored clause as the rules across clauses take it."""
    return ClauseKind(clause.kind), clause.duty, clause.applies_from, terms_of(clause)


def refuse_contradictions(before: Sequence[Entry], after: Sequence[Entry]) -> None:
    """Raise `Refused` for what cannot hold together after a change and was not there before it."""
    known = faults_across(before)
    found = [fault.refusal for kind, fault in faults_across(after) if (kind, fault) not in known]
    if found:
        raise Refused(*found)


def refuse_twin(entries: Iterable[Entry], new: Entry) -> None:
    """Raise `Refused` where a clause of the kind applies from that very day already."""
    if any(each[:3] == new[:3] for each in entries):
        raise Refused(
            Refusal(
                "clause_exists",
                gettext_noop(
                    "There is such a clause from that day already. Correct it, or say from which later day it changed."
                ),
            )
        )


def _read(new: NewClause) -> tuple[Terms | None, Errors]:
    if new.parameters is None:
        return None, {}
    try:
        terms = read_terms(ClauseKind(new.kind), new.parameters)
    except NotWritable as fault:
        return None, {_place(fault.field): [_(fault.sentence) % fault.places]}
    errors: Errors = {}
    for each in faults_in(terms):
        errors.setdefault(_place(each.field), []).append(say(each.refusal))
    return terms, errors


def _place(path: str) -> str:
    return f"parameters.{path}" if path else "parameters"


def _wrong_days(new: NewClause, instead_of: Clause | None) -> Errors:
    if new.applies_from and new.applies_from.year < FIRST_YEAR:
        return {"applies_from": [_("Give a day from the year %(year)s on.") % {"year": FIRST_YEAR}]}
    if new.applies_from is None and (new.amended_by or (new.parameters is None and instead_of is None)):
        return {"applies_from": [_("Say from which day the amendment applies.")]}
    return {}


def _wrong_amender(new: NewClause, agreement: Agreement, *, by: Actor, instead_of: Clause | None) -> Errors:
    other = new.amended_by
    if other is None or (instead_of and instead_of.amended_by_id == other.pk):
        return {}
    if other.pk == agreement.pk:
        return {"amended_by": [_("An agreement does not amend itself. Choose another, or none.")]}
    if by.user and not seen_among(by.user, [other.reference]):
        return {"amended_by": [_("There is no such one, or none that you may see.")]}
    return {}


def _named_parties(terms: Terms, agreement: Agreement) -> tuple[Terms, Errors]:
    """The terms with each party by the key the law knows it by, whether its own id or its institution's was given."""
    if not isinstance(terms, Reporting) or not terms.parties:
        return terms, {}
    keys: dict[str, str] = {}
    for row in agreement.parties.filter(role=PartyRole.PARTY).select_related("institution").order_by("position", "id"):
        keys |= {str(row.uid): str(row.uid), str(row.institution.uid): str(row.uid)}
    errors = {
        f"parameters.parties.{place}": [_("Choose one of this agreement's parties.")]
        for place, name in enumerate(terms.parties)
        if name.lower() not in keys
    }
    found = tuple(dict.fromkeys(keys.get(name.lower(), name) for name in terms.parties))
    return replace(terms, parties=found), errors


def _wrong_condition(terms: Terms, agreement: Agreement, *, by: Actor, instead_of: Clause | None) -> Errors:
    reference = other_agreement_in(terms)
    if reference is None or (instead_of and instead_of.parameters.get(OTHER_AGREEMENT) == reference):
        return {}
    place = _place(OTHER_AGREEMENT)
    if reference == agreement.reference:
        return {place: [_("An agreement cannot wait for itself. Name another.")]}
    known = seen_among(by.user, [reference]) if by.user else Agreement.objects.filter(reference=reference)
    if not known:
        return {place: [_("There is no such one, or none that you may see.")]}
    if agreement.reference in _awaited_by(reference):
        return {place: [_("That agreement waits for this one: neither would ever enter into force.")]}
    return {}


def _not_met_yet(terms: Terms, *, today: dt.date) -> Errors:
    met_on = terms.further_condition_met_on if isinstance(terms, EntryIntoForce) else None
    if met_on is None or met_on <= today:
        return {}
    return {
        _place("further_condition_met_on"): [
            _("The date lies in the future. That a condition was met is recorded once it was.")
        ]
    }


def _awaited_by(reference: str) -> set[str]:
    """The agreements that the entry into force of this one waits for, over any number of steps."""
    found: set[str] = set()
    newest = {reference}
    while newest:
        found |= newest
        waiting = Clause.objects.current().filter(
            agreement__reference__in=newest, kind=ClauseKind.ENTRY_INTO_FORCE, parameters__has_key=OTHER_AGREEMENT
        )
        newest = {str(each) for each in waiting.values_list(f"parameters__{OTHER_AGREEMENT}", flat=True)} - found
    return found
