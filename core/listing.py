"""Lists for pages and API alike: declared filters, declared orders, keyset pages.

A page is found by the values of its last row, never by an offset: it is as quick at the end as at the start,
and nothing is lost or doubled while rows are inserted.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from django_filters import FilterSet

from core.errors import InvalidInput

M = TypeVar("M", bound=Model)

HARD_MAXIMUM = 100


@dataclass(frozen=True)
class Order:
    """One order a list offers: `fields` as for `order_by`, all in one direction, never null, the last one unique.

    `name` is what the address and the API call it; each order has an index. `computed` gives the kind of value of
    those fields that are annotations of the rows.
    """

    name: str
    label: Any  # a text, translated when it is shown
    fields: tuple[str, ...]
    computed: Mapping[str, Field[Any, Any]] = field(default_factory=dict)

    @property
    def descending(self) -> bool:
        """Whether the order runs from the greatest down."""
        return self.fields[0].startswith("-")

    @property
    def columns(self) -> list[str]:
        """The fields without their direction."""
        return [field.removeprefix("-") for field in self.fields]


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows of one page, and the cursors of its neighbours (None where there is none)."""

    rows: list[M]
    next: str | None
    previous: str | None


def choose_order(orders: Sequence[Order], name: str) -> Order:
    """The order called `name`; the first when empty. Raises `InvalidInput` (`ordering`) for any other."""
    if not name:
        return orders[0]
    for order in orders:
        if order.name == name:
            return order
    choices = ", ".join(order.name for order in orders)
    raise InvalidInput({"ordering": [_("There is no such order. Choose one of: %(choices)s.") % {"choices": choices}]})


def read_limit(text: str, *, default: int) -> int:
    """A page size from 1 to `HARD_MAXIMUM`. Raises `InvalidInput` (`limit`)."""
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= HARD_MAXIMUM:
        return int(text)
    raise InvalidInput({"limit": [_("Give a whole number from 1 to %(most)s.") % {"most": HARD_MAXIMUM}]})


def filtered(filterset: type[FilterSet], queryset: QuerySet[M], data: Mapping[str, Any], request: Any) -> QuerySet[M]:
    """The rows that pass the filters in `data`. Raises `InvalidInput` for values that cannot be taken."""
    found = filterset(data, queryset, request=request)
    if not found.is_valid():
        raise InvalidInput({name: [str(each) for each in errors] for name, errors in found.errors.items()})
    return found.qs


def refuse_unknown_parameters(given: Mapping[str, Any], *known: str) -> None:
    """Raise `InvalidInput` for any parameter not declared: an ignored filter would answer another question."""
    unknown = [name for name in given if name not in known]
    if unknown:
        choices = ", ".join(sorted(known))
        sentence = _("There is no such parameter. Known here: %(choices)s.") % {"choices": choices}
        raise InvalidInput({name: [sentence] for name in unknown})


def page_of(queryset: QuerySet[M], *, order: Order, cursor: str, limit: int) -> Page[M]:
    """The page a cursor points to; the first one for an empty cursor. Raises `InvalidInput` (`cursor`)."""
    backwards, values = _read_cursor(cursor, order, queryset.model) if cursor else (False, [])
    ascending = order.descending == backwards
    fields = [column if ascending else f"-{column}" for column in order.columns]
    if values:
        queryset = queryset.filter(_beyond(order.columns, values, ascending=ascending))
    rows = list(queryset.order_by(*fields)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    has_next, has_previous = (bool(values), more) if backwards else (more, bool(values))
    return Page(
        rows=rows,
        next=_write_cursor(rows[-1], order, backwards=False) if rows and has_next else None,
        previous=_write_cursor(rows[0], order, backwards=True) if rows and has_previous else None,
    )


def _beyond(columns: list[str], values: list[Any], *, ascending: bool) -> Q:
    """Rows after the given values in order: `a >= x AND (a > x OR (a = x AND b > y))`, so that the index serves."""
    after = "gt" if ascending else "lt"
    condition, same = Q(pk__in=[]), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= same & Q(**{f"{column}__{after}": value})
        same &= Q(**{column: value})
    return Q(**{f"{columns[0]}__{after}e": values[0]}) & condition


def _write_cursor(row: Model, order: Order, *, backwards: bool) -> str:
    values = [getattr(row, column) for column in order.columns]
    return base64.urlsafe_b64encode(orjson.dumps([order.name, backwards, values])).decode().rstrip("=")


def _read_cursor(cursor: str, order: Order, model: type[Model]) -> tuple[bool, list[Any]]:
    try:
        name, backwards, values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name != order.name or not isinstance(backwards, bool) or len(values) != len(order.columns):
            raise ValueError("a cursor of another list")
        kinds: list[Any] = [order.computed.get(each) or model._meta.get_field(each) for each in order.columns]
        return backwards, [_read_value(kind, value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, ValidationError, FieldDoesNotExist):
        sentence = _("This cursor does not belong to this list and order. Begin again without one.")
        raise InvalidInput({"cursor": [sentence]}) from None


def _read_value(kind: Field[Any, Any], given: object) -> object:
    """A value just as `_write_cursor` writes it. Raises `ValueError`, `TypeError` or `ValidationError` for others."""
    value = kind.to_python(given)
    is_own = value is not None and orjson.dumps(value) == orjson.dumps(given) and "\x00" not in str(value)
    if not is_own or (isinstance(value, dt.datetime) and is_naive(value)):
        raise ValueError("a value no row has")
    return value
