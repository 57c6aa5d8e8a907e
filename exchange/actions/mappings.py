"""Save and delete mappings."""

from __future__ import annotations

import uuid
from collections.abc import Mapping as Definition
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values
from exchange.mapping import InvalidDefinition, read_definition
from exchange.models import ImportRun, Mapping
from exchange.policies import can_change_mapping, can_import_into
from exchange.saved import built_in_mappings


def save_mapping(*, by: Actor, office: Office, definition: dict[str, Any], is_shared: bool = False) -> Mapping:
    """Save a definition under its own name: a new mapping, or the next version of the office's own.

    A definition that names no namespace is given one for good, so that a later name changes nothing in what it finds.
    Raises `InvalidInput` (a definition that cannot hold, a name of another office's mapping or of one shipped with the
    product), `NotAllowed`.
    """
    if by.user:
        require(can_import_into(by.user, office.pk))
    values = _values(definition, is_shared=is_shared)
    with recorded_change(by=by):
        present = Mapping.objects.filter(name=values["name"]).first()
        if present is None:
            values["definition"] = _in_namespace(values["definition"], _free_namespace(values["name"]))
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


def delete_mapping(*, by: Actor, mapping: Mapping) -> None:
    """Forget a mapping. Raises `NotAllowed`, or `Refused` while imports rest on it: its rows are known through it."""
    if by.user:
        require(can_change_mapping(by.user, mapping))
    with recorded_change(by=by):
        locked = lock(Mapping.objects.all(), pk=mapping.pk)
        if count := resting_on(locked):
            sentence = gettext_noop("Imports rest on this mapping (%(count)s). Undo or discard them first.")
            raise Refused(Refusal("mapping_in_use", sentence, {"count": str(count)}))
        locked.delete()


def resting_on(mapping: Mapping) -> int:
    """How many imports were made with it, those undone or discarded aside."""
    return mapping.runs.exclude(state__in=(ImportRun.State.UNDONE, ImportRun.State.DISCARDED)).count()


def identity_changes(before: Definition[str, Any], after: Definition[str, Any]) -> str:
    """A sentence where rows imported earlier will not be found again under the changed definition, else ""."""
    former, present = list(before.get("key", ())), list(after.get("key", ()))
    if former != present:
        return _(
            "The columns that identify a row were %(before)s and are %(after)s now: "
            "rows imported earlier will not be recognised, and would be created again."
        ) % {"before": ", ".join(former), "after": ", ".join(present)}
    if namespace_of(before) != namespace_of(after):
        return _(
            "The namespace was %(before)s and is %(after)s now: "
            "rows imported earlier will not be recognised, and would be created again."
        ) % {"before": namespace_of(before), "after": namespace_of(after)}
    return ""


def namespace_of(definition: Definition[str, Any]) -> str:
    """Whose identifiers its key holds."""
    return str(definition.get("namespace") or definition.get("name", ""))


def _in_namespace(definition: dict[str, Any], namespace: str) -> dict[str, Any]:
    return definition if definition.get("namespace") else {**definition, "namespace": namespace}


def _free_namespace(name: str) -> str:
    """The name, unless a mapping that was renamed since still finds its rows by it."""
    taken = {namespace_of(each) for each in Mapping.objects.values_list("definition", flat=True)}
    return name if name not in taken else f"{name[:51]}-{uuid.uuid4().hex[:8]}"


def _change(mapping: Mapping, values: dict[str, Any], *, by: Actor, expected_version: int | None = None) -> Mapping:
    locked = lock(Mapping.objects.all(), pk=mapping.pk, expected_version=expected_version)
    values["definition"] = _in_namespace(values["definition"], namespace_of(locked.definition))
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
    if meant.name in built_in_mappings():
        sentence = _("/name: “%(name)s” is the name of a mapping shipped with the product. Choose another name.")
        raise InvalidInput({"definition": [sentence % {"name": meant.name}]})
    return {**values, "definition": definition}
