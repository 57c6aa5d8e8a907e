"""Create and change institutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.actors import Actor
from core.changes import recorded_change
from core.dates import PartialDate
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values
from institutions.actions.names import NewName, namesake, write_names, wrong_names
from institutions.models import Institution
from institutions.policies import can_edit_institutions

EDITABLE = frozenset(
    {
        "kind",
        "country",
        "parent",
        "seat",
        "established",
        "dissolved",
        "existence_source",
        "mandate",
        "powers",
        "website",
        "source",
        "source_quote",
        "source_note",
    }
)


def create_institution(
    *, by: Actor, names: Sequence[NewName], reason: str = "", allow_same_name: bool = False, **values: Any
) -> Institution:
    """A new institution with at least one official name.

    Raises `Refused` (`duplicate_name`) when another of the same country bears the same official name, accents
    and case aside, unless `allow_same_name`; `InvalidInput` for values that cannot be taken.
    """
    if by.user:
        require(can_edit_institutions(by.user))
    _check(values, names)
    with recorded_change(by=by, reason=reason):
        if not allow_same_name:
            _refuse_duplicate(names, country=values.get("country", ""))
        institution = Institution(created_at=by.at, updated_at=by.at, **values)
        _refuse_end_before_beginning(institution)
        institution.save(force_insert=True)
        write_names(institution, names)
        publish("institution.created", by=by, institution=institution.pk)
    return institution


def change_institution(
    *,
    by: Actor,
    institution: Institution,
    expected_version: int | None = None,
    reason: str = "",
    names: Sequence[NewName] | None = None,
    **values: Any,
) -> Institution:
    """Change an institution's own fields and, when given, the whole set of its names."""
    if by.user:
        require(can_edit_institutions(by.user))
    _check(values, names)
    with recorded_change(by=by, reason=reason):
        locked = lock(Institution.objects.all(), pk=institution.pk, expected_version=expected_version)
        _refuse_circle(locked, values.get("parent"))
        for name, value in values.items():
            setattr(locked, name, value)
        _refuse_end_before_beginning(locked)
        store(locked, *values, by=by)
        if names is not None:
            write_names(locked, names)
        publish("institution.changed", by=by, institution=locked.pk)
    return locked


def _check(values: Mapping[str, Any], names: Sequence[NewName] | None) -> None:
    errors = wrong_values(Institution, values)
    errors.update({name: [_("This cannot be changed here.")] for name in set(values) - EDITABLE})
    for name in ("established", "dissolved"):
        if values.get(name) and not is_partial_date(values[name]):
            errors[name] = [_("Give a year, a month or a day: 2018, 2018-11 or 2018-11-30.")]
    if names is not None and (sentences := wrong_names(names)):
        errors["names"] = sentences
    if errors:
        raise InvalidInput(errors)


def is_partial_date(text: str) -> bool:
    """Whether it is a year, a month or a day that exists."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _refuse_duplicate(names: Sequence[NewName], *, country: str) -> None:
    twin = namesake(names, country=country)
    if twin:
        raise Refused(
            Refusal(
                "duplicate_name",
                gettext_noop(
                    "“%(name)s” is in the register already. Open it, or confirm that this is another institution."
                ),
                {"name": twin.name},
            )
        )


def _refuse_end_before_beginning(institution: Institution) -> None:
    if not (institution.established and institution.dissolved):
        return
    begins, ends = PartialDate.parse(institution.established), PartialDate.parse(institution.dissolved)
    if ends.last < begins.first:
        raise InvalidInput({"dissolved": [_("This lies before the date on which it was established.")]})


def _refuse_circle(institution: Institution, parent: Institution | None) -> None:
    seen = {institution.pk}
    while parent is not None:
        if parent.pk in seen:
            raise InvalidInput({"parent": [_("An institution cannot be part of itself.")]})
        seen.add(parent.pk)
        parent = parent.parent
