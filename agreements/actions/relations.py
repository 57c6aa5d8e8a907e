"""Relate agreements to one another, and take relations away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from agreements.actions.force import refresh_force
from agreements.models import Agreement, Relation
from agreements.policies import can_keep
from agreements.relation_kinds import RELATION_LABELS, RelationKind
from agreements.relations import reaches
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotVisible, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values

EDITABLE = frozenset({"effective_on", "note", "source", "source_quote", "source_note"})
# Any number of this product's own: whoever adds a directed relation holds it, so that two cannot close a circle.
_RELATING = 7_240_031


@dataclass(frozen=True)
class NewRelation:
    """What an agreement is to another, as given. `effective_on`: from when, if not its entry into force."""

    kind: str
    effective_on: dt.date | None = None
    note: str = ""
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def relate_agreements(
    *,
    by: Actor,
    agreement: Agreement,
    other: Agreement,
    relation: NewRelation,
    expected_version: int | None = None,
    reason: str = "",
) -> Relation:
    """Say that `agreement` amends, supersedes, … `other`, which the person must see.

    Raises `NotAllowed`, `InvalidInput`, `StaleVersion`, and `Refused`: `already_related`, or `circular_relation`
    where `other` leads back to `agreement` over relations that have a direction.
    """
    if by.user:
        require(can_keep(by.user, agreement))
    _check(agreement, other, relation, by=by)
    with recorded_change(by=by, reason=reason):
        _hold_relations()
        locked = _lock_both(agreement, other, expected_version=expected_version)
        _refuse_twin(locked, other, relation.kind)
        _refuse_circle(locked, other, relation.kind)
        made = Relation.objects.create(agreement=locked, other=other, **asdict(relation))
        _finish(locked, other, by=by)
        publish("agreement.related", by=by, agreement=locked.pk, relation=made.pk)
    return made


def change_relation(
    *, by: Actor, relation: Relation, expected_version: int | None = None, reason: str = "", **values: Any
) -> Relation:
    """Change from when a relation holds, its note and its source. `expected_version` is that of its agreement."""
    agreement, other = relation.agreement, relation.other
    _require_both(agreement, other, by=by)
    _check_values(values)
    with recorded_change(by=by, reason=reason):
        locked = _lock_both(agreement, other, expected_version=expected_version)
        row = _present(relation)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        _finish(locked, other, by=by)
        publish("agreement.related", by=by, agreement=locked.pk, relation=row.pk)
    return row


def unrelate_agreements(*, by: Actor, relation: Relation, reason: str, expected_version: int | None = None) -> None:
    """Take a relation away; `reason` says why. The history keeps it. `expected_version` is that of its agreement.

    Raises `NotVisible`, `NotAllowed`, `InvalidInput` without a reason, or `StaleVersion`.
    """
    agreement, other = relation.agreement, relation.other
    _require_both(agreement, other, by=by)
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why the relation is taken away.")]})
    with recorded_change(by=by, reason=reason):
        locked = _lock_both(agreement, other, expected_version=expected_version)
        _present(relation).delete()
        _finish(locked, other, by=by)
        publish("agreement.unrelated", by=by, agreement=locked.pk, other=other.pk)


def _require_both(agreement: Agreement, other: Agreement, *, by: Actor) -> None:
    if by.user:
        if not _is_visible(other, by):
            raise NotVisible
        require(can_keep(by.user, agreement))


def _check(agreement: Agreement, other: Agreement, relation: NewRelation, *, by: Actor) -> None:
    errors = wrong_values(Relation, vars(relation))
    if relation.kind not in [each.value for each in RelationKind]:
        errors["kind"] = [_("There is no such kind of relation.")]
    if agreement.pk == other.pk:
        errors["other"] = [_("An agreement has no relation to itself. Choose another.")]
    elif not _is_visible(other, by):
        errors["other"] = [_("There is no such one, or none that you may see.")]
    if errors:
        raise InvalidInput(errors)


def _check_values(values: Mapping[str, Any]) -> None:
    errors = {name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE}
    if errors := {**wrong_values(Relation, values), **errors}:
        raise InvalidInput(errors)


def _is_visible(agreement: Agreement, by: Actor) -> bool:
    return by.user is None or Agreement.objects.visible_to(by.user).filter(pk=agreement.pk).exists()


def _hold_relations() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RELATING])


def _lock_both(agreement: Agreement, other: Agreement, *, expected_version: int | None) -> Agreement:
    """Lock both, the smaller key first; the relating one is returned, at the version expected."""
    if other.pk < agreement.pk:
        lock(Agreement.objects.all(), pk=other.pk)
    locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
    if other.pk > agreement.pk:
        lock(Agreement.objects.all(), pk=other.pk)
    return locked


def _present(relation: Relation) -> Relation:
    """The row, which somebody may have taken away before the lock was had."""
    row = Relation.objects.filter(pk=relation.pk).first()
    if row is None:
        raise NotVisible
    return row


def _refuse_twin(agreement: Agreement, other: Agreement, kind: str) -> None:
    twins = Relation.objects.filter(agreement=agreement, other=other, kind=kind)
    if not RELATION_LABELS[RelationKind(kind)].is_directed:
        twins |= Relation.objects.filter(agreement=other, other=agreement, kind=kind)
    if twins.exists():
        raise Refused(Refusal("already_related", gettext_noop("The two are related in this way already.")))


def _refuse_circle(agreement: Agreement, other: Agreement, kind: str) -> None:
    if RELATION_LABELS[RelationKind(kind)].is_directed and reaches(other, agreement):
        raise Refused(
            Refusal(
                "circular_relation",
                gettext_noop(
                    "%(other)s already rests on %(agreement)s, directly or through others: "
                    "a relation the other way round would run in a circle."
                ),
                {"other": other.reference, "agreement": agreement.reference},
            )
        )


def _finish(agreement: Agreement, other: Agreement, *, by: Actor) -> None:
    """Only the force of `other` depends on the relation: it may be superseded (VCLT 59)."""
    store(agreement, by=by)
    refresh_force(agreement=other)
