"""Every fact of the demonstration register stands on words that are in one of its two documents."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from activities.demo.documents import OFFICIAL_NAME, PROGRAMME, WORKING_ARRANGEMENT
from approvals.models import RouteTemplate
from core.models import Sourced
from institutions.models import Institution, InstitutionName

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FILES = {
    WORKING_ARRANGEMENT: "europol-mexico-working-arrangement.txt",
    PROGRAMME: "el-paccto-mexico-2020-activities.txt",
}
pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    """White space single and quotation marks straight; every word stays as it is."""
    return re.sub(r"\s+", " ", text.translate(str.maketrans("’‘“”", "''\"\""))).strip()


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    if not SEEDS.is_dir():
        pytest.skip("the seed documents are not beside this checkout")
    return {document: plain((SEEDS / name).read_text(encoding="utf-8")) for document, name in FILES.items()}


def sourced_rows() -> list[Sourced]:
    """Every row of the register that can say where it is from; templates of routes come with any installation."""
    models = [model for model in apps.get_models() if issubclass(model, Sourced) and model is not RouteTemplate]
    return [row for model in models for row in model._default_manager.order_by("pk")]


def test_every_quote_is_in_the_document_it_names(register: None, documents: dict[str, str]) -> None:
    quoted = [row for row in sourced_rows() if row.source_quote]

    strays = [row for row in quoted if plain(row.source_quote) not in documents[row.source]]

    assert len(quoted) > 90
    assert strays == []


def test_every_fact_quotes_its_source_or_says_that_it_has_none(register: None) -> None:
    silent = [row for row in sourced_rows() if not row.source_quote and row.source_note != OFFICIAL_NAME]

    assert silent == []


def test_every_name_from_a_document_is_in_the_sentence_it_quotes(register: None) -> None:
    described = "described in the source, which gives no formal name"
    rows = InstitutionName.objects.exclude(source_note__in=[OFFICIAL_NAME, described])

    strays = [row for row in rows if plain(row.text) not in plain(row.source_quote)]

    assert len(rows) > 25
    assert strays == []


def test_only_spanish_names_are_from_outside_the_documents(register: None) -> None:
    outside = InstitutionName.objects.filter(source_quote="")

    assert {name.language for name in outside} == {"es"}
    assert {name.source_note for name in outside} == {OFFICIAL_NAME}


def test_a_year_of_foundation_and_a_seat_are_in_the_sentence_quoted(register: None) -> None:
    for institution in Institution.objects.exclude(established="", seat=""):
        assert institution.established in institution.source_quote
        assert institution.seat in institution.source_quote
