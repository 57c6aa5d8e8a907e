"""Where the sources of an agreement differ on one act, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, TypedDict

from agreements.act_kinds import ActKind, Standing
from agreements.api.acts import read_acts
from agreements.api.parties import party_link
from agreements.models import Act, Agreement
from agreements.queries import conflicting_acts
from approvals.api.representations import PartyLink
from core.api.shapes import Reading
from core.dates import PartialDate


class ConflictingEntry(TypedDict):
    """What one source says."""

    id: Annotated[uuid.UUID, "The entry of the ledger."]
    date: Annotated[PartialDate, "The act's own date, as exactly as it is known."]
    source: str
    source_url: str
    standing: Standing
    is_authoritative: Annotated[bool, "Whether this entry counts."]
    recorded_at: dt.datetime


class ConflictItem(TypedDict):
    """One act on which entries that stand give different dates; the one that counts first."""

    kind: ActKind
    party: Annotated[PartyLink | None, "Null for an act of all parties."]
    entries: list[ConflictingEntry]


def conflicts(agreements: Sequence[Agreement], _reading: Reading) -> dict[int, list[ConflictItem]]:
    """The disagreements of each agreement: no query beside that of its acts."""
    read_acts(agreements)
    return {each.pk: [_conflict(group) for group in conflicting_acts(each.acts.all())] for each in agreements}


def _conflict(group: list[Act]) -> ConflictItem:
    ordered = sorted(group, key=lambda act: (not act.is_authoritative, act.pk))
    return {
        "kind": ActKind(group[0].kind),
        "party": party_link(group[0].party),
        "entries": [_entry(act) for act in ordered],
    }


def _entry(act: Act) -> ConflictingEntry:
    return {
        "id": act.uid,
        "date": act.when,
        "source": act.source,
        "source_url": act.source_url,
        "standing": Standing(act.standing),
        "is_authoritative": act.is_authoritative,
        "recorded_at": act.recorded_at,
    }
