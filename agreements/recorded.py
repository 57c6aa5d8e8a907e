"""What the register holds of agreements in itself, read set-based: parties, acts and clauses as plain values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F

from agreements.act_kinds import ONCE_PER_PARTY, SIGNATURES, ActKind
from agreements.kinds import Nature, PartyRole
from agreements.law import instrument as law
from agreements.law.clauses import ClauseKind
from agreements.law.notation import read_terms
from agreements.models import Act, Agreement, AgreementParty, Clause
from agreements.stages import Stage, flow_of
from core.dates import PartialDate, Precision
from core.models import HistoryEntry
from institutions.kinds import EU_BODIES

_ORGANISATIONS = EU_BODIES | {"international_organisation"}
# A party that joins by one of these took no part in drawing up the text (VCLT 15, 2(1)(e)).
_JOINING = frozenset({ActKind.ACCESSION, ActKind.SUCCESSION})
_PARTY_COLUMNS = (
    "agreement_id", "pk", "uid", "role", "institution_id", "institution__kind", "classes", "is_negotiating",
)  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """An agreement's instrument, before what other agreements have to do with it; keys are those of the engine."""

    reference: str
    instrument: law.Instrument
    keys_by_institution: dict[int, str]


def read_recorded(pks: Collection[int], *, known_at: dt.datetime | None = None) -> dict[int, Recorded]:
    """What is recorded, by primary key: four queries, and one more for a moment in the past."""
    parties, keys = _parties(pks)
    acts, clauses = _acts(pks, keys, known_at), _clauses(pks, known_at)
    rows = Agreement.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "reference", "kind", "nature", "stage")
    then = _as_then(pks, known_at) if known_at else {}
    return {
        pk: _recorded(
            reference,
            then.get((pk, "kind"), kind),
            then.get((pk, "nature"), nature),
            then.get((pk, "stage"), stage),
            parties[pk],
            acts[pk],
            clauses[pk],
        )
        for pk, reference, kind, nature, stage in rows
    }


def _as_then(pks: Collection[int], moment: dt.datetime) -> dict[tuple[int, str], str]:
    """Kind, nature and stage at a moment, where they were changed since: what the first change since found.

    Of an agreement that was not in the register yet, the stage is that of one nobody has signed.
    """
    changes = HistoryEntry.objects.filter(table_name=Agreement._meta.db_table, row_id__in=list(pks), at__gt=moment)
    then: dict[tuple[int, str], str] = {}
    for pk, operation, before in changes.order_by("row_id", "sequence").values_list("row_id", "operation", "before"):
        if operation == HistoryEntry.Operation.INSERT:
            then[pk, "stage"] = Stage.PROPOSED
        for name in ("kind", "nature", "stage"):
            if before and name in before:
                then.setdefault((pk, name), before[name])
    return then


def _recorded(
    reference: str,
    kind: str,
    nature: str,
    stage: str,
    rows: list[tuple[int, law.Party]],
    every_act: list[law.Act],
    clauses: list[law.Clause],
) -> Recorded:
    keys = {party.key for _institution, party in rows}
    acts = tuple(act for act in every_act if act.party is None or act.party in keys)
    joined = {act.party for act in acts if act.kind in _JOINING}
    instrument = law.Instrument(
        nature=Nature(nature),
        parties=tuple(_latecomer(party) if party.key in joined else party for _institution, party in rows),
        acts=acts,
        clauses=tuple(clauses),
        is_signed_without_dates=_is_past_signature(kind, stage) and not any(act.kind in SIGNATURES for act in acts),
    )
    return Recorded(reference, instrument, {institution: party.key for institution, party in rows})


def _latecomer(party: law.Party) -> law.Party:
    return law.Party(party.key, party.classes, party.is_organisation, is_negotiating=False)


def _is_past_signature(kind: str, stage: str) -> bool:
    track = flow_of(kind).track
    return stage in track and track.index(Stage(stage)) >= track.index(Stage.SIGNED)


def _parties(pks: Collection[int]) -> tuple[dict[int, list[tuple[int, law.Party]]], dict[int, str]]:
    """Those that are parties, with their institutions, in their order; and by primary key the key of every party,
    whatever its role. Acts find theirs here: a join over many agreements would read the table of parties whole.
    """
    rows = AgreementParty.objects.filter(agreement__in=pks).order_by("position", "id")
    found: dict[int, list[tuple[int, law.Party]]] = defaultdict(list)
    keys: dict[int, str] = {}
    for agreement, pk, uid, role, institution, kind, classes, is_negotiating in rows.values_list(*_PARTY_COLUMNS):
        keys[pk] = str(uid)
        if role == PartyRole.PARTY:
            party = law.Party(keys[pk], frozenset(classes), kind in _ORGANISATIONS, is_negotiating)
            found[agreement].append((institution, party))
    return found, keys


@dataclass(frozen=True)
class _Entry:
    """A row of the ledger of acts."""

    pk: int
    agreement: int
    supersedes: int | None
    refers_to: int | None
    recorded_at: dt.datetime
    recorded_until: dt.datetime | None
    is_authoritative: bool
    uid: str
    kind: str
    party: int | None
    date: dt.date
    precision: str
    effective_on: dt.date | None
    received_on: dt.date | None
    occasion: int

    def stood_at(self, moment: dt.datetime | None) -> bool:
        if moment is None:
            return self.recorded_until is None
        return self.recorded_at <= moment and (self.recorded_until is None or moment < self.recorded_until)


_ACT_COLUMNS = (
    "pk", "agreement_id", "supersedes_id", "refers_to_id", "recorded_at", "recorded_until", "is_authoritative",
    "uid", "kind", "party_id", "date", "precision", "effective_on", "received_on", "occasion",
)  # fmt: skip


def _acts(pks: Collection[int], keys: Mapping[int, str], known_at: dt.datetime | None) -> dict[int, list[law.Act]]:
    """The entries that counted, in the order the acts happened. `keys`: of the parties, by primary key."""
    rows = Act.objects.filter(agreement__in=pks).order_by("date", "id").values_list(*_ACT_COLUMNS)
    entries = [_Entry(*row) for row in rows]
    standing = [each for each in entries if each.stood_at(known_at)]
    counted = [each for each in standing if each.is_authoritative] if known_at is None else _counted(standing, known_at)
    heirs = _heirs(entries, {each.pk for each in standing})
    found: dict[int, list[law.Act]] = defaultdict(list)
    for entry in counted:
        found[entry.agreement].append(_act(entry, keys, heirs))
    return found


def _act(entry: _Entry, keys: Mapping[int, str], heirs: Mapping[int, str]) -> law.Act:
    return law.Act(
        key=str(entry.uid),
        kind=ActKind(entry.kind),
        on=PartialDate(entry.date, Precision(entry.precision)),
        party=None if entry.party is None else keys[entry.party],
        effective_on=entry.effective_on,
        received_on=entry.received_on,
        refers_to=heirs.get(entry.refers_to) if entry.refers_to else None,
    )


def _heirs(entries: list[_Entry], standing: set[int]) -> dict[int, str]:
    """For each entry the key of the one that stands in its place: itself, or its latest correction."""
    corrections = {each.supersedes: each for each in entries if each.supersedes}
    found = {}
    for entry in entries:
        heir = entry
        while heir.pk not in standing and heir.pk in corrections:
            heir = corrections[heir.pk]
        found[entry.pk] = str(heir.uid)
    return found


def _counted(standing: list[_Entry], moment: dt.datetime) -> list[_Entry]:
    """The entries that were authoritative at a moment: today's mark, less the changes of it since.

    An entry recorded to take an earlier one's place counts from its own recording, a moment before the history notes
    that the earlier one's mark was taken.
    """
    flips = HistoryEntry.objects.filter(
        table_name=Act._meta.db_table, row_id__in=[each.pk for each in standing], operation="update", at__gt=moment
    )
    was: dict[int, bool] = {}
    for pk, before in flips.order_by("row_id", "sequence").values_list("row_id", "before"):
        if before and "is_authoritative" in before:
            was.setdefault(pk, before["is_authoritative"])
    counted = [each for each in standing if was.get(each.pk, each.is_authoritative)]
    return [each for each in counted if each is _latest_rival(each, counted)]


def _latest_rival(entry: _Entry, counted: Iterable[_Entry]) -> _Entry:
    if entry.kind not in ONCE_PER_PARTY:
        return entry
    of_one_act = (entry.agreement, entry.kind, entry.party, entry.occasion)
    rivals = [each for each in counted if (each.agreement, each.kind, each.party, each.occasion) == of_one_act]
    return max(rivals, key=lambda each: (each.recorded_at, each.pk))


def _clauses(pks: Collection[int], known_at: dt.datetime | None) -> dict[int, list[law.Clause]]:
    rows = Clause.objects.current() if known_at is None else Clause.objects.known_at(known_at)
    rows = rows.filter(agreement__in=pks).order_by(F("applies_from").asc(nulls_first=True), "id")
    columns = ("agreement_id", "uid", "kind", "duty", "parameters", "is_repealed", "article", "applies_from")
    found: dict[int, list[law.Clause]] = defaultdict(list)
    for agreement, uid, kind, duty, parameters, is_repealed, article, applies_from in rows.values_list(*columns):
        terms = None if is_repealed else read_terms(ClauseKind(kind), parameters)
        found[agreement].append(law.Clause(str(uid), ClauseKind(kind), terms, applies_from, article, duty))
    return found
