"""The names of an institution, and the keys derived from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from core.text import fold, fold_all
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
    official = [row for row in (current or rows) if row.type == Type.OFFICIAL] or rows
    institution.label = {row.language or "en": row.text for row in reversed(official)}
    institution.acronym = next((row.text for row in current if row.type == Type.ACRONYM), "")
    institution.search_key = fold_all(*(row.text for row in rows))
    institution.sort_key = fold(institution.label.get("en") or next(iter(institution.label.values())))[:300]
    institution.save(update_fields=["label", "acronym", "search_key", "sort_key"])
