"""Filters that several lists share. A filter that takes several values is repeated: `stage=signed&stage=closed`."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, CharFilter, DateFilter, Filter, FilterSet, MultipleChoiceFilter

from core.search.expression import Expression, read

MOST_DAYS = 36_500
FIRST_DAY = dt.date(1600, 1, 1)


class SearchFilter(CharFilter):
    """`q=`: the words as the search page takes them (`core.search`). Only for rows of a `SearchedQuerySet`."""

    expression: Expression | None = None

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to the rows that have what is asked for. Raises `InvalidInput` (`q`)."""
        if not (value or "").strip():
            return qs
        if self.expression is None or self.expression.asked != value:
            self.expression = read(value)  # once for the rows, the count and every facet
        return qs.matching(self.expression)  # type: ignore[attr-defined]


class AnyOfFilter(MultipleChoiceFilter):
    """Rows with any of the values given; one column is compared, so no row can come twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"distinct": False, **kwargs})


class AllOfFilter(MultipleChoiceFilter):
    """Rows that fit every one of the values given. The filter's `method` takes them as a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"distinct": False, "conjoined": True, **kwargs})


class UuidsField(forms.MultipleChoiceField):
    """Several ids of which any may be given, known or not."""

    def clean(self, value: Any) -> list[uuid.UUID]:
        """The ids. What is no id is refused."""
        return [forms.UUIDField().clean(each) for each in self.to_python(value)]


class AllOfUuidsFilter(AllOfFilter):
    """`with_institution=…&with_institution=…`."""

    field_class = UuidsField


class YesOrNoField(forms.NullBooleanField):
    """true, false, or nothing; other words are refused instead of ignored."""

    widget = forms.TextInput

    def clean(self, value: Any) -> bool | None:
        """The truth meant."""
        words = {"true": True, "1": True, "false": False, "0": False, "": None}
        text = str(value or "").strip().lower()
        if text not in words:
            raise ValidationError(_("Say true or false."), code="invalid")
        return words[text]


class YesOrNoFilter(BooleanFilter):
    """`overdue=true`."""

    field_class = YesOrNoField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": forms.TextInput, **kwargs})


class DayFilter(DateFilter):
    """A day of the years 1600 to 9999, which is what the register reckons with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"validators": [MinValueValidator(FIRST_DAY)], **kwargs})


class DaysFilter(Filter):
    """A number of days, from 0 to a hundred years."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"min_value": 0, "max_value": MOST_DAYS, **kwargs})


class RegisterFilterSet(FilterSet):
    """Filters of one list, for its page and the API alike. `viewer` is who asks."""

    @property
    def viewer(self) -> Any:
        """The person the list is for."""
        return self.request.user
