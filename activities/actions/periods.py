"""Periods whose ends may be known to the year or month only, kept as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.dates import PartialDate


def wrong_period(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with `starts` and `ends`, by name: no dates, or the end before the start."""
    errors, known = {}, {}
    for name in ("starts", "ends"):
        if values.get(name):
            try:
                known[name] = PartialDate.parse(values[name])
            except ValueError:
                errors[name] = [_("Give a year, a month or a day: 2017, 2017-05 or 2017-05-31.")]
    if len(known) == 2 and known["ends"].last < known["starts"].first:
        errors["ends"] = [_("The end lies before the beginning.")]
    return errors
