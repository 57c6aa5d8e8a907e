"""Create and change programmes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from activities.actions.periods import wrong_period
from activities.models import Programme, ProgrammePartner
from activities.policies import can_edit_programmes
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.text import fold, fold_all
from core.validation import wrong_values
from institutions.models import Institution

EDITABLE = frozenset({"names", "description", "funder", "starts", "ends", "source", "source_quote", "source_note"})


@dataclass(frozen=True)
class NewPartner:
    """An institution the programme works with."""

    institution: Institution
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


def create_programme(
    *, by: Actor, code: str, names: dict[str, str], partners: Sequence[NewPartner] = (), reason: str = "", **values: Any
) -> Programme:
    """A new programme. Raises `Refused` (`duplicate_code`) or `InvalidInput`."""
    if by.user:
        require(can_edit_programmes(by.user))
    programme = Programme(code=code, created_at=by.at, updated_at=by.at)
    _assign(programme, {"names": names, **values})
    with recorded_change(by=by, reason=reason):
        if Programme.objects.filter(code__iexact=code).exists():
            raise Refused(
                Refusal(
                    "duplicate_code", gettext_noop("The code “%(code)s” is taken by another programme."), {"code": code}
                )
            )
        programme.save(force_insert=True)
        _write_partners(programme, partners)
        publish("programme.created", by=by, programme=programme.pk)
    return programme


def change_programme(
    *,
    by: Actor,
    programme: Programme,
    expected_version: int | None = None,
    partners: Sequence[NewPartner] | None = None,
    reason: str = "",
    **values: Any,
) -> Programme:
    """Change a programme's data and, when given, its whole set of partners.

    Raises `NotAllowed`, `InvalidInput` or `StaleVersion`.
    """
    if by.user:
        require(can_edit_programmes(by.user))
    with recorded_change(by=by, reason=reason):
        locked = lock(Programme.objects.all(), pk=programme.pk, expected_version=expected_version)
        _assign(locked, values)
        store(locked, *values, "search_key", "sort_key", by=by)
        if partners is not None:
            _write_partners(locked, partners)
        publish("programme.changed", by=by, programme=locked.pk)
    return locked


def _assign(programme: Programme, values: dict[str, Any]) -> None:
    stated = {"starts": programme.starts, "ends": programme.ends, **values}
    errors = {**wrong_values(Programme, {"code": programme.code, **values}), **wrong_period(stated)}
    errors.update({name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE})
    if not values.get("names", programme.names):
        errors["names"] = [_("Give a name in at least one language.")]
    if errors:
        raise InvalidInput(errors)
    for name, value in values.items():
        setattr(programme, name, value)
    programme.search_key = fold_all(*programme.names.values(), programme.code)
    programme.sort_key = fold(programme.names.get("en") or next(iter(programme.names.values())))[:300]


def _write_partners(programme: Programme, partners: Sequence[NewPartner]) -> None:
    wanted = {partner.institution.pk: partner for partner in partners}
    programme.partner_links.exclude(institution_id__in=wanted).delete()
    present = set(programme.partner_links.values_list("institution_id", flat=True))
    for pk, partner in wanted.items():
        if pk not in present:
            ProgrammePartner.objects.create(programme=programme, **vars(partner))
