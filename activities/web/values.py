"""Between an activity and its form: what the form shows, and what the action takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from activities.actions import NewCountry, NewLink, NewParticipant
from activities.models import Activity
from activities.queries import history_roots
from core.dates import PartialDate, Precision
from core.history_reading import last_entry_of
from core.web.conflicts import VersionedForm

_SOURCE = ("source", "source_quote", "source_note")
_PLAIN = (
    "kind", "programme", "classification", "officer", "description", "place", "outcome", "actual_start", "actual_end",
    *_SOURCE, "version",
)  # fmt: skip


def initial_of(activity: Activity) -> dict[str, Any]:
    """An activity of `activity_page` as its form shows it."""
    return {
        **{name: getattr(activity, name) for name in _PLAIN},
        **{f"title_{code}": activity.titles.get(code, "") for code, _name in settings.LANGUAGES},
        "planned_start": activity.starts,
        "planned_end": activity.ends,
        "subjects": [link.subject for link in activity.subject_links.all()],
        "agreements": _rows(activity.agreement_links.all(), "agreement", "article", *_SOURCE),
        "participants": _rows(activity.participants.all(), "institution", "role", *_SOURCE),
        "countries": _rows(activity.countries.all(), "country", "percentage"),
        "seen": last_entry_of(history_roots(activity)),
    }


def values_of(cleaned: dict[str, Any], *, titles: dict[str, str] | None = None) -> dict[str, Any]:
    """What the action takes, from a valid form. `titles` are those of an activity in languages the form lacks."""
    titles = {**(titles or {})}
    for code, _name in settings.LANGUAGES:
        titles[code] = cleaned[f"title_{code}"]
    left_out = {*VersionedForm.base_fields, *(f"title_{code}" for code, _name in settings.LANGUAGES)}
    return {
        **{name: value for name, value in cleaned.items() if name not in left_out},
        **_date("planned_start", cleaned["planned_start"]),
        **_date("planned_end", cleaned["planned_end"]),
        "titles": {code: text for code, text in titles.items() if text},
        "agreements": [NewLink(**row) for row in cleaned["agreements"]],
        "participants": [NewParticipant(**row) for row in cleaned["participants"]],
        "countries": [NewCountry(**row) for row in cleaned["countries"]],
        "subjects": list(cleaned["subjects"]),
    }


def _rows(links: Any, *fields: str) -> list[dict[str, Any]]:
    return [{field: getattr(link, field) for field in fields} for link in links]


def _date(name: str, when: PartialDate | None) -> dict[str, Any]:
    precision = when.precision if when else Precision.DAY
    return {name: when.date if when else None, f"{name}_precision": precision.value}
