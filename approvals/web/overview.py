"""What waits on whom, and how long approvals take: for heads and officers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.web.signed_in import SignedInRequest
from approvals.loads import Load, what_waits_on_whom
from approvals.reports import TimeInStep, time_in_steps
from approvals.steps import STEP_KIND_LABELS
from approvals.web.listing import steps_seen
from approvals.web.tabs import tabs_of
from approvals.web.whom import say_waits_on

# Days of decisions that count, by what the address calls it; the first one unless it says otherwise.
PERIODS = {"year": (365, gettext_lazy("Last 12 months")), "quarter": (91, gettext_lazy("Last 3 months"))}


@dataclass(frozen=True)
class LoadRow:
    """What waits on one of them; `url` opens exactly these steps, `overdue_url` those overdue."""

    load: Load
    name: str
    url: str
    overdue_url: str


@dataclass(frozen=True)
class TimeRow:
    """How long steps of a kind took at one body."""

    time: TimeInStep
    kind: str


@login_required
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Whom the waiting steps wait on, overdue first; and the time steps took, by body and kind, slowest first."""
    offices = list(Office.objects.order_by("code"))
    office, period = _office(offices, request.GET.get("office", "")), _period(request.GET.get("period", ""))
    steps, now, today = steps_seen(request.user), timezone.now(), timezone.localdate()
    if office:
        steps = steps.filter(case__subject__office=office)
    first = today - dt.timedelta(days=PERIODS[period][0])
    times = time_in_steps(
        user=request.user,
        since=dt.datetime.combine(first, dt.time(), tzinfo=timezone.get_current_timezone()),
        until=now,
        offices=[office.pk] if office else [],
    )
    context = {
        "tabs": tabs_of(request),
        "offices": _tabs(request, "office", [("", _("All offices")), *((each.code, str(each)) for each in offices)]),
        "periods": _tabs(request, "period", [(name, str(label)) for name, (_days, label) in PERIODS.items()]),
        "loads": [_row(each, office) for each in what_waits_on_whom(steps, at=now, today=today)],
        "times": [TimeRow(each, _(STEP_KIND_LABELS[each.kind])) for each in times],
        "slowest": max((each.ninetieth for each in times), default=0),
        "first": first,
    }
    return render(request, "approvals/overview.html", context)


def _office(offices: list[Office], code: str) -> Office | None:
    if not code:
        return None
    for office in offices:
        if office.code == code:
            return office
    raise Http404


def _period(name: str) -> str:
    if name and name not in PERIODS:
        raise Http404
    return name or next(iter(PERIODS))


def _tabs(request: SignedInRequest, parameter: str, choices: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """As `c-section-nav` takes them; the first choice is the one in force where none is given."""
    current = request.GET.get(parameter) or choices[0][0]
    kept = {name: value for name, value in request.GET.items() if name in ("office", "period") and name != parameter}
    return [
        {"label": label, "url": "?" + urlencode({**kept, parameter: value}), "current": value == current}
        for value, label in choices
    ]


def _row(load: Load, office: Office | None) -> LoadRow:
    people = {}
    if load.askee:
        people = {each.username: str(each) for each in (load.askee.user, load.askee.instead_of) if each}
    query = {"waits_on": str(load.waits_on), **({"office": office.code} if office else {})}
    address = reverse("approvals:list")
    return LoadRow(
        load,
        say_waits_on(load.waits_on, people),
        f"{address}?{urlencode(query)}",
        f"{address}?{urlencode({**query, 'overdue': 'true'})}" if load.overdue else "",
    )
