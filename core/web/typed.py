"""What a form shows and what was typed into it, made comparable: also the rows of a form that has tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django import forms

Shown = list[Any]


def shown_by(field: forms.Field, value: Any) -> Shown:
    """The texts a field's control shows for a value, or sends for it; nothing for an empty one."""
    widget, value = field.widget, field.prepare_value(value)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, forms.MultiWidget):
        value = value if isinstance(value, list | tuple) else widget.decompress(value)
    else:
        value = widget.format_value(value)
    texts = [str(each) for each in (value if isinstance(value, list | tuple) else [value]) if each is not None]
    lines = [text.replace("\r\n", "\n").strip() for text in texts]
    found = [text for text in lines if text] if not isinstance(widget, forms.MultiWidget) else lines
    return sorted(found) if getattr(widget, "allow_multiple_selected", False) else found


def typed_values(form: forms.Form) -> dict[str, Any]:
    """What a bound form holds, field by field and table by table, valid or not. Hidden fields are left out."""
    values: dict[str, Any] = {}
    for name, field in form.fields.items():
        if not field.widget.is_hidden:
            values[name] = form[name].data
    for name, rows in getattr(form, "row_sets", {}).items():
        values[name] = [
            {each: row[each].data for each in row.fields if each != "DELETE"}
            for number, row in enumerate(rows.forms)
            if not row["DELETE"].data and (number < rows.initial_form_count() or row.has_changed())
        ]
    return values


def fingerprint(form: forms.Form, values: Mapping[str, Any]) -> dict[str, str]:
    """A short mark of each value, equal for equal values, whether they were typed or read from a record."""
    return {name: _mark(_comparable(form, name, values)) for name in _names(form)}


def words_of(form: forms.Form, name: str, value: Any) -> str:
    """A value of a form as people read it: the labels of choices, the rows of a table one after another."""
    if name in form.fields:
        return _words(form.fields[name], value)
    fields = form.row_sets[name].empty_form.fields  # type: ignore[attr-defined]
    rows = (
        ", ".join(filter(None, (_words(fields[each], row[each]) for each in fields if row.get(each))))
        for row in value or []
    )
    return "; ".join(rows)


def _names(form: forms.Form) -> list[str]:
    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    return [*shown, *getattr(form, "tables", {})]


def _comparable(form: forms.Form, name: str, values: Mapping[str, Any]) -> Any:
    if name in form.fields:
        field = form.fields[name]
        return shown_by(field, values.get(name, field.initial))
    fields = form.row_sets[name].empty_form.fields  # type: ignore[attr-defined]
    return [
        [shown_by(field, row.get(each)) for each, field in fields.items() if each != "DELETE"]
        for row in values.get(name) or []
    ]


def _mark(comparable: Any) -> str:
    return hashlib.sha256(orjson.dumps(comparable)).hexdigest()[:12]


def _words(field: forms.Field, value: Any) -> str:
    shown = [text for text in shown_by(field, value) if text]
    labels = {str(key): str(label) for key, label in _flat(getattr(field, "choices", ()))}
    return ", ".join(labels.get(text, text) for text in shown)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for key, label in choices:
        pairs += label if isinstance(label, list | tuple) else [(key, label)]
    return pairs
