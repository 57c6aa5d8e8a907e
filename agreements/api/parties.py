"""The institutions in an agreement, as answered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated

from django.db.models import Prefetch, prefetch_related_objects

from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from approvals.api.representations import PartyLink
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.representations import InstitutionLink, institution_link


class PartyItem(SourcedFact):
    """An institution and its role. Only the role "party" approves, signs and is bound."""

    id: Annotated[uuid.UUID, "What acts and approvals call the party."]
    name: str
    role: PartyRole
    signatory: str
    institution: InstitutionLink


def parties(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[PartyItem]]:
    """The parties of each agreement in their order."""
    read_parties(agreements)
    return {each.pk: [_party(row, reading) for row in each.parties.all()] for each in agreements}


def read_parties(agreements: Sequence[Agreement]) -> None:
    """Read the parties with the agreements: one query."""
    rows = AgreementParty.objects.select_related("institution").order_by("position", "id")
    prefetch_related_objects(agreements, Prefetch("parties", rows))


def _party(row: AgreementParty, reading: Reading) -> PartyItem:
    return {
        "id": row.uid,
        "name": row.institution.name,
        "role": PartyRole(row.role),
        "signatory": row.signatory,
        "institution": institution_link(row.institution, reading),
        **source_of(row),
    }


def party_link(row: AgreementParty | None) -> PartyLink | None:
    """A party as its acts name it; None for an act of all."""
    if row is None:
        return None
    return {"id": row.uid, "institution": row.institution.uid, "name": row.institution.name}
