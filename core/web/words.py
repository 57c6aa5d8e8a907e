"""Dates, times and controls as the pages name them, in the reader's language and zone."""

from __future__ import annotations

import datetime as dt

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, MultiWidget, RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import PartialDate, Precision

_FORMATS = {Precision.DAY: "DATE_FORMAT", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}


def day(value: dt.date | PartialDate | None, precision: Precision = Precision.DAY) -> str:
    """A date in words with only its known parts; a time counts as its day in the reader's zone; "" for None."""
    if value is None or value == "":
        return ""
    known = _partial(value, precision)
    return date_format(known.date, _FORMATS[known.precision])


def period(first: PartialDate, last: PartialDate) -> str:
    """Two dates as one period, in which the month and year they share are said once."""
    if str(first) == str(last):
        return day(first)
    both_days = first.precision is last.precision is Precision.DAY
    if both_days and (first.date.year, first.date.month) == (last.date.year, last.date.month):
        return f"{first.date.day}–{day(last)}"
    if both_days and first.date.year == last.date.year:
        return f"{date_format(first.date, 'MONTH_DAY_FORMAT')} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def machine(value: dt.date | PartialDate | None, precision: Precision = Precision.DAY) -> str:
    """ISO 8601 with only the known parts; a time keeps its offset; "" for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return str(_partial(value, precision))


def moment(value: dt.datetime | None) -> str:
    """Day, time and zone of a moment as the reader's clock shows it; "" for None."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return _("%(day)s, %(time)s %(zone)s") % {
        "day": date_format(local, "DATE_FORMAT"),
        "time": date_format(local, "H:i"),
        "zone": local.tzname(),
    }


def control(field: BoundField) -> str:
    """Which shape a field takes on the page: "hidden", "checkbox", "choices" or "input"."""
    if field.is_hidden:
        return "hidden"
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, CheckboxInput) else "input"


def first_control(field: BoundField) -> str:
    """The id of a field's control, or of the first of its choices or boxes."""
    has_several = control(field) == "choices" or isinstance(field.field.widget, MultiWidget)
    return f"{field.auto_id}_0" if has_several else field.id_for_label or field.auto_id


def _partial(value: dt.date | PartialDate, precision: Precision) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return PartialDate(value, precision)
