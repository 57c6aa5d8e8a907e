"""The names of an institution, and the keys derived from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

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

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two entries the same name."""
        return (self.type, self.language, self.text)


def wrong_names(names: Sequence[NewName]) -> list[str]:
    """What is wrong with the names of one institution, as sentences."""
    errors = [
        each for name in names for sentences in wrong_values(InstitutionName, vars(name)).values() for each in sentences
    ]
    if not any(name.type == Type.OFFICIAL for name in names):
        errors.append(_("Give at least one official name."))
    if any(name.valid_from and name.valid_until and name.valid_until <= name.valid_from for name in names):
        errors.append(_("A name cannot end before it began."))
    return errors


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
    """Make the institution's names exactly these: rows that stay keep their id and history."""
    present = {(row.type, row.language, row.text): row for row in institution.names.all()}
    wanted = {name.identity: name for name in names}
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
