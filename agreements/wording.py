"""The law's lines and lengths as sentences in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from agreements.law.calendar import DAY, Length, Span
from agreements.law.results import Label, Line, PartyName, Place
from agreements.law.sentences import SENTENCES
from agreements.quality_kinds import SENTENCES as OF_QUALITY
from core.dates import PartialDate, Precision
from core.web import words

Names = Mapping[str, str]


def say_line(line: Line, names: Names) -> str:
    """The line in the active language: of the law, or of the checks of quality. `names`: each party's by its key."""
    sentence = SENTENCES.get(line.code) or OF_QUALITY[line.code]
    return gettext(sentence) % {name: say_place(place, names) for name, place in line.places.items()}


def say_place(place: Place, names: Names) -> str:
    """What fills a place of a sentence."""
    if isinstance(place, dt.date):
        return date_format(place, "DATE_FORMAT")
    if isinstance(place, Length):
        return say_length(place)
    if isinstance(place, Span):
        return say_span(place)
    if isinstance(place, PartyName):
        return names.get(place.key, gettext("a party"))
    if isinstance(place, Line):
        return say_line(place, names)
    return gettext(place.text) if isinstance(place, Label) else str(place)


def say_length(length: Length) -> str:
    """Such as "1 year and 6 months"."""
    parts = [
        text % {"n": number}
        for number, text in (
            (length.years, ngettext("%(n)s year", "%(n)s years", length.years)),
            (length.months, ngettext("%(n)s month", "%(n)s months", length.months)),
            (length.weeks, ngettext("%(n)s week", "%(n)s weeks", length.weeks)),
            (length.days, ngettext("%(n)s day", "%(n)s days", length.days)),
        )
        if number
    ]
    if not parts:
        return gettext("no time")
    return gettext(" and ").join(parts)


def say_span(span: Span) -> str:
    """A day, the month or year it lies in, or the days it may be."""
    if span.day:
        return date_format(span.day, "DATE_FORMAT")
    if span.first and span.last:
        known = _whole(span.first, span.last)
        if known:
            return words.day(known)
        places = {"first": date_format(span.first, "DATE_FORMAT"), "last": date_format(span.last, "DATE_FORMAT")}
        return gettext("a day from %(first)s to %(last)s") % places
    if span.first:
        return gettext("a day not before %(first)s") % {"first": date_format(span.first, "DATE_FORMAT")}
    if span.last:
        return gettext("a day not after %(last)s") % {"last": date_format(span.last, "DATE_FORMAT")}
    return gettext("a day that is not known")


def _whole(first: dt.date, last: dt.date) -> PartialDate | None:
    """The month or the year that the days fill."""
    if last == dt.date.max:
        return None
    if first.day == 1 and (last + DAY).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return PartialDate(first, Precision.MONTH)
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return PartialDate(first, Precision.YEAR)
    return None
