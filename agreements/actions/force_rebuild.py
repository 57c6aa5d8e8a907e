"""Compute the force of every agreement anew, and say what was stored otherwise."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from agreements.actions.force import lock_force
from agreements.force_rows import Gap, PeriodRow, gaps_of, write_gaps
from agreements.models import Agreement, AgreementParty

CHUNK = 500


@dataclass(frozen=True)
class Stretch:
    """A status, and from which day to which (the last one). None: since ever, or without end."""

    status: str
    start: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Difference:
    """What was stored of one party, or (None) of the whole, and what is true; findings and deadlines by their kind.

    Periods that are the same but for their working are in neither list.
    """

    reference: str
    party: str | None
    stored: tuple[Stretch, ...] = ()
    computed: tuple[Stretch, ...] = ()
    stored_findings: tuple[str, ...] = ()
    computed_findings: tuple[str, ...] = ()
    stored_deadlines: tuple[str, ...] = ()
    computed_deadlines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rebuilt:
    """A chunk of agreements: how many were computed, how many were stored otherwise, and how."""

    examined: int
    differing: int
    differences: tuple[Difference, ...]


def rebuild_force(*, is_dry_run: bool = False) -> Iterator[Rebuilt]:
    """Compute all agreements in chunks, and store what differs unless `is_dry_run`.

    Each chunk is a transaction of its own that holds the locks writes take too, so it may run beside them.
    """
    last = 0
    while pks := list(Agreement.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            lock_force(pks)
            gaps = gaps_of(pks)
            if not is_dry_run:
                write_gaps(gaps)
        yield Rebuilt(len(pks), len(gaps), tuple(_differences(gaps)))
        last = pks[-1]


def _differences(gaps: Mapping[int, Gap]) -> Iterator[Difference]:
    references = dict(Agreement.objects.filter(pk__in=gaps).order_by("pk").values_list("pk", "reference"))
    parties = AgreementParty.objects.filter(agreement__in=gaps).select_related("institution").order_by("pk")
    names = {row.pk: row.institution.name for row in parties} if gaps else {}
    for pk, reference in references.items():
        gap = gaps[pk]
        stored, computed = _stretches(gap.stale_periods.values()), _stretches(gap.new_periods)
        for party in sorted({*stored, *computed}, key=lambda key: key or 0):
            same = stored[party] & computed[party]
            name = None if party is None else names[party]
            yield Difference(reference, name, _in_order(stored[party] - same), _in_order(computed[party] - same))
        found = (gap.stale_findings.values(), gap.new_findings, gap.stale_rules.values(), gap.new_rules)
        kinds = [tuple(sorted(row.kind for row in rows)) for rows in found]
        if any(kinds):
            yield Difference(reference, None, (), (), *kinds)


def _stretches(rows: Iterable[PeriodRow]) -> dict[int | None, set[Stretch]]:
    day = dt.timedelta(days=1)
    found: dict[int | None, set[Stretch]] = defaultdict(set)
    for row in rows:
        found[row.party].add(Stretch(row.status, row.start, row.end - day if row.end else None))
    return found


def _in_order(stretches: set[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(stretches, key=lambda each: (each.start or dt.date.min, each.status)))
