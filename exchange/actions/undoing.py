"""Undo an import: what it created goes, what it changed is restored, and what somebody changed since is kept.

The ledger of acts is append-only, but an import that should not have been made is a mistake of the register, not a
fact of the world: its acts go with it. Their rows stay readable in the history (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError

from agreements.actions import change_agreement
from agreements.actions.force import refresh_force
from agreements.models import Act, Agreement, AgreementParty, AgreementSubject, Subject
from approvals.actions import follow_acts
from approvals.models import ApprovalSubject, Case
from core.actors import Actor
from core.errors import DomainError
from core.locking import lock, store
from core.models import HistoryEntry
from core.outbox import publish
from core.sentences import gettext_noop
from exchange.actions.updating import new_parties
from exchange.models import ImportedRecord, ImportRow, ImportRun
from exchange.notices import Notice, warning
from institutions.models import Institution, InstitutionName

LEDGER = "agreements.Act:ledger_is_append_only"
UndoOutcome = ImportRow.UndoOutcome
# What belongs to an agreement as an import makes it, or is derived from it: no sign that somebody built on it.
_ITS_OWN = frozenset(
    {
        "agreements.Act", "agreements.AgreementParty", "agreements.AgreementSubject", "agreements.ForcePeriod",
        "agreements.DeadlineRule", "agreements.Finding", "exchange.ImportRow", "exchange.ImportedRecord",
    }
)  # fmt: skip


def undo_next(run: ImportRun, *, by: Actor, limit: int) -> int:
    """Undo the next rows, the last first; returns how many, 0 when all is done and the additions are gone too.

    The caller holds the run's row, in a recorded change. `cursor` counts down from behind the last row.
    """
    rows = list(written_rows(run).order_by("-number")[:limit])
    if not rows:
        _remove_additions(run)
        return 0
    _undo_created([row for row in rows if row.outcome == "created"], by=by)
    for row in rows:
        if row.outcome == "updated":
            _undo_updated(row, by=by)
    ImportRow.objects.bulk_update(rows, ["undo_outcome", "notices"], 500)
    run.cursor -= len(rows)
    counts = dict(run.report.get("undone", {}))
    for row in rows:
        counts[row.undo_outcome] = counts.get(row.undo_outcome, 0) + 1
    run.report = {**run.report, "undone": counts}
    return len(rows)


def written_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows whose agreements are still to be undone."""
    return run.rows.filter(outcome__in=("created", "updated"), undo_outcome="").exclude(undo={})


def _undo_created(rows: Sequence[ImportRow], *, by: Actor) -> None:
    found = Agreement.objects.select_for_update(of=("self",)).in_bulk(
        [row.agreement_id for row in rows if row.agreement_id]
    )
    same = [row for row in rows if row.agreement_id in found and found[row.agreement_id].version == row.undo["version"]]
    found_on = built_on(
        {row.agreement_id for row in same if row.agreement_id}, [found[row.agreement_id] for row in same]
    )
    for row in rows:
        if row.agreement_id is None or row.agreement_id not in found:
            row.undo_outcome = UndoOutcome.REMOVED
        elif row not in same:
            _keep(row, changed_since(found[row.agreement_id]))
        elif row.agreement_id in found_on:
            _keep(row, "", what=found_on[row.agreement_id])
        else:
            row.undo_outcome = UndoOutcome.REMOVED
    _remove([found[row.agreement_id] for row in same if row.undo_outcome == UndoOutcome.REMOVED], by=by)


def built_on(pks: Collection[int], agreements: Sequence[Agreement]) -> dict[int, str]:
    """Agreements that something not of the import hangs on, and the name of what does."""
    found: dict[int, str] = {}
    for relation in Agreement._meta.related_objects:
        if relation.related_model._meta.label not in _ITS_OWN:
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pks})
            name = str(relation.related_model._meta.verbose_name)
            found |= dict.fromkeys(rows.order_by().values_list(relation.field.attname, flat=True), name)
    for relation in AgreementParty._meta.related_objects:
        if relation.related_model._meta.label not in _ITS_OWN:
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__agreement__in": pks})
            name = str(relation.related_model._meta.verbose_name)
            found |= dict.fromkeys(rows.order_by().values_list(f"{relation.field.name}__agreement", flat=True), name)
    subjects = {each.approval_subject_id: each.pk for each in agreements}
    cases = Case.objects.filter(subject__in=subjects).order_by().values_list("subject_id", flat=True)
    return found | {subjects[pk]: str(Case._meta.verbose_name) for pk in cases}


def _remove(agreements: Sequence[Agreement], *, by: Actor) -> None:
    """Take agreements out of the register with all that is theirs. References are not given again."""
    pks = [each.pk for each in agreements]
    if not pks:
        return
    ImportRow.objects.filter(agreement__in=pks).update(agreement=None)
    ImportedRecord.objects.filter(agreement__in=pks).delete()
    with pgtrigger.ignore(LEDGER):
        Act.objects.filter(agreement__in=pks).delete()
    AgreementParty.objects.filter(agreement__in=pks).delete()
    AgreementSubject.objects.filter(agreement__in=pks).delete()
    Agreement.objects.filter(pk__in=pks).delete()
    ApprovalSubject.objects.filter(pk__in=[each.approval_subject_id for each in agreements]).delete()
    for pk in pks:
        publish("agreement.removed", by=by, agreement=pk)


def _undo_updated(row: ImportRow, *, by: Actor) -> None:
    found = Agreement.objects.select_related("office").filter(pk=row.agreement_id or 0).order_by("pk")
    agreement = found.first()
    if agreement is None:
        row.undo_outcome = UndoOutcome.REMOVED
        return
    if agreement.version != row.undo["version"]:
        _keep(row, changed_since(agreement))
        return
    try:
        with transaction.atomic():
            version = _restore(agreement, row.undo, by=by)
    except DomainError as fault:
        _keep(row, str(fault))
        return
    row.undo_outcome = UndoOutcome.RESTORED
    # What the import before this one made is as that one left it: it can be undone in turn.
    earlier = ImportRow.objects.filter(agreement=agreement, undo__version=row.undo["version_before"]).exclude(pk=row.pk)
    for each in earlier:
        each.undo = {**each.undo, "version": version}
        each.save(update_fields=["undo"])


def _restore(agreement: Agreement, undo: dict[str, Any], *, by: Actor) -> int:
    with pgtrigger.ignore(LEDGER):
        Act.objects.filter(pk__in=undo["acts_added"]).delete()
    Act.objects.filter(pk__in=undo["acts_closed"]).update(recorded_until=None)
    given = dict(undo["values"])
    if "parties" in undo:
        given["parties"] = new_parties(undo["parties"])
    if "subjects" in undo:
        given["subjects"] = list(Subject.objects.filter(pk__in=undo["subjects"]).order_by("pk"))
    if given:
        change_agreement(by=by, agreement=agreement, **given)
    locked = lock(Agreement.objects.all(), pk=agreement.pk)
    if not given:
        store(locked, by=by)
    ImportedRecord.objects.filter(agreement=agreement).update(values=undo["record"])
    refresh_force(agreement=locked)
    follow_acts(by=by, subject=locked.approval_subject)
    return locked.version


def changed_since(agreement: Agreement) -> str:
    """Who changed an agreement last."""
    newest = (
        HistoryEntry.objects.filter(root_table=Agreement._meta.db_table, root_id=agreement.pk).order_by("-id").first()
    )
    return newest.actor_name if newest else "?"


def _keep(row: ImportRow, who: str, *, what: str = "") -> None:
    row.undo_outcome = UndoOutcome.KEPT
    row.notices = [*row.notices, kept_because(who, what=what).as_data()]


def kept_because(who: str, *, what: str = "") -> Notice:
    """Why an agreement stays although its import is undone."""
    if what:
        return warning("kept_built_on", gettext_noop("Kept: something was added to it since (%(what)s)."), what=what)
    return warning("kept_changed", gettext_noop("Kept: it was changed since, last by %(who)s."), who=who)


def _remove_additions(run: ImportRun) -> None:
    """Institutions and subjects the import created, unless somebody changed or uses them."""
    made = run.report.get("made", {})
    for institution in Institution.objects.filter(pk__in=made.get("institutions", ()), version=1).order_by("pk"):
        _remove_if_unused(institution, own=(InstitutionName,))
    for subject in Subject.objects.filter(pk__in=made.get("subjects", ())).order_by("pk"):
        _remove_if_unused(subject, own=())


def _remove_if_unused(record: Model, *, own: tuple[type[Model], ...]) -> None:
    for relation in record._meta.related_objects:
        if relation.related_model in own or relation.many_to_many:
            continue
        if relation.related_model._default_manager.filter(**{relation.field.name: record.pk}).exists():
            return
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, RestrictedError):
        return
