"""Fields that every type of record has."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from core.api.shapes import Field, Reading


def plain(hint: Any, about: str, name: str) -> Field[Any]:
    """A field that is an attribute of the record."""
    return Field(hint, about, lambda record, _reading: getattr(record, name))


def identity(address: Callable[[Any, Reading], str]) -> dict[str, Field[Any]]:
    """What names the record."""
    return {
        "id": plain(uuid.UUID, "The record's id, never reused.", "uid"),
        "url": Field(str, "Where the record is in the API.", address),
    }


def bookkeeping() -> dict[str, Field[Any]]:
    """Which version of the record this is, and since when."""
    return {
        "version": plain(int, "Grows by one or more with every change; part of the ETag.", "version"),
        "created_at": plain(dt.datetime, "When the register took the record in.", "created_at"),
        "updated_at": plain(dt.datetime, "When it was last changed.", "updated_at"),
    }
