"""What is told of an import: the summary, and a report of every row that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.mapping import Definition, InvalidDefinition, columns_of, read_definition, title_of
from exchange.mapping.translation import KEY_SEPARATOR
from exchange.models import ImportRow, ImportRun

DONE = {outcome.value: outcome.label for outcome in ImportRow.Outcome}
FORESEEN = {
    **DONE,
    "created": gettext_lazy("Would be created"),
    "updated": gettext_lazy("Would be updated"),
    "unchanged": gettext_lazy("Would stay unchanged"),
    "refused": gettext_lazy("Would be refused"),
}
# A cell that begins so is a formula to a spreadsheet program; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def say(notice: dict[str, Any]) -> str:
    """A notice's sentence in the active language."""
    return _(notice["sentence"]) % notice["places"]


def summary_of(run: ImportRun) -> dict[str, Any]:
    """The figures of an import. Each row is in exactly one of created, updated, unchanged and refused."""
    return {
        "import": str(run.uid),
        "state": run.state,
        "rows": run.total,
        **{name: run.counts.get(name, 0) for name in ("created", "updated", "unchanged", "warned", "refused")},
        "seconds": round(run.seconds, 2),
        **_more(run.report),
    }


def _more(report: dict[str, Any]) -> dict[str, Any]:
    """What else is known, as far as the import has come."""
    undone = report.get("undone", {})
    found: dict[str, Any] = {name: undone[name] for name in ("removed", "restored", "kept") if name in undone}
    if "fault" in report:
        found["fault"] = report["fault"]
    found["new_institutions"] = len(report.get("new_institutions", ()))
    found["new_subjects"] = len(report.get("new_subjects", ()))
    found["near_duplicates"] = report.get("near_duplicates", [])
    found["notices"] = [say(notice) for notice in report.get("notices", ())]
    return found


def report_lines(rows: Iterable[ImportRow], *, data: dict[str, Any], foreseen: bool) -> Iterator[list[str]]:
    """A line for each notice of each row; a row without any has one line. Formulas are inert.

    `data` is the mapping the rows were read with; `foreseen`: nothing is taken in yet.
    """
    definition = definition_of(data)
    yield [
        _("Row"), _("Outcome"), _("Identifier"), _("Title"), _("Field"), _("Value"), _("Level"), _("What is said"),
    ]  # fmt: skip
    for row in rows:
        for notice in row.notices or [{}]:
            line = [
                str(row.number),
                outcome_label(row.outcome, foreseen=foreseen),
                shown_key(row.key),
                title_of(row.cells, definition) if definition else "",
                place_of(notice, row, definition) if notice else "",
                notice.get("value", ""),
                notice.get("level", ""),
                say(notice) if notice else "",
            ]
            yield [inert(cell) for cell in line]


def outcome_label(outcome: str, *, foreseen: bool) -> str:
    """What became of a row, or would."""
    return str((FORESEEN if foreseen else DONE)[outcome])


def definition_of(data: dict[str, Any]) -> Definition | None:
    """The mapping rows were read with; None where there is none yet, or an older product wrote what no longer holds."""
    try:
        return read_definition(data)
    except InvalidDefinition:
        return None


def place_of(notice: dict[str, Any], row: ImportRow, definition: Definition | None) -> str:
    """The columns of the file a notice is about, else the field by its name in mappings."""
    field: str = notice["field"]
    if not (definition and field):
        return field
    return ", ".join(columns_of(field, definition, cells=row.cells, value=notice["value"])) or field


def shown_key(key: str) -> str:
    """A key of several columns as people read it."""
    return key.replace(KEY_SEPARATOR, " · ")


def inert(cell: str) -> str:
    """The cell so that no spreadsheet program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_report(rows: Iterable[ImportRow], path: Path, *, data: dict[str, Any], foreseen: bool) -> None:
    """The report as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(report_lines(rows, data=data, foreseen=foreseen))
