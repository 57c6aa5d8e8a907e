"""Where in the file something stands: the columns behind a field of the mapping, and what a row calls itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exchange.mapping.cells import RowReader
from exchange.mapping.definition import ActRule, Cell, Definition


def columns_of(field: str, definition: Definition, *, cells: Mapping[str, str], value: str = "") -> list[str]:
    """The columns a remark is about: of several those that hold the value; none where no column is behind the field."""
    if field in cells:
        return [field]
    found = list(dict.fromkeys(_columns(field, definition)))
    holding = [column for column in found if value and value in cells.get(column, "")]
    return holding or found


def title_of(cells: Mapping[str, str], definition: Definition) -> str:
    """What the row calls its agreement; "" where it has no title."""
    return RowReader(cells, definition).text(definition.fields["title"], field="title")


def _columns(field: str, definition: Definition) -> Sequence[str]:
    name, _dot, part = field.partition(".")
    if name == "key":
        return definition.key
    if name == "titles":
        name = "title"
    if name in definition.fields:
        return list(definition.fields[name].every_column())
    if name == "parties":
        return [column for rule in definition.parties for column in rule.cell.every_column()]
    if name == "subjects":
        return list(definition.subjects.cell.every_column()) if definition.subjects else []
    if name == "source_url":
        return [column for act in definition.acts for column in act.source_url.every_column()]
    return [column for cell in _act_cells(name, part, definition) for column in cell.every_column()]


def _act_cells(name: str, part: str, definition: Definition) -> Sequence[Cell]:
    """Of `acts/0/signature`, `signature` or `signature.effective_on`: the cells meant."""
    act = _act(name, definition)
    if act is None:
        return ()
    meant = {
        "effective_on": act.effective, "received_on": act.received, "party": act.party, "source": act.source,
        "source_url": act.source_url, "source_quote": act.source_quote, "note": act.note,
    }  # fmt: skip
    return (meant[part],) if part in meant else (act.date, act.effective, act.received)


def _act(name: str, definition: Definition) -> ActRule | None:
    if name.startswith("acts/"):
        return next(iter(definition.acts[int(name.split("/")[1]) :]), None)
    return next((act for act in definition.acts if act.kind == name), None)
