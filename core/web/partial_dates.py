"""A date known to the day, the month or only the year, in three boxes: what is not known is left empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import PartialDate, Precision


class PartialDateInput(forms.MultiWidget):
    """Day, month and year, each with its name."""

    template_name = "forms/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(number | {"maxlength": 2, "size": 3}),
                "month": forms.Select(choices=[("", "–"), *MONTHS.items()]),
                "year": forms.TextInput(number | {"maxlength": 4, "size": 5}),
            },
            attrs,
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes with their names."""
        context = super().get_context(name, value, attrs)
        names = (_("Day"), _("Month"), _("Year"))
        context["widget"]["boxes"] = list(zip(names, context["widget"]["subwidgets"], strict=True))
        return context

    def decompress(self, value: PartialDate | None) -> list[Any]:
        """The known parts."""
        if value is None:
            return [None, None, None]
        day = value.date.day if value.precision is Precision.DAY else None
        month = value.date.month if value.precision is not Precision.YEAR else None
        return [day, month, value.date.year]


class PartialDateField(forms.MultiValueField):
    """A `PartialDate`, or None when all boxes are empty."""

    widget = PartialDateInput
    default_error_messages = {
        "year": gettext_lazy("Give the year, with four digits."),
        "month": gettext_lazy("Give the month too, or leave the day empty."),
        "no_such_day": gettext_lazy("There is no such day."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("What is not known stays empty: the year alone will do."))
        boxes = (forms.CharField(max_length=2), forms.CharField(max_length=2), forms.CharField(max_length=4))
        super().__init__(boxes, require_all_fields=False, **kwargs)
        for box in self.fields:
            box.required = False

    def compress(self, data_list: list[str]) -> PartialDate | None:
        """Join the boxes, as exactly as they say."""
        day, month, year = (part or "" for part in data_list or ("", "", ""))
        if not (day or month or year):
            return None
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValidationError(self.error_messages["year"], code="year")
        if day and not month:
            raise ValidationError(self.error_messages["month"], code="month")
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        try:
            return PartialDate(dt.date(int(year), int(month or 1), int(day or 1)), precision)
        except ValueError:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None
