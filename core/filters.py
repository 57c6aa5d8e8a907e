"""Filters that several lists share. A filter that takes several values is repeated: `stage=signed&stage=closed`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, CharFilter, FilterSet, MultipleChoiceFilter

MOST_WORDS = 8


class SearchFilter(CharFilter):
    """`q=`: the model's own `search()`; at most the first eight words count."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to the rows that have all the words."""
        words = " ".join((value or "").split()[:MOST_WORDS])
        return qs.search(words) if words else qs  # type: ignore[attr-defined]


class AnyOfFilter(MultipleChoiceFilter):
    """Rows with any of the values given; one column is compared, so no row can come twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"distinct": False, **kwargs})


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


class RegisterFilterSet(FilterSet):
    """Filters of one list, for its page and the API alike. `viewer` is who asks."""

    @property
    def viewer(self) -> Any:
        """The person the list is for."""
        return self.request.user
