"""An institution, where another record names it."""

from __future__ import annotations

import uuid
from typing import Annotated, TypedDict

from core.api.hints import OneOf
from core.api.shapes import Reading
from institutions.kinds import KINDS
from institutions.models import Institution


class InstitutionLink(TypedDict):
    """An institution, where another record names it; in the caller's language."""

    id: uuid.UUID
    name: str
    short_name: Annotated[str, "Its acronym where it has one, otherwise its name."]
    kind: Annotated[str, OneOf(KINDS)]
    country: Annotated[str | None, "ISO 3166 code; null for an international body."]
    url: str


def institution_address(institution: Institution, reading: Reading) -> str:
    """Where an institution is in the API."""
    return f"{reading.root}institutions/{institution.uid}/"


def institution_link(institution: Institution, reading: Reading) -> InstitutionLink:
    """An institution as another record names it."""
    return {
        "id": institution.uid,
        "name": institution.name,
        "short_name": institution.short_name,
        "kind": institution.kind,
        "country": str(institution.country) or None,
        "url": institution_address(institution, reading),
    }


def link_or_none(institution: Institution | None, reading: Reading) -> InstitutionLink | None:
    """The same, where there may be none."""
    return institution_link(institution, reading) if institution else None
