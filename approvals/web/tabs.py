"""The pages of waiting steps and of what happened to approvals, as tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.web.signed_in import SignedInRequest
from approvals.letters import count_new

MINE, KEPT = "mine=true", "kept=true&mine=false"


def tabs_of(request: SignedInRequest) -> list[dict[str, Any]]:
    """As `c-section-nav` takes them, with the number of news that the reader has not read."""
    every, news = reverse("approvals:list"), reverse("approvals:news")
    places = [
        (_("For me"), f"{every}?{MINE}"),
        (_("News"), news),
        (_("Waiting on others"), f"{every}?{KEPT}"),
        (_("All that waits"), every),
        (_("What waits on whom"), reverse("approvals:overview")),
    ]
    current = _current(request.get_full_path(), [url for _label, url in places])
    counts = {news: count_new(request.user, now=timezone.now()) or None}
    return [{"label": label, "url": url, "count": counts.get(url), "current": url == current} for label, url in places]


def _current(path: str, urls: list[str]) -> str:
    """The tab whose address begins the one that is read; the longest of those."""
    page, _mark, query = path.partition("?")
    asked = set(query.split("&")) - {""}
    fitting = [url for url in urls if url.partition("?")[0] == page and _parts(url) <= asked]
    return max(fitting, key=len, default="")


def _parts(url: str) -> set[str]:
    return set(url.partition("?")[2].split("&")) - {""}
