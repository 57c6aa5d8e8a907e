"""Forms as a browser sends them back."""

from __future__ import annotations

import html
import re
from typing import Any


def as_opened(client: Any, address: str) -> dict[str, Any]:
    """Every field of the page's form as the browser has it when the page has loaded."""
    page = client.get(address).content.decode().split("<main", 1)[1]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if not values.get("name") or values.get("type") == "search":
            continue
        if values.get("type") in ("checkbox", "radio"):
            if re.search(r"\schecked\b", tag):
                sent.setdefault(values["name"], []).append(html.unescape(values.get("value", "on")))
        else:
            sent[values["name"]] = html.unescape(values.get("value", ""))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'<option value="([^"]*)"', body)
        sent[name] = html.unescape(chosen[1]) if chosen else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        sent[name] = html.unescape(body).strip("\n")
    return sent


def rows(prefix: str, *filled: dict[str, str], initial: int = 0) -> dict[str, str]:
    """The fields of a table of a form."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(filled)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(filled):
        sent |= {f"{prefix}-{number}-{field}": value for field, value in row.items()}
    return sent
