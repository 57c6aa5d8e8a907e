"""Kinds of relation between agreements. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.sentences import gettext_noop


class RelationKind(StrEnum):
    """What an agreement is to another."""

    AMENDS = "amends"
    SUPERSEDES = "supersedes"
    IMPLEMENTS = "implements"
    ANNEX_OF = "annex_of"
    RENEWS = "renews"
    RELATED = "related"


@dataclass(frozen=True)
class RelationWords:
    """How a relation reads from either end, and whether it has a direction (and so may not run in a circle)."""

    active: str
    passive: str
    is_directed: bool = True


RELATION_LABELS = {
    RelationKind.AMENDS: RelationWords(gettext_noop("Amends"), gettext_noop("Amended by")),
    RelationKind.SUPERSEDES: RelationWords(gettext_noop("Supersedes"), gettext_noop("Superseded by")),
    RelationKind.IMPLEMENTS: RelationWords(gettext_noop("Implements"), gettext_noop("Implemented by")),
    RelationKind.ANNEX_OF: RelationWords(gettext_noop("Annex of"), gettext_noop("Has as annex")),
    RelationKind.RENEWS: RelationWords(gettext_noop("Renews"), gettext_noop("Renewed by")),
    RelationKind.RELATED: RelationWords(gettext_noop("Related to"), gettext_noop("Related to"), is_directed=False),
}
