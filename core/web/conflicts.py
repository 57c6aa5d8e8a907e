"""Two people at once: forms that know which version of a record they were opened on, and how two versions are joined.

A view shows a stale form so: `form, conflict = join(form, current=…, roots=…, viewer=…)`, with `core/conflict.html`
above the form. The next submission builds on the record as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from django import forms

from core.history import Root, history_of
from core.history_reading import Change, read_history
from core.web.remade import RemadeForm
from core.web.typed import fingerprint, typed_values, words_of

MOST_ENTRIES = 100
F = TypeVar("F", bound="VersionedForm")


class VersionedForm(RemadeForm):
    """A form over a record. Give `version` in `initial`, and `seen`: the newest entry of the record's history.

    It carries them, and a fingerprint of each value as it was when the form was opened.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial = {**self.initial, "opened": orjson.dumps(fingerprint(self, self.initial)).decode()}

    @property
    def expected_version(self) -> int:
        """The version a valid form was opened on."""
        return int(self.cleaned_data["version"])

    @property
    def fingerprint_opened(self) -> dict[str, str]:
        """The fingerprint a bound form was opened with; empty where it is missing or was tampered with."""
        try:
            found = orjson.loads(self["opened"].data or "{}")
        except orjson.JSONDecodeError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class ConflictRow:
    """One field that both people changed."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Conflict:
    """What others changed since the form was opened, newest first, and the fields that both sides changed."""

    changes: list[Change]
    rows: list[ConflictRow]

    @property
    def latest(self) -> Change | None:
        """The newest of the changes."""
        return self.changes[0] if self.changes else None


def join(form: F, *, current: Mapping[str, Any], roots: Iterable[Root], viewer: Any) -> tuple[F, Conflict]:
    """A form over the record as it is now that keeps what was typed; `current` are the initial values of a new form.

    A field the person left alone takes the register's value, so that saving again undoes nobody's change; what they
    did change stays as typed, and is in `rows` where somebody else changed it too.
    """
    opened, typed = form.fingerprint_opened, typed_values(form)
    typed_marks, current_marks = fingerprint(form, typed), fingerprint(form, current)
    rows, kept = [], {}
    for name in typed:
        if typed_marks[name] in (opened.get(name), current_marks.get(name)):
            continue
        kept[name] = typed[name]
        if current_marks.get(name) != opened.get(name):
            label = str(form.fields[name].label or name) if name in form.fields else str(form.tables[name].legend)  # type: ignore[attr-defined]
            rows.append(ConflictRow(label, words_of(form, name, current.get(name)), words_of(form, name, typed[name])))
    again = form.made_again(initial={**current, **kept})
    again.initial["opened"] = orjson.dumps(current_marks).decode()
    return again, Conflict(_changes_since(form["seen"].data, roots, viewer), rows)


def _changes_since(seen: Any, roots: Iterable[Root], viewer: Any) -> list[Change]:
    entries = history_of(roots)
    if str(seen or "").isdigit():
        return read_history(entries.filter(pk__gt=int(seen))[:MOST_ENTRIES], viewer=viewer)
    return read_history(entries[:MOST_ENTRIES], viewer=viewer)[:1]
