"""Relations between agreements and their families, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, TypedDict

from agreements.api.links import AgreementLink, agreement_link
from agreements.models import Agreement, Relation
from agreements.relation_kinds import RelationKind
from agreements.relations import Kin, Related, relations_of
from agreements.stages import Stage
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of


class Direction(StrEnum):
    """From which end a relation is told: whether the record does it, or it is done to it."""

    TO = "to"
    FROM = "from"


class RelationItem(SourcedFact):
    """What an agreement is to another (direction "to"), or another to it (direction "from")."""

    id: uuid.UUID
    kind: RelationKind
    direction: Direction
    agreement: Annotated[AgreementLink, "The agreement at the other end."]
    effective_on: Annotated[dt.date | None, "From when, where that is stated."]
    since: Annotated[
        dt.date | None, "The same, or else the day the relating agreement entered into force; null: not known."
    ]
    note: str


class KinRelation(TypedDict):
    """What an agreement of a family is to another of it."""

    kind: RelationKind
    agreement: AgreementLink


class FamilyMember(TypedDict):
    """An agreement of a family, in the order a tree is read."""

    agreement: AgreementLink
    stage: Stage
    depth: Annotated[int, "How far below the top of its tree: 0 at the top."]
    is_self: Annotated[bool, "Whether it is the agreement whose family was asked for."]
    parent: Annotated[str | None, "The reference of the agreement it stands below; null at a top."]
    relations: Annotated[list[KinRelation], "What it is to others: first to the one it stands below."]


class Family(TypedDict):
    """A family of agreements, joined by relations that have a direction."""

    results: list[FamilyMember]


def relations(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[RelationItem]]:
    """The relations of each agreement whose other end the caller may see."""
    found = relations_of(agreements, reading.user)
    return {pk: [relation_item(each, reading) for each in rows] for pk, rows in found.items()}


def relation_item(related: Related, reading: Reading) -> RelationItem:
    """One relation."""
    return {
        "id": related.relation.uid,
        "kind": related.kind,
        "direction": Direction.TO if related.is_active else Direction.FROM,
        "agreement": agreement_link(related.agreement, reading),
        "effective_on": related.relation.effective_on,
        "since": related.since,
        "note": related.relation.note,
        **source_of(related.relation),
    }


def family_member(kin: Kin, reading: Reading) -> FamilyMember:
    """One agreement of a family."""
    return {
        "agreement": agreement_link(kin.agreement, reading),
        "stage": Stage(kin.agreement.stage),
        "depth": kin.depth,
        "is_self": kin.is_self,
        "parent": kin.parent.reference if kin.parent else None,
        "relations": [_kin_relation(row, reading) for row in (*kin.by, *kin.also)],
    }


def _kin_relation(row: Relation, reading: Reading) -> KinRelation:
    return {"kind": RelationKind(row.kind), "agreement": agreement_link(row.other, reading)}
