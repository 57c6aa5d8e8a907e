"""What came before an institution and what after, as answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from institutions.api.links import InstitutionLink, institution_link
from institutions.kinds import SuccessionKind
from institutions.lineage import Link, links_of
from institutions.models import Institution

_PARTIAL = "A year, a month or a day; empty: not known."


class SuccessionItem(SourcedFact):
    """An institution that came right before or right after another."""

    id: uuid.UUID
    kind: SuccessionKind
    institution: InstitutionLink
    happened: Annotated[str, _PARTIAL]


def neighbours(*, forward: bool) -> Callable[[Sequence[Institution], Reading], Mapping[int, Any]]:
    """A loader of those that came right after (`forward`), or right before, each institution."""

    def load(institutions: Sequence[Institution], reading: Reading) -> Mapping[int, list[SuccessionItem]]:
        found = links_of(institutions, reading.user, forward=forward)
        return {pk: [succession_item(link, reading) for link in links] for pk, links in found.items()}

    return load


def succession_item(link: Link, reading: Reading) -> SuccessionItem:
    """One of them."""
    return {
        "id": link.succession.uid,
        "kind": SuccessionKind(link.succession.kind),
        "institution": institution_link(link.institution, reading),
        "happened": link.succession.happened,
        **source_of(link.succession),
    }
