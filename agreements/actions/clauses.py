"""State the clauses of an agreement, and say how they changed: by amendment, by repeal, or because we were mistaken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection
from django.utils.translation import gettext as _

from agreements.actions.clause_checks import NewClause, checked_terms, entry_of, refuse_contradictions, refuse_twin
from agreements.actions.force import refresh_force
from agreements.clause_reading import OTHER_AGREEMENT, seen_among
from agreements.law.clause_sets import Entry, holding_on
from agreements.law.clauses import ClauseKind, Reporting, Terms
from agreements.law.notation import write_terms
from agreements.models import Agreement, Clause
from agreements.policies import can_keep
from approvals.actions import note_substance
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop

# Any number of this product's own: whoever lets an agreement wait for another holds it, so that no two close a circle.
_WAITING = 7_240_032


def state_clause(
    *, by: Actor, agreement: Agreement, clause: NewClause, expected_version: int | None = None, reason: str = ""
) -> Clause:
    """Enter what the agreement itself says, or with `applies_from` what it says from a later day on.

    Raises `NotAllowed`, `InvalidInput`, `StaleVersion`, and `Refused`: `clause_exists`, or what of the clauses cannot
    hold together.
    """
    _require_keeper(by, agreement)
    with recorded_change(by=by, reason=reason):
        locked = _lock(agreement, expected_version)
        made = _add(locked, clause, by=by)
        _finish(locked, made, by=by)
    return made


def amend_clause(
    *, by: Actor, clause: Clause, amendment: NewClause, expected_version: int | None = None, reason: str = ""
) -> Clause:
    """Say how a clause reads from a later day on; what it said before stays for the days before.

    As `state_clause`; the amendment must be of the clause's kind and name its day. Also `Refused` `not_in_order` when
    that day is not after the clause's own.
    """
    agreement = clause.agreement
    _require_keeper(by, agreement)
    _check_follows(clause, amendment)
    with recorded_change(by=by, reason=reason):
        locked = _lock(agreement, expected_version)
        _refuse_superseded(Clause.objects.get(pk=clause.pk))
        made = _add(locked, amendment, by=by)
        _finish(locked, made, by=by)
    return made


def repeal_clause(
    *,
    by: Actor,
    clause: Clause,
    applies_from: dt.date,
    amended_by: Agreement | None = None,
    article: str = "",
    source: str = "",
    source_quote: str = "",
    source_note: str = "",
    expected_version: int | None = None,
    reason: str = "",
) -> Clause:
    """Say that from a day on nothing of the kind is agreed any more. Also `Refused` `not_in_order`, `holds_no_more`."""
    repeal = NewClause(
        clause.kind, None, article, applies_from, amended_by, source, source_quote, source_note
    )  # fmt: skip
    agreement = clause.agreement
    _require_keeper(by, agreement)
    _check_follows(clause, repeal)
    with recorded_change(by=by, reason=reason):
        locked = _lock(agreement, expected_version)
        _refuse_superseded(Clause.objects.get(pk=clause.pk))
        if (ClauseKind(clause.kind), clause.duty) not in holding_on(_entries(locked), applies_from):
            raise Refused(Refusal("holds_no_more", gettext_noop("On that day the clause does not hold any more.")))
        made = _add(locked, repeal, by=by, duty=clause.duty)
        _finish(locked, made, by=by)
    return made


def correct_clause(
    *, by: Actor, clause: Clause, corrected: NewClause, reason: str, expected_version: int | None = None
) -> Clause:
    """Supersede an entry that was mistaken by what it should say; both stay readable. `reason` says what was wrong.

    What the entry says of an agreement that the person may not see stays. Also `Refused` `already_superseded`.
    """
    agreement = clause.agreement
    _require_keeper(by, agreement)
    _check_reason(reason, _("Say what was wrong with the earlier entry."))
    if corrected.kind != clause.kind:
        raise InvalidInput({"kind": [_("The kind of a clause does not change. Withdraw it and state another.")]})
    with recorded_change(by=by, reason=reason):
        locked = _lock(agreement, expected_version)
        earlier = _end_belief(clause, by=by)
        made = _add(locked, _with_hidden(corrected, earlier, by=by), by=by, instead_of=earlier, duty=earlier.duty)
        _finish(locked, made, by=by)
    return made


def withdraw_clause(*, by: Actor, clause: Clause, reason: str, expected_version: int | None = None) -> None:
    """Take back an entry that should never have been made; it stays readable. `reason` says what was wrong."""
    agreement = clause.agreement
    _require_keeper(by, agreement)
    _check_reason(reason, _("Say why the entry should not have been made."))
    with recorded_change(by=by, reason=reason):
        locked = _lock(agreement, expected_version)
        before = _entries(locked)
        earlier = _end_belief(clause, by=by)
        refuse_contradictions(before, _entries(locked))
        _finish(locked, earlier, by=by)


def write_clauses(agreement: Agreement, clauses: Sequence[NewClause], *, by: Actor) -> None:
    """The clauses of an agreement that is being created, in the caller's transaction; all or none.

    Raises `InvalidInput` with `clauses.0.` and so on before each field, and `Refused`.
    """
    for place, clause in enumerate(clauses):
        try:
            _insert(agreement, clause, by=by)
        except InvalidInput as failure:
            raise InvalidInput({f"clauses.{place}.{name}": each for name, each in failure.errors.items()}) from None
    refuse_contradictions((), _entries(agreement))


def _require_keeper(by: Actor, agreement: Agreement) -> None:
    if by.user:
        require(can_keep(by.user, agreement))


def _check_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise InvalidInput({"reason": [sentence]})


def _check_follows(clause: Clause, amendment: NewClause) -> None:
    if amendment.kind != clause.kind:
        raise InvalidInput({"kind": [_("An amendment is of the kind of the clause it amends.")]})
    if amendment.applies_from is None:
        raise InvalidInput({"applies_from": [_("Say from which day the amendment applies.")]})
    if clause.applies_from and amendment.applies_from <= clause.applies_from:
        raise Refused(
            Refusal("not_in_order", gettext_noop("An amendment applies from a later day than what it amends."))
        )


def _lock(agreement: Agreement, expected_version: int | None) -> Agreement:
    return lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)


def _finish(agreement: Agreement, clause: Clause, *, by: Actor) -> None:
    store(agreement, by=by)
    publish("agreement.clause_stated", by=by, agreement=agreement.pk, clause=clause.pk)
    refresh_force(agreement=agreement)
    note_substance(by=by, subject=agreement.approval_subject)


def _entries(agreement: Agreement) -> list[Entry]:
    return [entry_of(each) for each in agreement.clauses.current().order_by("id")]


def _add(
    agreement: Agreement, new: NewClause, *, by: Actor, instead_of: Clause | None = None, duty: str = ""
) -> Clause:
    """Write the entry; raise `Refused` where it contradicts the others. An entry it corrects counts as one before."""
    before = [*_entries(agreement), *([entry_of(instead_of)] if instead_of else [])]
    made = _insert(agreement, new, by=by, instead_of=instead_of, duty=duty)
    refuse_contradictions(before, _entries(agreement))
    return made


def _insert(
    agreement: Agreement, new: NewClause, *, by: Actor, instead_of: Clause | None = None, duty: str = ""
) -> Clause:
    if new.parameters and new.parameters.get(OTHER_AGREEMENT):
        _hold_waiting()
    terms = _trimmed(checked_terms(new, agreement=agreement, by=by, instead_of=instead_of))
    title = terms.title if isinstance(terms, Reporting) else "" if terms else duty
    refuse_twin(_entries(agreement), (ClauseKind(new.kind), title, new.applies_from, terms))
    values = {name: value for name, value in vars(new).items() if name != "parameters"}
    return Clause.objects.create(
        agreement=agreement,
        duty=title,
        parameters=write_terms(terms) if terms else {},
        is_repealed=terms is None,
        supersedes=instead_of,
        recorded_at=by.at,
        recorded_by=by.user,
        **values,
    )


def _trimmed(terms: Terms | None) -> Terms | None:
    return replace(terms, title=terms.title.strip()) if isinstance(terms, Reporting) else terms


def _end_belief(clause: Clause, *, by: Actor) -> Clause:
    earlier = Clause.objects.select_for_update().get(pk=clause.pk)
    _refuse_superseded(earlier)
    earlier.recorded_until = by.at
    earlier.save(update_fields=["recorded_until"])
    return earlier


def _refuse_superseded(clause: Clause) -> None:
    if clause.recorded_until is not None:
        raise Refused(Refusal("already_superseded", gettext_noop("This entry was corrected already.")))


def _with_hidden(corrected: NewClause, earlier: Clause, *, by: Actor) -> NewClause:
    """The correction with the condition on another agreement that the person cannot see and so did not mean to drop."""
    hidden = earlier.parameters.get(OTHER_AGREEMENT)
    if not by.user or not hidden or corrected.parameters is None or seen_among(by.user, [hidden]):
        return corrected
    if corrected.parameters.get(OTHER_AGREEMENT):
        return corrected
    return replace(corrected, parameters={**corrected.parameters, OTHER_AGREEMENT: hidden})


def _hold_waiting() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WAITING])
