"""A dry run that writes nothing, not even the rows of the file."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from accounts.models import Office
from core.actors import Actor
from core.errors import require
from exchange.actions.starting import open_for
from exchange.mapping import read_definition, translate
from exchange.models import ImportRow, ImportRun
from exchange.planning.near_duplicates import near_duplicates
from exchange.planning.planner import Planner
from exchange.planning.plans import Plan
from exchange.policies import can_import_into
from exchange.readers import SourceRow
from exchange.reports import summary_of

CHUNK = 500


@dataclass(frozen=True)
class Foreseen:
    """What an import would do: the summary of `exchange.reports`, and its rows, which are stored nowhere."""

    summary: dict[str, Any]
    rows: list[ImportRow]


def foresee(
    *,
    by: Actor,
    office: Office,
    content: bytes,
    file_name: str,
    definition: dict[str, Any],
    mode: str = ImportRun.Mode.PER_ROW,
    told: Callable[[int], object] = lambda _rows: None,
) -> Foreseen:
    """Plan every row of the file as taking it in would. Raises what `start_import` raises."""
    if by.user:
        require(can_import_into(by.user, office.pk))
    began = time.monotonic()
    meant = read_definition(definition)
    source = open_for(content, name=file_name, definition=meant)
    planner = Planner(meant, office=office, by=by)
    plans: list[Plan] = []
    cells: dict[int, dict[str, str]] = {}
    for chunk in _chunks(source.rows):
        cells |= {row.number: row.cells for row in chunk}
        plans += planner.plan([translate(row, meant) for row in chunk])
        told(len(chunk))
    counts = Counter(str(plan.outcome) for plan in plans)
    counts["warned"] = sum(plan.is_warned for plan in plans)
    if mode == ImportRun.Mode.PER_FILE and counts["refused"]:
        counts["refused"] += counts.pop("created", 0) + counts.pop("updated", 0)
    new = planner.institutions.new
    run = ImportRun(
        office=office, file_name=file_name, total=len(plans), counts=dict(counts), state="dry_run",
        seconds=time.monotonic() - began,
        report={
            "notices": [notice.as_data() for notice in source.remarks()],
            "new_institutions": list(new),
            "new_subjects": list(planner.subjects.new),
            "near_duplicates": near_duplicates(list(new), planner.institutions.every_name()),
        },
    )  # fmt: skip
    return Foreseen({name: value for name, value in summary_of(run).items() if name != "import"}, _rows(plans, cells))


def _chunks(rows: Iterator[SourceRow]) -> Iterator[list[SourceRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _rows(plans: list[Plan], cells: dict[int, dict[str, str]]) -> list[ImportRow]:
    return [
        ImportRow(
            number=plan.draft.number, key=plan.draft.key, outcome=plan.outcome, is_warned=plan.is_warned,
            notices=[notice.as_data() for notice in plan.notices], cells=cells[plan.draft.number],
        )
        for plan in plans
    ]  # fmt: skip
