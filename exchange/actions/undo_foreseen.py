"""What undoing an import would do, before it is done. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from agreements.models import Agreement
from exchange.actions.undoing import built_on, changed_since, kept_because, written_rows
from exchange.models import ImportRow, ImportRun
from exchange.notices import Notice

CHUNK = 2_000
NAMED = 50


@dataclass(frozen=True)
class Kept:
    """An agreement that stays, and why."""

    agreement: Agreement
    reason: Notice


@dataclass
class ForeseenUndo:
    """How many agreements would be removed, restored and kept; `named` are the first of those kept."""

    removed: int = 0
    restored: int = 0
    kept: int = 0
    named: list[Kept] = field(default_factory=list)


def foresee_undo(run: ImportRun) -> ForeseenUndo:
    """What `undo_import` would come to if nobody changed anything meanwhile."""
    foreseen = ForeseenUndo()
    rows = written_rows(run).order_by("-number").only("number", "outcome", "agreement", "undo", "run")
    for chunk in _chunks(rows.iterator(CHUNK)):
        _foresee(chunk, foreseen)
    return foreseen


def _foresee(rows: list[ImportRow], foreseen: ForeseenUndo) -> None:
    found = Agreement.objects.in_bulk([row.agreement_id for row in rows if row.agreement_id])
    present = {row: found[row.agreement_id] for row in rows if row.agreement_id in found}
    same = {row: each for row, each in present.items() if each.version == row.undo["version"]}
    created = [each for row, each in same.items() if row.outcome == ImportRow.Outcome.CREATED]
    hanging = built_on([each.pk for each in created], created)
    for row in rows:
        agreement = present.get(row)
        if agreement is None:
            foreseen.removed += 1
        elif row not in same:
            _keep(foreseen, agreement)
        elif row.outcome == ImportRow.Outcome.UPDATED:
            foreseen.restored += 1
        elif what := hanging.get(agreement.pk):
            _keep(foreseen, agreement, what=what)
        else:
            foreseen.removed += 1


def _keep(foreseen: ForeseenUndo, agreement: Agreement, *, what: str = "") -> None:
    foreseen.kept += 1
    if len(foreseen.named) < NAMED:
        who = "" if what else changed_since(agreement)
        foreseen.named.append(Kept(agreement, kept_because(who, what=what)))


def _chunks(rows: Iterable[ImportRow]) -> Iterator[list[ImportRow]]:
    walk = iter(rows)
    while chunk := list(islice(walk, CHUNK)):
        yield chunk
