"""One value of a row, as a reader understands it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, DateField, DateTimeField, Field, ForeignKey, JSONField, Model, UUIDField
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from core.dates import Precision
from core.history_reading.rows import Rows
from core.web import words

Side = Mapping[str, Any]


def is_shown(field: Field[Any, Any], root_table: str) -> bool:
    """Whether readers see a field: those that have a name of their own, except keys and what the entry itself says.

    A key to the record whose page this is would only repeat the page, and how exactly a date is known shows in it.
    """
    has_name = field._verbose_name is not None  # type: ignore[attr-defined]
    if not has_name or field.primary_key or isinstance(field, UUIDField):
        return False
    if field.name in ("created_at", "updated_at", "precision"):
        return False
    if not isinstance(field, ForeignKey) or field.model._meta.db_table == root_table:
        return True
    return bool(field.related_model._meta.db_table != root_table)


def texts(field: Field[Any, Any], side: Side | None, *, row: Model | None, rows: Rows) -> Iterator[tuple[str, str]]:
    """The field's label and its value in words, from one side of an entry; one pair a language for texts in several."""
    label = capfirst(str(field.verbose_name))
    value = (side or {}).get(str(field.column))
    if say := rows.saying(row, field.name):
        yield label, say(value, row) if value else ""
    elif isinstance(field, JSONField) and isinstance(value, dict):
        names = dict(settings.LANGUAGES)
        for language, text in value.items():
            yield f"{label} ({names.get(language, language)})", str(text)
    else:
        yield label, _in_words(field, value, side or {}, row=row, rows=rows)


def _in_words(field: Field[Any, Any], value: Any, side: Side, *, row: Model | None, rows: Rows) -> str:
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        target = rows.target(field.related_model, value)
        return str(target) if target is not None else _("a record that is not open to you")
    if isinstance(field, CountryField):
        return str(field.countries.name(value)) or str(value)
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _moment_or_day(field, value, side, row=row)


def _moment_or_day(field: Field[Any, Any], value: Any, side: Side, *, row: Model | None) -> str:
    if isinstance(field, DateTimeField):
        return words.moment(parse_datetime(str(value)))
    if isinstance(field, DateField):
        return words.day(parse_date(str(value)), _precision(field, side, row))
    return str(value)


def _precision(field: Field[Any, Any], side: Side, row: Model | None) -> Precision:
    """How exactly a date is known: by the column beside it, in the entry or, where it did not change, in the row."""
    for name in (f"{field.name}_precision", "precision"):
        known = side.get(name) or getattr(row, name, None)
        if known:
            return Precision(known)
    return Precision.DAY
