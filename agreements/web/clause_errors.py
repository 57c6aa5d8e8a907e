"""Where on a clause's form each thing is said that the domain finds wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms

from core.errors import InvalidInput

T = TypeVar("T")

# The field that mends a refusal, by its code.
FIELDS_OF_REFUSALS = {
    "clause_exists": "applies_from",
    "not_in_order": "applies_from",
    "holds_no_more": "applies_from",
    "renewal_without_length": "length",
}
# Boxes that together say one parameter.
_INSTEAD = {"first_of_month": ("takes_effect",), "rule": ("rule", "day", "number"), "quotas": ("quota_class_0",)}


def at_fields(call: Callable[[], T], form: forms.Form) -> Callable[[], T]:
    """The call, whose invalid parameters are said at the boxes they were typed in."""

    def called() -> T:
        try:
            return call()
        except InvalidInput as failure:
            errors: dict[str, list[str]] = {}
            for name, sentences in failure.errors.items():
                errors.setdefault(_box(name, form), []).extend(sentences)
            raise InvalidInput(errors) from None

    return called


def _box(name: str, form: forms.Form) -> str:
    path = name.removeprefix("parameters.").split(".")
    if path[0] == "quotas" and len(path) == 3:
        return f"quota_class_{path[1]}" if path[2] == "of_class" else f"quota_least_{path[1]}"
    if path[0] in form.fields:
        return path[0]
    return next((box for box in _INSTEAD.get(path[0], ()) if box in form.fields), path[0])
