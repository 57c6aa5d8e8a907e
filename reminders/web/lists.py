"""A person's reminders: due now, upcoming, done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from core.listing import Order, page_of
from core.web.addresses import with_changes
from reminders.queries import answers_to, done, due_now, items_of, upcoming

DUE, UPCOMING, DONE = "due", "upcoming", "done"
ROWS = 25
ORDERS = {
    DUE: Order("due", "", ("due_on", "id")),
    UPCOMING: Order("upcoming", "", ("act_on", "id")),
    DONE: Order("done", "", ("-closed_at", "-id")),
}


@login_required
@require_safe
def reminders(request: SignedInRequest) -> HttpResponse:
    """One of the three lists; `show` says which."""
    shown = request.GET.get("show", DUE)
    if shown not in ORDERS:
        raise Http404
    today = timezone.localdate()
    rows = {
        DUE: due_now(request.user, today=today),
        UPCOMING: upcoming(request.user, today=today),
        DONE: done(request.user, now=timezone.now()),
    }
    chosen = rows[shown].select_related("policy", "office")
    page = page_of(chosen, order=ORDERS[shown], cursor=request.GET.get("cursor", ""), limit=ROWS)
    answers = answers_to(page.rows, request.user)
    context = {
        "shown": shown,
        "today": today,
        "tabs": _tabs(shown, due=rows[DUE].count()),
        "items": [(item, answers.get(item.reminder.pk)) for item in items_of(page.rows, request.user)],
        "previous": _address(request, page.previous),
        "next": _address(request, page.next),
    }
    return render(request, "reminders/list.html", context)


def _tabs(shown: str, *, due: int) -> list[dict[str, Any]]:
    return [
        {"label": _("Due now"), "url": "?", "count": due, "current": shown == DUE},
        {"label": _("Upcoming"), "url": f"?show={UPCOMING}", "count": None, "current": shown == UPCOMING},
        {"label": _("Done"), "url": f"?show={DONE}", "count": None, "current": shown == DONE},
    ]


def _address(request: SignedInRequest, cursor: str | None) -> str:
    return with_changes(request.GET, {"cursor": cursor}) if cursor else ""
