"""Programmes, as answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from activities.models import Programme, ProgrammePartner
from core.api.record_fields import bookkeeping, identity, plain
from core.api.shapes import Field, Reading, Shape, grouped
from core.api.sources import SourcedFact, source_fields, source_of
from institutions.api.links import InstitutionLink, institution_link, link_or_none


class ProgrammeLink(TypedDict):
    """A programme, where another record names it."""

    code: str
    name: str
    url: str


class PartnerItem(SourcedFact):
    """An institution that a programme works with."""

    institution: InstitutionLink


def programme_address(programme: Programme, reading: Reading) -> str:
    """Where a programme is in the API."""
    return f"{reading.root}programmes/{programme.code}/"


def programme_link(programme: Programme, reading: Reading) -> ProgrammeLink:
    """A programme as another record names it."""
    return {"code": programme.code, "name": programme.name, "url": programme_address(programme, reading)}


def _partners(programmes: Sequence[Programme], reading: Reading) -> dict[int, list[PartnerItem]]:
    rows = ProgrammePartner.objects.filter(programme__in=programmes).select_related("institution").order_by("id")
    return grouped(programmes, rows, by="programme_id", write=lambda row: _partner(row, reading))


def _partner(row: ProgrammePartner, reading: Reading) -> PartnerItem:
    return {"institution": institution_link(row.institution, reading), **source_of(row)}


PROGRAMME: Shape[Programme] = Shape(
    "Programme",
    "What activities belong to, such as EL PAcCTO.",
    {
        **identity(programme_address),
        "code": plain(str, "Its code, which names it in addresses.", "code"),
        "name": plain(str, "Its name, in the caller's language where it has one.", "name"),
        "names": plain(dict[str, str], "Its names by language.", "names"),
        "description": plain(str, "What it is.", "description"),
        "funder": Field(
            InstitutionLink | None, "Who pays for it.", lambda row, reading: link_or_none(row.funder, reading)
        ),
        "partners": Field(list[PartnerItem], "The institutions it works with.", load=_partners),
        "starts": plain(str, "When it begins: a year, a month or a day; empty: not known.", "starts"),
        "ends": plain(str, "When it ends, likewise.", "ends"),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url", "code"),
)
