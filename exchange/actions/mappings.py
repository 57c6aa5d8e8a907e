"""Save mappings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.locking import lock, store
from core.validation import wrong_values
from exchange.mapping import InvalidDefinition, read_definition
from exchange.models import Mapping
from exchange.policies import can_change_mapping, can_import_into


def save_mapping(*, by: Actor, office: Office, definition: dict[str, Any], is_shared: bool = False) -> Mapping:
    """Save a definition under its own name: a new mapping, or the next version of the office's own.

    Raises `InvalidInput` (a definition that cannot hold, a name of another office's mapping), `NotAllowed`.
    """
    if by.user:
        require(can_import_into(by.user, office.pk))
    values = _values(definition, is_shared=is_shared)
    with recorded_change(by=by):
        present = Mapping.objects.filter(name=values["name"]).first()
        if present is None:
            return Mapping.objects.create(office=office, created_at=by.at, updated_at=by.at, **values)
        if present.office_id != office.pk:
            raise InvalidInput({"definition": [_("Another office has a mapping of this name. Choose another name.")]})
        return _change(present, values, by=by)


def change_mapping(
    *,
    by: Actor,
    mapping: Mapping,
    definition: dict[str, Any],
    is_shared: bool,
    expected_version: int | None = None,
) -> Mapping:
    """The next version of a mapping. Raises as `save_mapping`, and `StaleVersion`."""
    if by.user:
        require(can_change_mapping(by.user, mapping))
    values = _values(definition, is_shared=is_shared)
    if Mapping.objects.filter(name=values["name"]).exclude(pk=mapping.pk).exists():
        raise InvalidInput({"definition": [_("There is another mapping of this name. Choose another name.")]})
    with recorded_change(by=by):
        return _change(mapping, values, by=by, expected_version=expected_version)


def _change(mapping: Mapping, values: dict[str, Any], *, by: Actor, expected_version: int | None = None) -> Mapping:
    locked = lock(Mapping.objects.all(), pk=mapping.pk, expected_version=expected_version)
    for name, value in values.items():
        setattr(locked, name, value)
    store(locked, *values, by=by)
    return locked


def _values(definition: dict[str, Any], *, is_shared: bool) -> dict[str, Any]:
    try:
        meant = read_definition(definition)
    except InvalidDefinition as fault:
        sentences = [f"{place or '/'}: {sentence}" for place, sentence in fault.faults.items()]
        raise InvalidInput({"definition": sentences}) from fault
    values = {"name": meant.name, "title": meant.title, "is_shared": is_shared}
    if errors := wrong_values(Mapping, values):
        raise InvalidInput({"definition": [f"/{name}: {text}" for name, texts in errors.items() for text in texts]})
    return {**values, "definition": definition}
