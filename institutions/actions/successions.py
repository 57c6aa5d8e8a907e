"""Say which institution came after which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotVisible, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values
from institutions.actions.institutions import is_partial_date
from institutions.kinds import SUCCESSIONS, SuccessionKind
from institutions.lineage import comes_after
from institutions.models import Institution, Succession
from institutions.policies import can_edit_institutions

EDITABLE = frozenset({"happened", "source", "source_quote", "source_note"})
# Any number of this product's own: whoever adds a succession holds it, so that two cannot close a circle.
_SUCCEEDING = 7_240_032


def record_succession(
    *,
    by: Actor,
    kind: str,
    predecessors: Sequence[Institution],
    successors: Sequence[Institution],
    expected_versions: Mapping[int, int] | None = None,
    reason: str = "",
    **values: Any,
) -> list[Succession]:
    """Each of the successors came after each of the predecessors; `values`: `happened` and the source.

    `expected_versions` are versions by institution id. Raises `NotAllowed`, `InvalidInput`, `StaleVersion`, and
    `Refused`: `succession_known`, or `circular_succession` where an earlier one came after a later one.
    """
    if by.user:
        require(can_edit_institutions(by.user))
    _check(kind, predecessors, successors, values)
    with recorded_change(by=by, reason=reason):
        _hold_successions()
        locked = _lock_all([*predecessors, *successors], expected_versions or {})
        made = []
        for earlier in predecessors:
            for later in successors:
                _refuse(earlier, later)
                made.append(Succession.objects.create(predecessor=earlier, successor=later, kind=kind, **values))
        _finish(locked, by=by)
    return made


def change_succession(
    *, by: Actor, succession: Succession, expected_versions: Mapping[int, int] | None = None, reason: str = "",
    **values: Any,
) -> Succession:  # fmt: skip
    """Change when a succession happened, or its source."""
    if by.user:
        require(can_edit_institutions(by.user))
    if errors := _wrong_values(values):
        raise InvalidInput(errors)
    with recorded_change(by=by, reason=reason):
        locked = _lock_all([succession.predecessor, succession.successor], expected_versions or {})
        row = _present(succession)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        _finish(locked, by=by)
    return row


def remove_succession(
    *, by: Actor, succession: Succession, reason: str, expected_versions: Mapping[int, int] | None = None
) -> None:
    """Take a succession away; `reason` says why. The history keeps it."""
    if by.user:
        require(can_edit_institutions(by.user))
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why the succession is taken away.")]})
    with recorded_change(by=by, reason=reason):
        locked = _lock_all([succession.predecessor, succession.successor], expected_versions or {})
        _present(succession).delete()
        _finish(locked, by=by)


def _check(
    kind: str, predecessors: Sequence[Institution], successors: Sequence[Institution], values: Mapping[str, Any]
) -> None:
    errors = _wrong_values(values)
    if kind not in [each.value for each in SuccessionKind]:
        raise InvalidInput({**errors, "kind": [_("There is no such kind of succession.")]})
    words = SUCCESSIONS[SuccessionKind(kind)]
    for name, given, is_one in (
        ("predecessors", predecessors, words.one_before),
        ("successors", successors, words.one_after),
    ):
        if not given:
            errors[name] = [_("Name at least one institution.")]
        elif is_one and len(given) > 1:
            errors[name] = [_("For what happened, only one institution can be named here.")]
    everyone = [each.pk for each in (*predecessors, *successors)]
    if len(set(everyone)) != len(everyone):
        errors.setdefault("successors", [_("An institution is named twice. It cannot come after itself.")])
    if errors:
        raise InvalidInput(errors)


def _wrong_values(values: Mapping[str, Any]) -> dict[str, list[str]]:
    errors = {name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE}
    errors = {**wrong_values(Succession, values), **errors}
    if values.get("happened") and not is_partial_date(values["happened"]):
        errors["happened"] = [_("Give a year, a month or a day: 2018, 2018-11 or 2018-11-30.")]
    return errors


def _hold_successions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SUCCEEDING])


def _lock_all(institutions: Sequence[Institution], versions: Mapping[int, int]) -> list[Institution]:
    pks = sorted(each.pk for each in institutions)
    return [lock(Institution.objects.all(), pk=pk, expected_version=versions.get(pk)) for pk in pks]


def _refuse(earlier: Institution, later: Institution) -> None:
    if Succession.objects.filter(predecessor=earlier, successor=later).exists():
        sentence = gettext_noop("The register holds already that %(later)s came after %(earlier)s.")
        raise Refused(Refusal("succession_known", sentence, {"later": later.name, "earlier": earlier.name}))
    if comes_after(earlier, later):
        sentence = gettext_noop(
            "%(earlier)s came after %(later)s, directly or through others: not the other way round."
        )
        raise Refused(Refusal("circular_succession", sentence, {"later": later.name, "earlier": earlier.name}))


def _present(succession: Succession) -> Succession:
    row = Succession.objects.filter(pk=succession.pk).first()
    if row is None:
        raise NotVisible
    return row


def _finish(institutions: Sequence[Institution], *, by: Actor) -> None:
    for each in institutions:
        store(each, by=by)
        publish("institution.changed", by=by, institution=each.pk)
