"""What institutions were called on a day, for any number of them in one query."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from institutions.models import Institution, InstitutionName
from institutions.naming import name_on

Type = InstitutionName.Type


@dataclass(frozen=True)
class NameThen:
    """The name and the short name of an institution on a day; `now` is today's name where that is another."""

    name: str
    short_name: str
    now: str = ""


def names_then(
    wanted: Iterable[tuple[Institution, dt.date]], *, language: str | None = None
) -> dict[tuple[int, dt.date], NameThen]:
    """What each was called on its day, by institution id and day, in the language (default: the active one).

    An institution none of whose names is dated has the names of today. See `institutions.naming` for the rule.
    """
    pairs = list(wanted)
    rows = _dated_names({institution.pk for institution, _day in pairs})
    languages = _preferred(language)
    return {
        (institution.pk, day): _name_then(institution, rows.get(institution.pk, []), day, languages)
        for institution, day in pairs
    }


def _dated_names(pks: set[int]) -> dict[int, list[InstitutionName]]:
    """Official names and acronyms of those institutions that have a dated one."""
    own = InstitutionName.objects.filter(institution__in=pks, type__in=[Type.OFFICIAL, Type.ACRONYM])
    dated = own.exclude(valid_from=None, valid_until=None).order_by().values("institution_id")
    found: dict[int, list[InstitutionName]] = defaultdict(list)
    for row in own.filter(institution__in=dated).order_by("id"):
        found[row.institution_id].append(row)
    return found


def _name_then(institution: Institution, rows: list[InstitutionName], day: dt.date, languages: list[str]) -> NameThen:
    official = name_on([row for row in rows if row.type == Type.OFFICIAL], day, languages)
    if official is None:
        return NameThen(institution.name, institution.short_name)
    acronyms = [row for row in rows if row.type == Type.ACRONYM and _holds(row, day)]
    acronym = name_on(acronyms, day, ["", *languages])
    is_still_held = official.valid_until is None or official.text == institution.name
    return NameThen(
        official.text, acronym.text if acronym else official.text, now="" if is_still_held else institution.name
    )


def _holds(row: InstitutionName, day: dt.date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day < row.valid_until)


def _preferred(language: str | None) -> list[str]:
    first = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return [first, *(code for code, _label in settings.LANGUAGES if code != first)]
