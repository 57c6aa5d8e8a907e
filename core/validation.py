"""Values that a model's own fields do not take, found before the database has to refuse them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _


def wrong_values(model: type[Model], values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Sentences by field name for values outside a field's choices, length or form, and for NUL characters.

    Names that are no plain fields of the model (links to other rows, say) are left to the caller.
    """
    fields = {field.name: field for field in model._meta.concrete_fields if not field.is_relation}
    errors = {}
    for name in values.keys() & fields.keys():
        try:
            if _has_nul(values[name]):
                raise ValidationError(_("The text contains a character that cannot be stored (NUL). Remove it."))
            fields[name].clean(values[name], None)
        except ValidationError as fault:
            errors[name] = fault.messages
    return errors


def _has_nul(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_has_nul(each) for each in value.values())
    return isinstance(value, str) and "\x00" in value
