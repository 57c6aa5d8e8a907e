"""Mappings by name: those saved in the register, those shipped with it, and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accounts.models import Office
from core.sentences import gettext_noop
from exchange.models import Mapping
from exchange.readers.rows import unreadable

BUILT_IN = Path(__file__).parent / "mappings"
# Before a name: the saved mapping is meant, although one shipped with the product has that name too.
SAVED = "saved:"


def built_in_mappings() -> dict[str, dict[str, Any]]:
    """The definitions shipped with the product, by name."""
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(BUILT_IN.glob("*.json"))}


def mapping_called(name: str) -> tuple[Mapping | None, dict[str, Any]]:
    """The definition shipped under that name, or the saved mapping with its own, or that of a file.

    A saved one that has the name of a shipped one is called `saved:NAME`.
    Raises `Refused` for one that is not there, or no JSON.
    """
    shipped = built_in_mappings().get(name)
    if shipped is not None:
        return None, shipped
    saved = Mapping.objects.filter(name=name.removeprefix(SAVED)).first()
    if saved:
        return saved, saved.definition
    path = Path(name)
    if not path.is_file():
        raise unreadable("mapping_unknown", gettext_noop("There is no mapping and no file called %(name)s."), name=name)
    try:
        return None, json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise unreadable(
            "mapping_broken", gettext_noop("%(name)s holds no JSON: %(fault)s."), name=name, fault=str(fault)
        ) from fault


def office_for(*, code: str, mapping: Mapping | None) -> Office:
    """The office of that code, else the mapping's, else the only one there is. Raises `Refused`."""
    if code:
        named = Office.objects.filter(code__iexact=code).first()
        if named is None:
            raise unreadable("office_unknown", gettext_noop("There is no office with the code %(code)s."), code=code)
        return named
    if mapping:
        return mapping.office
    offices = list(Office.objects.order_by("code")[:2])
    if len(offices) != 1:
        raise unreadable("office_unclear", gettext_noop("Say which office keeps the records: there is not just one."))
    return offices[0]
