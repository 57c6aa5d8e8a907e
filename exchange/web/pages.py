"""The list of imports, the page of one, and its report."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

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
from exchange.mapping import title_of
from exchange.models import ImportRow, ImportRun
from exchange.policies import can_import, can_import_into
from exchange.web.doing import visible_run
from exchange.web.notice_kinds import kinds_of_notices
from exchange.web.progress import progress_of

ROWS, RUNS = 50, 30
BY_NUMBER = Order("number", gettext_lazy("Row"), ("number",))
NEWEST = Order("newest", gettext_lazy("Newest"), ("-id",))
OUTCOMES = ("created", "updated", "unchanged", "refused", "warned")
WARNED = gettext_lazy("With warnings")
TONES = {"created": "success", "updated": "progress", "unchanged": "neutral", "refused": "danger", "pending": "neutral"}


@dataclass(frozen=True)
class Line:
    """One row of the report as the page shows it."""

    row: ImportRow
    tone: str
    label: str
    title: str
    key: str
    notices: list[tuple[str, str, str]]
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
    said = request.GET.get("said", "")
    page = page_of(_rows(run, outcome, said), order=BY_NUMBER, cursor=request.GET.get("cursor", ""), limit=ROWS)
    context = {
        "run": run,
        "page": page,
        "lines": _lines(request, run, page.rows),
        "outcome": outcome,
        "said": said,
        "kinds": kinds_of_notices(run, outcome=outcome) if not run.is_at_work else [],
        "counts": [(name, _label(run, name), run.counts.get(name, 0)) for name in OUTCOMES],
        "notices": [(each["level"], reports.say(each)) for each in run.report.get("notices", ())],
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
    rows = _rows(run, request.GET.get("outcome", ""), request.GET.get("said", ""))
    lines = reports.report_lines(
        rows.order_by("number").iterator(2_000), data=run.definition, foreseen=_is_foreseen(run)
    )
    response = StreamingHttpResponse(_written(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.uid}.csv"'
    return response


def _rows(run: ImportRun, outcome: str, said: str) -> QuerySet[ImportRow]:
    rows = run.rows.filter(notices__contains=[{"code": said}]) if said else run.rows.all()
    if outcome == "warned":
        return rows.filter(is_warned=True)
    return rows.filter(outcome=outcome) if outcome in OUTCOMES else rows


def _is_foreseen(run: ImportRun) -> bool:
    """Whether the outcomes are only what taking the file in would do."""
    return run.applied_at is None and run.state in (ImportRun.State.CHECKING, ImportRun.State.CHECKED)


def _label(run: ImportRun, outcome: str) -> str:
    return str(WARNED) if outcome == "warned" else reports.outcome_label(outcome, foreseen=_is_foreseen(run))


def _lines(request: SignedInRequest, run: ImportRun, rows: list[ImportRow]) -> list[Line]:
    """Rows with their remarks; a record is linked only where the reader may see it."""
    seen = Agreement.objects.visible_to(request.user).in_bulk([row.agreement_id for row in rows if row.agreement_id])
    definition = reports.definition_of(run.definition)
    return [
        Line(
            row=row,
            tone=TONES[row.outcome],
            label=_label(run, row.outcome),
            title=title_of(row.cells, definition) if definition else "",
            key=reports.shown_key(row.key),
            notices=[
                (each["level"], reports.place_of(each, row, definition), reports.say(each)) for each in row.notices
            ],
            agreement=seen.get(row.agreement_id) if row.agreement_id else None,
        )
        for row in rows
    ]


class _Echo:
    """What `csv.writer` writes to, to have each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _written(lines: Iterator[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow(line)
