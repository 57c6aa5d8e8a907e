"""Parameters of the query: declared, published and enforced from one list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, DateFilter, Filter, FilterSet, UUIDFilter

from core.api.errors import InvalidParameters
from core.api.hints import Schema
from core.errors import InvalidInput
from core.filters import MOST_DAYS, AllOfFilter, AllOfUuidsFilter, AnyOfFilter, DaysFilter, SearchFilter
from core.listing import HARD_MAXIMUM, Order, refuse_unknown_parameters

TRUE, FALSE = "true", "false"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TRUTH = re.compile(f"{TRUE}|{FALSE}")
_TYPED_FILTERS: tuple[tuple[type[Filter], Schema, re.Pattern[str] | None], ...] = (
    (UUIDFilter, {"type": "string", "format": "uuid"}, None),
    (DateFilter, {"type": "string", "format": "date"}, _DAY),
    (BooleanFilter, {"type": "boolean"}, _TRUTH),
    (DaysFilter, {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}, None),
)


@dataclass(frozen=True)
class Parameter:
    """One parameter. `form` is what a value that is given must look like, where its type alone asks for a form.

    Few may be empty: a filter that a script left unset by mistake would select everything.
    """

    name: str
    about: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    form: re.Pattern[str] | None = None
    several: bool = False
    may_be_empty: bool = False


COUNT = Parameter(
    "count", "Whether to count the rows; the count stops at 1,000.", {"type": "boolean", "default": False}, form=_TRUTH
)
CURSOR = Parameter("cursor", "Where to go on: part of the addresses in `next` and `previous`.", may_be_empty=True)
LIMIT = Parameter(
    "limit", "The most rows on a page.", {"type": "integer", "minimum": 1, "maximum": HARD_MAXIMUM, "default": 50}
)


def day_parameter(name: str, about: str) -> Parameter:
    """A day."""
    return Parameter(name, about, {"type": "string", "format": "date"}, form=_DAY)


def fields_parameter(names: Sequence[str]) -> Parameter:
    """`fields`: which fields to answer."""
    about = f"Only these fields, separated by commas. There are: {', '.join(names)}."
    return Parameter("fields", about, may_be_empty=True)


def expand_parameter(names: Sequence[str]) -> Parameter:
    """`expand`: what lists leave out otherwise."""
    about = f"Also these, separated by commas, which lists leave out otherwise: {', '.join(names)}."
    return Parameter("expand", about, may_be_empty=True)


def ordering_parameter(orders: Sequence[Order]) -> Parameter:
    """`ordering`: one of the orders, the first one by default."""
    names = [order.name for order in orders]
    return Parameter("ordering", "The order of the rows.", {"type": "string", "enum": names, "default": names[0]})


def filter_parameters(filterset: type[FilterSet]) -> list[Parameter]:
    """The parameters of a list's filters."""
    return [_of_filter(name, each) for name, each in filterset.base_filters.items()]


def check(given: QueryDict, known: Sequence[Parameter]) -> None:
    """Raise `InvalidParameters` for what is not declared, is given twice, or does not have its form."""
    with naming_parameters():
        refuse_unknown_parameters(given, *(each.name for each in known))
    errors = {each.name: [fault] for each in known if (fault := _fault_in(given.getlist(each.name), each))}
    if errors:
        raise InvalidParameters(errors)


@contextmanager
def naming_parameters() -> Iterator[None]:
    """What the block finds invalid are parameters."""
    try:
        yield
    except InvalidInput as failure:
        raise InvalidParameters(failure.errors) from None


def _fault_in(values: list[str], parameter: Parameter) -> str:
    if len(values) > 1 and not parameter.several:
        return _("Give this once only.")
    if "" in values and not parameter.may_be_empty:
        return _("Give a value, or leave the parameter out.")
    if parameter.form and any(value and not parameter.form.fullmatch(value) for value in values):
        return _("Give a day such as 2026-01-31.") if parameter.form is _DAY else _("Give true or false.")
    return ""


def _of_filter(name: str, each: Filter) -> Parameter:
    about = str(each.label)
    if isinstance(each, AnyOfFilter | AllOfFilter) and not isinstance(each, AllOfUuidsFilter):
        which = "any of them" if isinstance(each, AnyOfFilter) else "all of them"
        choices = each.extra["choices"]
        values = [str(value) for value, _label in (choices() if callable(choices) else choices)]
        schema = {"type": "array", "items": {"type": "string", "enum": values}}
        return Parameter(name, f"{about}; given several times: {which}.", schema, several=True)
    if isinstance(each, AllOfUuidsFilter):
        schema = {"type": "array", "items": {"type": "string", "format": "uuid"}}
        return Parameter(name, f"{about}; given several times: all of them.", schema, several=True)
    if isinstance(each, SearchFilter):
        return Parameter(name, f"{about}: names, aliases, titles and references with all the words.", may_be_empty=True)
    for kind, schema, form in _TYPED_FILTERS:
        if isinstance(each, kind):
            return Parameter(name, about, schema, form=form)
    return Parameter(name, about, {"type": "string", "minLength": 1})
