"""Search over the whole register: the best few of each kind, and the way to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from activities.models import Activity, Programme
from agreements.models import Agreement
from core.filters import MOST_WORDS
from core.text import fold
from institutions.models import Institution
from institutions.queries import matching_names

SHOWN = 5


@dataclass(frozen=True)
class Found:
    """What was found of one kind: each record with the names it was found by where its own does not tell.

    `all_url` opens the list with the same words where there is more.
    """

    kind: str
    title: str
    rows: list[tuple[Any, list[str]]]
    all_url: str


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What has all the words. A whole reference opens its record at once."""
    asked = request.GET.get("q", "").strip()
    words = " ".join(asked.split()[:MOST_WORDS])
    if record := _called(words, request.user):
        return redirect(record)
    found = _found(words, request.user) if words else []
    return render(request, "dashboard/search.html", {"asked": asked, "found": found})


def _found(words: str, user: User) -> list[Found]:
    institutions = _best(Institution.objects.visible_to(user), words)
    groups = [
        _group(
            "agreements", _("Agreements"), _best(Agreement.objects.visible_to(user), words), "agreements:list", words
        ),
        _group("institutions", _("Institutions"), institutions, "institutions:list", words),
        _group(
            "activities", _("Activities"), _best(Activity.objects.visible_to(user), words), "activities:list", words
        ),
        _group(
            "programmes",
            _("Programmes"),
            _best(Programme.objects.visible_to(user), words),
            "activities:programmes",
            words,
        ),
    ]
    return [group for group in groups if group.rows]


def _best(rows: QuerySet[Any], words: str) -> list[Any]:
    """The first few, and one more that tells whether there are others: those so called, then by name."""
    called = Q(sort_key__startswith=fold(words))
    if rows.model is Institution:
        called |= Q(acronym__iexact=words)
    first = Case(When(called, then=0), default=1)
    return list(rows.search(words).for_list().order_by(first, "sort_key", "id")[: SHOWN + 1])  # type: ignore[attr-defined]


def _group(kind: str, title: str, rows: list[Any], view: str, words: str) -> Found:
    more = f"{reverse(view)}?{urlencode({'q': words})}" if len(rows) > SHOWN else ""
    shown = rows[:SHOWN]
    found_by = matching_names(shown, words) if kind == "institutions" else {}
    return Found(kind, title, [(row, found_by.get(row.pk, [])) for row in shown], more)


def _called(words: str, user: User) -> str:
    """The page of the agreement or activity with exactly this reference."""
    if " " in words or "-" not in words:
        return ""
    if Agreement.objects.visible_to(user).filter(reference=words.upper()).exists():
        return reverse("agreements:detail", args=[words.upper()])
    if Activity.objects.visible_to(user).filter(reference=words.upper()).exists():
        return reverse("activities:detail", args=[words.upper()])
    return ""
