"""Tags and filters every template has without loading them. Each is one line over `core.web`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import PartialDate, Precision
from core.web import deadlines, icons, words
from core.web.addresses import ordering_link, with_changes

register = template.Library()
register.simple_tag(icons.icon)
register.simple_tag(icons.shape)


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """The query of this page with some parameters changed; `None` or "" removes one. Always starts at page one.

    `<a href="{% url_with stage='signed' %}">`
    """
    request: HttpRequest = context["request"]
    return with_changes(request.GET, changes)


@register.simple_tag(takes_context=True)
def sorted_by(
    context: Context, order: str, turned: str = "", parameter: str = "ordering", default: str = ""
) -> dict[str, str]:
    """How the list stands to a column now (`aria`), and the address that sorts by it or turns it round (`url`)."""
    request: HttpRequest = context["request"]
    return ordering_link(request.GET, order=order, turned=turned or order, parameter=parameter, default=default)


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " for the page's title when a form on the page has errors, or somebody was quicker (`conflict`)."""
    values: Iterable[Any] = context.flatten().values()
    forms = (value for value in values if issubclass(type(value), BaseForm | BaseFormSet))
    has_failed = bool(context.get("conflict")) or any(form.is_bound and not form.is_valid() for form in forms)
    return _("Error:") + " " if has_failed else ""


@register.simple_tag
def log_in_hint() -> str:
    """Where the passwords of the demonstration log-ins stand, when this is the embedded demonstration register."""
    return "var/demo-password" if getattr(settings, "EMBEDDED_DATABASE", False) else ""


@register.filter
def day(value: dt.date | PartialDate | None, precision: str = "day") -> str:
    """A date in words, with only the parts that are known: 19 December 2019, December 2019 or 2019."""
    return words.day(value, Precision(precision or "day"))


@register.filter
def until(first: PartialDate, last: PartialDate) -> str:
    """Two dates as one period, what they share said once: 3–14 May 2026, 30 May – 2 June 2026, 2024 – 2027."""
    return words.period(first, last)


@register.filter
def partial_date(text: str) -> PartialDate | str:
    """The date that a text such as 2018 or 2018-11-30 states, for `day` and `c-date`; any other text as it is."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return text


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A time in the reader's zone, with the zone: 19 December 2019, 14:05 CET."""
    return words.moment(value)


@register.filter
def machine_date(value: dt.date | PartialDate | None, precision: str = "day") -> str:
    """The `datetime` attribute of a `<time>`: ISO 8601 with only the parts that are known."""
    return words.machine(value, Precision(precision or "day"))


@register.simple_tag
def deadline(due: dt.date, today: dt.date | None = None, done: bool = False, dated: bool = False) -> deadlines.Deadline:
    """A deadline in words and with its tone, counted from `today` (by default the reader's)."""
    return deadlines.judge(due, today=today or timezone.localdate(), done=done, dated=dated)


@register.filter
def control(field: BoundField) -> str:
    """What kind of control a field is: "checkbox", "choices", "hidden" or "input"."""
    return words.control(field)


@register.filter
def first_control(field: BoundField) -> str:
    """The id an error summary leads to: the field's control, or the first of its choices."""
    return words.first_control(field)


@register.filter
def share_of(value: float, largest: float) -> str:
    """The value as a percentage of the largest, for the width of a bar: "37.5%"."""
    return f"{100 * value / largest:.1f}%" if largest else "0%"
