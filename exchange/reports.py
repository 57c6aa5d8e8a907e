"""What is told of an import: the summary, and a report of every row that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from exchange.models import ImportRow, ImportRun

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


def report_lines(rows: Iterable[ImportRow]) -> Iterator[list[str]]:
    """A line for each notice of each row; a row without any has one line. Formulas are inert."""
    yield [_("Row"), _("Outcome"), _("Identifier"), _("Field"), _("Value"), _("Level"), _("What is said")]
    for row in rows:
        for notice in row.notices or [{}]:
            line = [
                str(row.number),
                row.get_outcome_display(),
                row.key,
                notice.get("field", ""),
                notice.get("value", ""),
                notice.get("level", ""),
                say(notice) if notice else "",
            ]
            yield [inert(cell) for cell in line]


def inert(cell: str) -> str:
    """The cell so that no spreadsheet program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_report(rows: Iterable[ImportRow], path: Path) -> None:
    """The report as a CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(report_lines(rows))
