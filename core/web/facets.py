"""What a list can be narrowed by, with counts, and the filters in force: all in words, each with its address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, Filter, FilterSet, MultipleChoiceFilter

from core.web.addresses import with_changes

TRUE = "true"
Naming = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: a parameter of its filter and the column the parameter compares.

    `empty` is the parameter's value for rows whose column is empty; without one they are not offered. At most `most`
    values are seen at once, those with the most rows, beside those already chosen; the others are folded below them.
    """

    parameter: str
    title: str | Promise
    column: str
    empty: str = ""
    most: int = 12


@dataclass(frozen=True)
class Flag:
    """A yes-or-no filter, offered as one choice: `label`, counting the rows that `only` keeps."""

    parameter: str
    title: str | Promise
    label: str | Promise
    only: Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Choice:
    """One value of a facet, as `c-facet` takes it. `is_folded`: seen when the reader asks for more."""

    label: str
    count: int
    url: str
    selected: bool
    is_folded: bool = False


@dataclass(frozen=True)
class Chip:
    """One filter in force; `url` takes it off."""

    words: str
    url: str


class Filters:
    """The filters of a list as one address gives them. `naming` has words for values without choices: codes, uids."""

    def __init__(self, found: FilterSet, query: QueryDict, naming: Mapping[str, Naming]) -> None:
        self.found, self.query, self.naming = found, query, naming
        given = {name: [value for value in query.getlist(name) if value.strip()] for name in found.filters}
        self.values = {name: list(dict.fromkeys(values)) for name, values in given.items() if values}

    def choices(self, facet: Facet | Flag) -> list[Choice]:
        """The values of a valid filter's facet, each counted among the rows that pass every other filter."""
        return self._flag(facet) if isinstance(facet, Flag) else self._values(facet)

    def _flag(self, flag: Flag) -> list[Choice]:
        count = flag.only(self.without(flag.parameter)).order_by().count()
        is_on = self.found.form.cleaned_data.get(flag.parameter) is True
        value = self.values[flag.parameter][0] if is_on else TRUE
        choice = Choice(str(flag.label), count, self.toggled(flag.parameter, value), is_on)
        return [choice] if count or is_on else []

    def _values(self, facet: Facet) -> list[Choice]:
        counted = self.without(facet.parameter).order_by().values_list(facet.column).annotate(Count("pk"))
        named = ((facet.empty if value in (None, "") else str(value), count) for value, count in counted)
        counts = {value: count for value, count in named if value}
        chosen = self.values.get(facet.parameter, [])
        ranked = sorted(counts, key=lambda value: -counts[value])
        seen = {*ranked[: facet.most], *chosen}
        names = self.names(facet.parameter, list(dict.fromkeys([*ranked, *chosen])))
        choices = [
            Choice(name, counts.get(value, 0), self.toggled(facet.parameter, value), value in chosen, value not in seen)
            for value, name in names.items()
        ]
        return sorted(choices, key=lambda each: each.is_folded)

    def chips(self) -> list[Chip]:
        """Every filter in force."""
        return [
            Chip(_("%(filter)s: %(value)s") % {"filter": self.found.filters[name].label, "value": words}, url)
            for name, values in self.values.items()
            for value, words in self.names(name, values).items()
            for url in [self.toggled(name, value)]
        ]

    def names(self, parameter: str, values: Collection[str]) -> dict[str, str]:
        """What each value is called, in the order to offer them: as declared, or by the alphabet."""
        naming, one = self.naming.get(parameter), self.found.filters[parameter]
        if naming:
            names = naming(values)
            pairs = ((value, names.get(value, value)) for value in values)
            return dict(sorted(pairs, key=lambda pair: pair[1].casefold()))
        if isinstance(one, BooleanFilter):
            return {value: _("yes") if value.lower() in ("true", "1") else _("no") for value in values}
        declared = {str(value): str(label) for value, label in _choices_of(one) if value in values}
        return {**declared, **{value: value for value in values if value not in declared}}

    def toggled(self, name: str, value: str) -> str:
        """The address with one value put on, or off where it is on. A filter of many values keeps the others."""
        given = self.query.getlist(name)
        takes_many = isinstance(self.found.filters[name], MultipleChoiceFilter)
        changed = self.query.copy()
        if value in given:
            changed.setlist(name, [each for each in given if each != value])
        else:
            changed.setlist(name, [*given, value] if takes_many else [value])
        return with_changes(changed, {})

    def without(self, parameter: str) -> QuerySet[Any]:
        """The rows that pass every other filter."""
        rows = self.found.queryset.all()
        for name, value in self.found.form.cleaned_data.items():
            if name != parameter:
                rows = self.found.filters[name].filter(rows, value)
        return rows


def _choices_of(one: Filter) -> Iterable[tuple[str, Any]]:
    choices = one.extra.get("choices", ())
    return choices() if callable(choices) else choices
