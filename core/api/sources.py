"""Where a fact is from, as answered and as given."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from core.api.record_fields import plain
from core.api.shapes import Field
from core.models import Sourced

SOURCE_FIELDS = ("source", "source_quote", "source_note")
_ABOUT = {
    "source": "The document or address that states it.",
    "source_quote": "Its very words.",
    "source_note": "A note on the source.",
}


class SourcedFact(TypedDict):
    """A fact with its source."""

    source: Annotated[str, _ABOUT["source"]]
    source_quote: Annotated[str, _ABOUT["source_quote"]]
    source_note: Annotated[str, _ABOUT["source_note"]]


def source_of(row: Sourced) -> SourcedFact:
    """The source of a row."""
    return {"source": row.source, "source_quote": row.source_quote, "source_note": row.source_note}


def source_fields() -> dict[str, Field[Any]]:
    """The same as fields of a shape."""
    return {name: plain(str, about, name) for name, about in _ABOUT.items()}
