"""The institutions in an agreement, as answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated

from django.db.models import Prefetch, prefetch_related_objects

from agreements.api.force_fields import NO_PARTY, UNDETERMINED, ForceThen, force_of_parties, read_force
from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from agreements.party_names import party_names
from approvals.api.representations import PartyLink
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.links import InstitutionLink, institution_link
from institutions.names_then import NameThen


class PartyItem(SourcedFact, ForceThen):
    """An institution and its role. Only the role "party" approves, signs and is bound: the others have no force."""

    id: Annotated[uuid.UUID, "What acts and approvals call the party."]
    name: Annotated[str, "What it was called when the agreement was signed; `institution` has today's name."]
    role: PartyRole
    signatory: str
    classes: Annotated[list[str], "What clauses count the party by."]
    is_negotiating: Annotated[bool, "Whether it took part in the negotiation, so that its consent is awaited."]
    institution: InstitutionLink


def parties(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[PartyItem]]:
    """The parties of each agreement in their order."""
    read_parties(agreements)
    read_force(agreements, reading)
    names = party_names(agreements, today=reading.today)
    return {each.pk: _parties(each, reading, names) for each in agreements}


def read_parties(agreements: Sequence[Agreement]) -> None:
    """Read the parties with the agreements: one query."""
    rows = AgreementParty.objects.select_related("institution").order_by("position", "id")
    prefetch_related_objects(agreements, Prefetch("parties", rows))


def _parties(agreement: Agreement, reading: Reading, names: Mapping[int, NameThen]) -> list[PartyItem]:
    force = force_of_parties(agreement)
    return [
        _party(
            row, reading, force.get(row.pk, UNDETERMINED if row.role == PartyRole.PARTY else NO_PARTY), names[row.pk]
        )
        for row in agreement.parties.all()
    ]


def _party(row: AgreementParty, reading: Reading, force: ForceThen, then: NameThen) -> PartyItem:
    return {
        "id": row.uid,
        "name": then.name,
        "role": PartyRole(row.role),
        "signatory": row.signatory,
        "classes": row.classes,
        "is_negotiating": row.is_negotiating,
        "institution": institution_link(row.institution, reading),
        **force,
        **source_of(row),
    }


def party_link(row: AgreementParty | None) -> PartyLink | None:
    """A party as its acts name it; None for an act of all."""
    if row is None:
        return None
    return {"id": row.uid, "institution": row.institution.uid, "name": row.institution.name}
