"""The pages of waiting steps, as tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

MINE, KEPT = "mine=true", "kept=true&mine=false"


def tabs_of(path: str) -> list[dict[str, Any]]:
    """As `c-section-nav` takes them; `path` is the address that is read, with its query."""
    every = reverse("approvals:list")
    places = [
        (_("For me"), f"{every}?{MINE}"),
        (_("Waiting on others"), f"{every}?{KEPT}"),
        (_("All that waits"), every),
        (_("What waits on whom"), reverse("approvals:overview")),
    ]
    current = _current(path, [url for _label, url in places])
    return [{"label": label, "url": url, "current": url == current} for label, url in places]


def _current(path: str, urls: list[str]) -> str:
    """The tab whose address begins the one that is read; the longest of those."""
    page, _mark, query = path.partition("?")
    asked = set(query.split("&")) - {""}
    fitting = [url for url in urls if url.partition("?")[0] == page and _parts(url) <= asked]
    return max(fitting, key=len, default="")


def _parts(url: str) -> set[str]:
    return set(url.partition("?")[2].split("&")) - {""}
