"""Every parameter and every value it can have is described: in docs/clauses.md, in the API, and offered by a form."""

import dataclasses
import re
from enum import Enum
from pathlib import Path
from typing import get_type_hints

import pytest

from agreements.api.clause_schema import parameters_schema
from agreements.law.clause_sets import faults_across
from agreements.law.clauses import TERMS_OF, ClauseKind
from agreements.law.notation import read_terms
from agreements.web.clause_modes import MODE_FIELD, MODES, fields_of, parameter_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "clauses.md"
TEXT = DOCUMENT.read_text()
# Said by another control of the form.
IN_ANOTHER_BOX = {"first_of_month": "takes_effect", "at_end_of_term": "takes_effect"}


@pytest.mark.parametrize("kind", list(ClauseKind), ids=str)
def test_the_document_names_every_parameter_and_choice(kind):
    cls = TERMS_OF[kind]
    hints = get_type_hints(cls)
    names = {kind.value} | {each.name for each in dataclasses.fields(cls)}
    for name in ("mode", "start"):
        if isinstance(hints.get(name), type) and issubclass(hints[name], Enum):
            names |= {each.value for each in hints[name]}
    section = TEXT[TEXT.index(f"**{kind.value}** –") :]
    missing = {name for name in names if not re.search(rf"`{name}`|\*\*{name}\*\*", section)}
    assert not missing


@pytest.mark.parametrize("kind", list(ClauseKind), ids=str)
def test_the_api_describes_every_parameter_with_an_example_that_holds(kind):
    schema = next(each for each in parameters_schema()["anyOf"] if each["title"] == kind.value)
    assert set(schema["properties"]) == {each.name for each in dataclasses.fields(TERMS_OF[kind])}
    lacking = [name for name, each in schema["properties"].items() if not each.get("description")]
    assert not lacking
    (example,) = schema["examples"]
    assert faults_across([(kind, "", None, read_terms(kind, example))]) == []


@pytest.mark.parametrize("kind", list(ClauseKind), ids=str)
def test_the_forms_offer_every_parameter_and_every_way(kind):
    offered = {name for mode, _label in MODES[kind] for name in fields_of(kind, mode)}
    named = {name for mode, _label in MODES[kind] for name in parameter_of(kind, mode)}
    wanted = {each.name for each in dataclasses.fields(TERMS_OF[kind])}
    assert {name for name in wanted if name not in offered | named and IN_ANOTHER_BOX.get(name) not in offered} == set()
    if kind in MODE_FIELD:
        values = {each.value for each in get_type_hints(TERMS_OF[kind])[MODE_FIELD[kind]]}
        ways = {next(iter(parameter_of(kind, mode).values())) for mode, _label in MODES[kind]}
        assert ways == values
