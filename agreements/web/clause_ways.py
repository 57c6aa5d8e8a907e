"""Saying a clause in another way: what was typed stays, and what the new way has no box for comes along unseen.

A form carries the ways it was shown in as hidden fields; whoever returns to one of them finds what they left there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import orjson
from django.http import QueryDict

from agreements.law.clauses import ClauseKind
from agreements.web.clause_fields import field_for
from agreements.web.clause_modes import MODES, fields_of
from core.web.conflicts import VersionedForm
from core.web.typed import fingerprint, typed_values

WAY = "way"
_VISITED = "visited"
_QUOTA = re.compile(r"quota_(class|least)_\d{1,2}", re.ASCII)
F = TypeVar("F", bound=VersionedForm)


def in_another_way(
    form: type[F], sent: QueryDict, *, initial: Mapping[str, Any], kind: ClauseKind, mode: str, **made: Any
) -> F:
    """The form of a way as one begins with it, over what was typed in the ways before; nothing is complained of."""
    typed: dict[str, Any] = {name: sent[name] for name in ("version", "seen") if sent.get(name)}
    for way in _visited(sent, kind, mode):
        before = form(sent, initial=dict(initial), kind=kind, mode=way, sent=sent, **made)
        typed |= typed_values(before)
    if quotas := sum(name.startswith("quota_class_") for name in sent):
        typed["quotas_given"] = quotas
    again = form(initial={**initial, **typed}, kind=kind, mode=mode, sent=sent, **made)
    again.initial["opened"] = orjson.dumps(fingerprint(again, initial)).decode()
    return again


def carried(sent: QueryDict, kind: ClauseKind, mode: str) -> list[tuple[str, str]]:
    """What a form in this way carries unseen: the ways it was shown in, and what was typed in their other boxes."""
    ways = list(dict.fromkeys([*_visited(sent, kind, mode), mode]))
    here = _controls(kind, mode, sent)
    elsewhere = {name for way in ways for name in _controls(kind, way, sent)} - here
    typed = [(name, text) for name in sent if name in elsewhere for text in sent.getlist(name) if text]
    return [*((_VISITED, way) for way in ways), *typed]


def _visited(sent: QueryDict, kind: ClauseKind, mode: str) -> list[str]:
    known = [way for way, _label in MODES[kind]]
    return [way for way in sent.getlist(_VISITED) if way in known] or [mode]


def _controls(kind: ClauseKind, mode: str, sent: QueryDict) -> set[str]:
    """The names under which a browser sends the boxes of a way."""
    names: set[str] = set()
    for field in fields_of(kind, mode):
        if field == "quotas":
            names |= {name for name in sent if _QUOTA.fullmatch(name)}
        else:
            parts = getattr(field_for(kind, field).widget, "widgets_names", [""])
            names |= {field + part for part in parts}
    return names
