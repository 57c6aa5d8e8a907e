"""What the checks of data quality need to know of agreements, in a fixed number of queries for any number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from agreements.act_kinds import ActKind, Standing
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement, AgreementParty
from agreements.quality import ActFact, PartyFact, QualityFacts
from agreements.stages import Stage, flow_of
from core.dates import PartialDate, Precision
from institutions.models import InstitutionName

Existence = tuple[PartialDate | None, PartialDate | None]
_PARTY_COLUMNS = ("agreement_id", "pk", "uid", "role", "institution_id", "institution__established", "is_negotiating")
_ACT_COLUMNS = (
    "agreement_id", "uid", "kind", "date", "precision", "party_id", "received_on", "standing", "is_authoritative",
    "refers_to__uid", "occasion",
)  # fmt: skip


def quality_facts_of(pks: Collection[int]) -> dict[int, QualityFacts]:
    """The facts by primary key, from what the register holds now: four queries."""
    rows = list(Agreement.objects.filter(pk__in=pks).order_by("pk"))
    parties, keys = _parties(pks)
    acts = _acts(pks, keys)
    return {
        row.pk: QualityFacts(
            parties=tuple(parties[row.pk]),
            acts=tuple(acts[row.pk]),
            is_past_signature=is_past_signature(row.kind, Stage(row.stage)),
            is_past_proposal=row.stage != Stage.PROPOSED,
            names_a_source=bool(row.source or row.source_quote),
        )
        for row in rows
    }


def is_past_signature(kind: str, stage: Stage) -> bool | None:
    """Whether a stage lies at or after signature; None for a stage beside the track."""
    track = flow_of(kind).track
    return track.index(stage) >= track.index(Stage.SIGNED) if stage in track else None


def _parties(pks: Collection[int]) -> tuple[dict[int, list[PartyFact]], dict[int, str]]:
    """Those that are parties; and by primary key the key of every party, whatever its role."""
    rows = AgreementParty.objects.filter(agreement__in=pks).order_by("position", "id")
    listed = list(rows.values_list(*_PARTY_COLUMNS))
    keys = {pk: str(uid) for _agreement, pk, uid, *_rest in listed}
    parties = [row for row in listed if row[3] == PartyRole.PARTY]
    names = _name_periods({institution for *_identity, institution, _established, _negotiating in parties})
    found: dict[int, list[PartyFact]] = defaultdict(list)
    for agreement, pk, _uid, _role, institution, established, is_negotiating in parties:
        since, until = _existence(established, names.get(institution, []))
        found[agreement].append(PartyFact(keys[pk], since, until, is_negotiating))
    return found, keys


def _name_periods(institutions: Collection[int]) -> dict[int, list[tuple[dt.date | None, dt.date | None]]]:
    rows = InstitutionName.objects.filter(institution__in=institutions, type=InstitutionName.Type.OFFICIAL)
    found: dict[int, list[tuple[dt.date | None, dt.date | None]]] = defaultdict(list)
    for institution, since, until in rows.order_by("id").values_list("institution_id", "valid_from", "valid_until"):
        found[institution].append((since, until))
    return found


def _existence(established: str, names: Iterable[tuple[dt.date | None, dt.date | None]]) -> Existence:
    """Since and until when: as stated, else from the first official name to the last, where every date is known."""
    names = list(names)
    starts = [since for since, _until in names if since]
    ends = [until for _since, until in names if until]
    since = _stated(established) or (PartialDate(min(starts)) if starts and len(starts) == len(names) else None)
    return since, PartialDate(max(ends)) if ends and len(ends) == len(names) else None


def _stated(established: str) -> PartialDate | None:
    try:
        return PartialDate.parse(established)
    except ValueError:
        return None


def _acts(pks: Collection[int], keys: Mapping[int, str]) -> dict[int, list[ActFact]]:
    rows = Act.objects.current().filter(agreement__in=pks).order_by("date", "id")
    found: dict[int, list[ActFact]] = defaultdict(list)
    for row in rows.values_list(*_ACT_COLUMNS):
        agreement, uid, kind, date, precision, party, received_on, standing, is_authoritative, refers_to, occasion = row
        found[agreement].append(
            ActFact(
                key=str(uid),
                kind=ActKind(kind),
                on=PartialDate(date, Precision(precision)),
                party=keys[party] if party else None,
                received_on=received_on,
                standing=Standing(standing),
                is_authoritative=is_authoritative,
                refers_to=str(refers_to) if refers_to else None,
                occasion=occasion,
            )
        )
    return found
