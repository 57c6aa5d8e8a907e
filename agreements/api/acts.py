"""The ledger of acts, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated

from django.db.models import Prefetch, prefetch_related_objects

from accounts.api.representations import Person, person
from agreements.act_kinds import ActKind, Standing
from agreements.api.document_items import DocumentLink, document_link
from agreements.api.parties import party_link
from agreements.models import Act, Agreement
from approvals.api.representations import PartyLink
from core.api.shapes import Reading
from core.api.sources import SourcedFact, source_of
from core.dates import PartialDate, Precision


class ActItem(SourcedFact):
    """A dated fact, as one source states it. Never edited: a correction supersedes it, and both stay."""

    id: uuid.UUID
    kind: ActKind
    party: Annotated[PartyLink | None, "Null for an act of all parties."]
    date: Annotated[PartialDate, "The act's own date, as exactly as it is known: 2020, 2020-07 or 2020-07-01."]
    precision: Precision
    effective_on: Annotated[dt.date | None, "When it takes effect, if that differs."]
    received_on: Annotated[dt.date | None, "When the other side or the depositary received it."]
    refers_to: Annotated[uuid.UUID | None, "The act it answers: a notice withdrawn, a reservation objected to."]
    source_url: str
    source_document: Annotated[DocumentLink | None, "The agreement's document that is the source, where it is held."]
    standing: Standing
    is_authoritative: Annotated[bool, "Of several entries on one act of a party, one counts."]
    note: str
    supersedes: Annotated[uuid.UUID | None, "The entry that this one corrects."]
    recorded_at: dt.datetime
    recorded_until: Annotated[dt.datetime | None, "When a correction superseded it; null while it stands."]
    recorded_by: Person | None


def acts(agreements: Sequence[Agreement], _reading: Reading) -> dict[int, list[ActItem]]:
    """Every entry of each agreement in the order the acts happened, superseded ones too."""
    read_acts(agreements)
    return {each.pk: [act_item(act) for act in each.acts.all()] for each in agreements}


def read_acts(agreements: Sequence[Agreement]) -> None:
    """Read the ledger with the agreements: one query."""
    prefetch_related_objects(agreements, Prefetch("acts", Act.objects.for_timeline().select_related("supersedes")))


def act_item(act: Act) -> ActItem:
    """One entry."""
    return {
        "id": act.uid,
        "kind": ActKind(act.kind),
        "party": party_link(act.party),
        "date": act.when,
        "precision": Precision(act.precision),
        "effective_on": act.effective_on,
        "received_on": act.received_on,
        "refers_to": act.refers_to.uid if act.refers_to else None,
        "source_url": act.source_url,
        "source_document": document_link(act.source_document),
        "standing": Standing(act.standing),
        "is_authoritative": act.is_authoritative,
        "note": act.note,
        "supersedes": act.supersedes.uid if act.supersedes else None,
        "recorded_at": act.recorded_at,
        "recorded_until": act.recorded_until,
        "recorded_by": person(act.recorded_by),
        **source_of(act),
    }
