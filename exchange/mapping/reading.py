"""JSON to `Definition`, with every fault named by its JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from exchange.mapping.definition import (
    FIELDS,
    ActRule,
    Cell,
    Definition,
    InstitutionRule,
    PartyRule,
    StageRule,
    SubjectRule,
)
from exchange.mapping.objects import Faults, Reading
from exchange.mapping.words import ACTS, CLASSES, COUNTRIES, INSTITUTION_KINDS, KINDS, LANGUAGES, ROLES, STAGES
from exchange.mapping.written_dates import is_date_form

T = TypeVar("T")
_CELL = {"column", "columns", "constant", "parts", "join", "values", "only_values", "default", "prefix"}


class InvalidDefinition(Exception):
    """A mapping that cannot hold: sentences by JSON pointer."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(f"{place or '/'}: {fault}" for place, fault in faults.items()))


def read_definition(data: Any) -> Definition:
    """The definition a JSON object holds. Raises `InvalidDefinition` naming every fault."""
    faults = Faults()
    definition = _definition(Reading(data, "", faults))
    if faults.found:
        raise InvalidDefinition(faults.found)
    return definition


def _definition(given: Reading) -> Definition:
    given.only(
        "name", "title", "namespace", "office", "key", "language", "dates", "unreadable_dates", "fields", "stage",
        "parties", "subjects", "acts", "institutions",
    )  # fmt: skip
    name = given.text("name", required=True, most=60)
    return Definition(
        name=name,
        title=given.text("title"),
        namespace=given.text("namespace", default=name, most=60),
        office=given.text("office"),
        key=given.texts("key", required=True),
        language=given.choice("language", LANGUAGES, default="en"),
        dates=given.texts("dates", default=("yyyy-mm-dd",), each=is_date_form),
        unreadable_dates=given.choice("unreadable_dates", ("refuse", "warn"), default="refuse"),
        fields=_fields(given.part("fields")),
        stage=_stage(given.part("stage")),
        parties=_each(given, "parties", _party),
        subjects=_subjects(given.part("subjects")) if given.has("subjects") else None,
        acts=_each(given, "acts", _act),
        institutions=_institutions(given.part("institutions")),
    )


def _each(given: Reading, name: str, read: Callable[[Reading], T]) -> tuple[T, ...]:
    return tuple(read(each) for each in given.parts(name))


def _fields(given: Reading) -> dict[str, Cell]:
    given.only(*FIELDS)
    for name in ("title", "kind"):
        if not given.has(name):
            given.fault(name, "is missing")
    cells = {name: _cell(given.part(name)) for name in FIELDS if given.has(name)}
    for name, words in (("kind", KINDS), ("classification", CLASSES)):
        for word in _fixed_words(cells.get(name, Cell())):
            if word not in words:
                given.fault(name, f"“{word}” is none of: {', '.join(words)}")
    return cells


def _fixed_words(cell: Cell) -> list[str]:
    return [word for word in (cell.constant, cell.default, *cell.values.values()) if word]


def _cell(given: Reading) -> Cell:
    given.only(*_CELL)
    columns = (given.text("column"),) if given.has("column") else given.texts("columns")
    if not (columns or given.has("constant") or given.has("parts")):
        given.fault("", "gives neither column, columns, constant nor parts")
    return Cell(
        columns=columns,
        constant=given.text("constant"),
        parts=_each(given, "parts", _cell),
        join=given.text("join", default="\n"),
        values=given.words("values"),
        only_values=given.flag("only_values", default=False),
        default=given.text("default"),
        prefix=given.text("prefix"),
    )


def _optional(given: Reading, name: str) -> Cell:
    return _cell(given.part(name)) if given.has(name) else Cell()


def _stage(given: Reading) -> StageRule:
    given.only("default", "by_act")
    steps = []
    for step in given.parts("by_act"):
        step.only("act", "stage")
        steps.append((step.choice("act", ACTS), step.choice("stage", STAGES)))
    return StageRule(default=given.choice("default", STAGES), by_act=tuple(steps))


def _party(given: Reading) -> PartyRule:
    given.only("cell", "separator", "role")
    return PartyRule(
        cell=_cell(given.part("cell")),
        separator=given.text("separator", default=";"),
        role=given.choice("role", ROLES, default="party"),
    )


def _subjects(given: Reading) -> SubjectRule:
    given.only("cell", "separator", "missing", "prefix")
    return SubjectRule(
        cell=_cell(given.part("cell")),
        separator=given.text("separator"),
        missing=given.choice("missing", ("create", "note", "refuse"), default="note"),
        prefix=given.text("prefix"),
    )


def _act(given: Reading) -> ActRule:
    given.only(
        "kind", "date", "effective", "received", "party", "source", "source_url", "source_quote", "note"
    )  # fmt: skip
    if not given.has("source"):
        given.fault("source", "is missing: an act has a source")
    cells = {name: _optional(given, name) for name in
             ("date", "effective", "received", "party", "source", "source_url", "source_quote", "note")}  # fmt: skip
    if not (given.has("date") or given.has("effective")):
        given.fault("date", "is missing")
    return ActRule(kind=given.choice("kind", ACTS), **cells)


def _institutions(given: Reading) -> InstitutionRule:
    given.only("missing", "ambiguous", "language", "kind", "kinds", "guess_country", "countries")
    kinds = given.part("kinds")
    kinds.only(*INSTITUTION_KINDS)
    countries = given.words("countries")
    for code in countries.values():
        if code not in COUNTRIES:
            given.fault("countries", f"“{code}” is no code of a country (ISO 3166)")
    return InstitutionRule(
        missing=given.choice("missing", ("create", "refuse"), default="create"),
        ambiguous=given.choice("ambiguous", ("first", "refuse"), default="first"),
        language=given.choice("language", LANGUAGES, default="en"),
        kind=given.choice("kind", INSTITUTION_KINDS, default="other"),
        kinds={kind: kinds.texts(kind) for kind in INSTITUTION_KINDS if kinds.has(kind)},
        guess_country=given.flag("guess_country", default=True),
        countries=countries,
    )
