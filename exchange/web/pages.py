"""The list of imports, the page of one, and its report."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from agreements.models import Agreement
from core.listing import Order, page_of
from exchange import reports
from exchange.models import ImportRow, ImportRun
from exchange.policies import can_import, can_import_into
from exchange.web.doing import visible_run
from exchange.web.progress import progress_of

ROWS, RUNS = 50, 30
BY_NUMBER = Order("number", gettext_lazy("Row"), ("number",))
NEWEST = Order("newest", gettext_lazy("Newest"), ("-id",))
OUTCOMES = ("created", "updated", "unchanged", "refused", "warned")
LABELS = {
    "created": gettext_lazy("Created"),
    "updated": gettext_lazy("Updated"),
    "unchanged": gettext_lazy("Unchanged"),
    "refused": gettext_lazy("Refused"),
    "warned": gettext_lazy("With warnings"),
}
TONES = {"created": "success", "updated": "progress", "unchanged": "neutral", "refused": "danger", "pending": "neutral"}


@dataclass(frozen=True)
class Line:
    """One row of the report as the page shows it."""

    row: ImportRow
    tone: str
    notices: list[tuple[str, str, str, str]]
    agreement: Agreement | None


@login_required
@require_safe
def imports(request: SignedInRequest) -> HttpResponse:
    """The imports the reader may see, the newest first."""
    runs = ImportRun.objects.visible_to(request.user).select_related("office", "mapping")
    page = page_of(runs, order=NEWEST, cursor=request.GET.get("cursor", ""), limit=RUNS)
    return render(request, "exchange/list.html", {"page": page, "may_import": can_import(request.user)})


@login_required
@require_safe
def import_run(request: SignedInRequest, uid: str) -> HttpResponse:
    """One import: how far it is, what was said of each row, and what can be done next."""
    run = visible_run(request, uid)
    outcome = request.GET.get("outcome", "")
    page = page_of(_rows(run, outcome), order=BY_NUMBER, cursor=request.GET.get("cursor", ""), limit=ROWS)
    context = {
        "run": run,
        "page": page,
        "lines": _lines(request, page.rows),
        "outcome": outcome,
        "counts": [(name, LABELS[name], run.counts.get(name, 0)) for name in OUTCOMES],
        "notices": [reports.say(each) for each in run.report.get("notices", ())],
        "undone": run.report.get("undone", {}),
        "may_act": can_import_into(request.user, run.office_id),
        "progress": progress_of(run),
    }
    template = "exchange/parts/progress.html" if request.htmx else "exchange/run.html"
    return render(request, template, context)


@login_required
@require_safe
def report(request: SignedInRequest, uid: str) -> StreamingHttpResponse:
    """Every row with what was said of it, as CSV whose cells are no formulas."""
    run = visible_run(request, uid)
    rows = _rows(run, request.GET.get("outcome", "")).order_by("number").iterator(2_000)
    response = StreamingHttpResponse(_written(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.uid}.csv"'
    return response


def _rows(run: ImportRun, outcome: str) -> QuerySet[ImportRow]:
    if outcome == "warned":
        return run.rows.filter(is_warned=True)
    return run.rows.filter(outcome=outcome) if outcome in OUTCOMES else run.rows.all()


def _lines(request: SignedInRequest, rows: list[ImportRow]) -> list[Line]:
    """Rows with their remarks; a record is linked only where the reader may see it."""
    seen = Agreement.objects.visible_to(request.user).in_bulk([row.agreement_id for row in rows if row.agreement_id])
    return [
        Line(
            row,
            TONES[row.outcome],
            [(each["level"], each["field"], each["value"], reports.say(each)) for each in row.notices],
            seen.get(row.agreement_id) if row.agreement_id else None,
        )
        for row in rows
    ]


class _Echo:
    """What `csv.writer` writes to, to have each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _written(rows: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in reports.report_lines(rows):
        yield writer.writerow(line)
