"""The names of an institution, and the keys derived from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TypeVar

from django.utils.translation import gettext as _

from core.text import fold, fold_all
from core.validation import wrong_values
from institutions.models import Institution, InstitutionName

Type = InstitutionName.Type


@dataclass(frozen=True)
class NewName:
    """A name as it is given: `type` is one of `InstitutionName.Type`, `language` an ISO 639 code or empty."""

    text: str
    language: str = ""
    type: str = Type.OFFICIAL
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    source: str = ""
    source_quote: str = ""
    source_note: str = ""


N = TypeVar("N", NewName, InstitutionName)


def wrong_names(names: Sequence[NewName]) -> list[str]:
    """What is wrong with the names of one institution, as sentences."""
    errors = [
        each for name in names for sentences in wrong_values(InstitutionName, vars(name)).values() for each in sentences
    ]
    if not any(name.type == Type.OFFICIAL for name in names):
        errors.append(_("Give at least one official name."))
    if any(name.valid_from and name.valid_until and name.valid_until <= name.valid_from for name in names):
        errors.append(_("A name cannot end before it began."))
    return errors or [_overlap(*pair) for pair in _overlapping(names)]


def _overlapping(names: Sequence[NewName]) -> list[tuple[NewName, NewName]]:
    """Pairs of official names of one language that hold on one day, each name against the next in time."""
    official = sorted(
        (name for name in names if name.type == Type.OFFICIAL),
        key=lambda name: (name.language, name.valid_from or dt.date.min),
    )
    return [
        (earlier, later)
        for earlier, later in pairwise(official)
        if earlier.language == later.language
        and (earlier.valid_until is None or (later.valid_from or dt.date.min) < earlier.valid_until)
    ]


def _overlap(earlier: NewName, later: NewName) -> str:
    sentence = _(
        "“%(earlier)s” and “%(later)s” would both be the official name at one time. "
        "Say from when and until when each was held, or make one of them an alias."
    )
    return sentence % {"earlier": earlier.text, "later": later.text}


def namesake(names: Sequence[NewName], *, country: str) -> Institution | None:
    """An institution of the same country that bears one of the official names, accents and case aside."""
    official = {fold(name.text) for name in names if name.type == Type.OFFICIAL}
    for folded in sorted(official):
        rows = InstitutionName.objects.filter(
            type=Type.OFFICIAL, institution__country=country or "", institution__search_key__contains=folded
        )
        for row in rows.select_related("institution").order_by("id"):
            if fold(row.text) == folded:
                return row.institution
    return None


def write_names(institution: Institution, names: Sequence[NewName]) -> None:
    """Make the institution's names exactly these: rows that stay keep their id and history.

    A name taken up again later is several entries, told apart by the order of their times.
    """
    present = _in_order_of_time(institution.names.order_by("id"))
    wanted = _in_order_of_time(dict.fromkeys(names))
    for identity, row in present.items():
        if identity not in wanted:
            row.delete()
    for identity, name in wanted.items():
        values = asdict(name)
        if identity not in present:
            InstitutionName.objects.create(institution=institution, **values)
        elif any(getattr(present[identity], field) != value for field, value in values.items()):
            InstitutionName.objects.filter(pk=present[identity].pk).update(**values)
    derive_labels(institution, institution.names.order_by("id"))


def _in_order_of_time(names: Iterable[N]) -> dict[tuple[str, str, str, int], N]:
    """Each entry under what it is called and the how-manieth of that it is."""
    counted: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for name in sorted(names, key=lambda each: each.valid_from or dt.date.min):
        called: tuple[str, str, str] = (name.type, name.language, name.text)
        found[*called, counted[called]] = name
        counted[called] += 1
    return found


def derive_labels(institution: Institution, names: Iterable[InstitutionName]) -> None:
    """Bring label, acronym and the search and sort keys up to date with the names."""
    rows = list(names)
    current = [row for row in rows if row.valid_until is None]
    ever_official = [row for row in rows if row.type == Type.OFFICIAL]
    official = [row for row in ever_official if row.valid_until is None] or ever_official
    institution.label = {row.language or "en": row.text for row in reversed(official)}
    institution.acronym = next((row.text for row in current if row.type == Type.ACRONYM), "")
    institution.search_key = fold_all(*(row.text for row in rows))
    institution.sort_key = fold(institution.label.get("en") or next(iter(institution.label.values())))[:300]
    institution.save(update_fields=["label", "acronym", "search_key", "sort_key"])
