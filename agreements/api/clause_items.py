"""Clauses, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from accounts.api.representations import Person, person
from agreements.api.clause_schema import parameters_schema
from agreements.api.links import AgreementLink, agreement_link
from agreements.clause_reading import ClauseRead, clauses_on
from agreements.law.clauses import ClauseKind
from agreements.models import Agreement
from core.api.hints import Components, Published, Schema, schema_of
from core.api.lists import page_schema
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of

_PARAMETERS = parameters_schema()
_PARAMETERS["anyOf"].append({"title": "repealed", "type": "object", "maxProperties": 0})


class ClauseItem(SourcedFact):
    """One rule of the agreement, as it stood from a day on. Never edited: a correction supersedes it, and both stay."""

    id: uuid.UUID
    kind: ClauseKind
    parameters: Annotated[dict[str, Any], Published(_PARAMETERS)]
    is_repealed: Annotated[bool, "Whether from `applies_from` on nothing of the kind is agreed any more."]
    sentence: Annotated[str, "What the clause says, in the caller's language."]
    article: str
    applies_from: Annotated[dt.date | None, "Null: from the beginning."]
    applies_before: Annotated[dt.date | None, "The day from which the next version applies; null where there is none."]
    amended_by: Annotated[AgreementLink | None, "The agreement that amended it, if the caller may see it."]
    supersedes: Annotated[uuid.UUID | None, "The entry that this one corrects."]
    recorded_at: dt.datetime
    recorded_until: Annotated[dt.datetime | None, "Until when the register held it; null while it stands."]
    recorded_by: Person | None


def clause_item(read: ClauseRead, reading: Reading) -> ClauseItem:
    """One clause."""
    clause = read.clause
    return {
        "id": clause.uid,
        "kind": ClauseKind(clause.kind),
        "parameters": dict(read.parameters),
        "is_repealed": clause.is_repealed,
        "sentence": read.sentence,
        "article": clause.article,
        "applies_from": clause.applies_from,
        "applies_before": read.until,
        "amended_by": agreement_link(read.amended_by, reading) if read.amended_by else None,
        "supersedes": clause.supersedes.uid if clause.supersedes else None,
        "recorded_at": clause.recorded_at,
        "recorded_until": clause.recorded_until,
        "recorded_by": person(clause.recorded_by),
        **source_of(clause),
    }


def clauses(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[ClauseItem]]:
    """The clauses that hold in each agreement on the day of the reading."""
    read = clauses_on(agreements, viewer=reading.user, day=reading.as_of)
    return {each.pk: [clause_item(clause, reading) for clause in read[each.pk]] for each in agreements}


def clauses_schema(components: Components) -> Schema:
    """The clauses of an agreement."""
    page = page_schema("ClauseItemPage", schema_of(ClauseItem, components), components, counts=False)
    components["ClauseItemPage"]["properties"] |= {
        "as_of": {"type": ["string", "null"], "format": "date", "description": "The day that was asked about."},
        "warnings": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What is unusual about the clauses together, or still lacks its counterpart.",
        },
    }
    return page
