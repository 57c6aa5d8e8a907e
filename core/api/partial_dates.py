"""A date and how exactly it is known, given apart."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.dates import PartialDate, Precision

_FROM_COARSE = [Precision.YEAR, Precision.MONTH, Precision.DAY]
PRECISIONS = [each.value for each in Precision]
PRECISION_HELP = "May be left out: it follows from how much of the date is given."


def joined(date: PartialDate, precision: str | None, *, field: str = "precision") -> PartialDate:
    """The date to that precision. More of it than is known may be given as the first day: 2020-01-01 for a year.

    Raises `ValidationError` (`field`) where the two do not agree.
    """
    if precision is None or precision == date.precision:
        return date
    shortened = PartialDate(date.date, Precision(precision))
    is_coarser = _FROM_COARSE.index(shortened.precision) < _FROM_COARSE.index(date.precision)
    if not is_coarser or shortened.first != date.first:
        raise serializers.ValidationError({field: [_("The date and its precision do not agree.")]})
    return shortened
