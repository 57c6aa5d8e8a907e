"""A mapping is checked before it is used, and every fault named at its place."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate
from core.errors import InvalidInput, NotAllowed, Refused
from exchange.actions.mappings import change_mapping, delete_mapping, identity_changes, save_mapping
from exchange.mapping import InvalidDefinition, read_definition
from exchange.mapping.cells import mended_address
from exchange.mapping.written_dates import is_date_form, read_date
from exchange.models import Mapping
from exchange.saved import built_in_mappings, mapping_called
from tests.cast import NOW, acting
from tests.exchange.conftest import HEADER, MAPPING, ROWS


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"key": []}, "/key"),
        ({"nonsense": 1}, "/nonsense"),
        ({"dates": ["dd/mm"]}, "/dates"),
        ({"stage": {"default": "in_force"}}, "/stage/default"),
        ({"fields": {"title": {"column": "a"}}}, "/fields/kind"),
        ({"fields": {**MAPPING["fields"], "kind": {"constant": "pact"}}}, "/fields/kind"),
        ({"parties": [{"cell": {"column": "a"}, "role": "boss"}]}, "/parties/0/role"),
        ({"acts": [{"kind": "signature", "date": {"column": "a"}}]}, "/acts/0/source"),
        ({"institutions": {"countries": {"Spain": "XX"}}}, "/institutions/countries"),
    ],
)
def test_a_fault_is_named_at_its_place(change, place):
    with pytest.raises(InvalidDefinition) as caught:
        read_definition({**MAPPING, **change})
    assert place in caught.value.faults


@pytest.mark.parametrize("data", [None, [], "x", 1, {}])
def test_what_is_no_mapping_is_refused(data):
    with pytest.raises(InvalidDefinition):
        read_definition(data)


def test_every_mapping_shipped_with_the_product_holds():
    assert [read_definition(each).name for each in built_in_mappings().values()] == ["uk-treaties"]


@pytest.mark.parametrize(
    ("text", "forms", "read"),
    [
        ("31/12/1882", ["dd/mm/yyyy"], "1882-12-31"),
        ("1/2/1999", ["dd/mm/yyyy"], "1999-02-01"),
        ("12/31/1999", ["mm/dd/yyyy"], "1999-12-31"),
        ("07/1999", ["dd/mm/yyyy", "mm/yyyy"], "1999-07"),
        ("3 ene 2020", ["dd mmm yyyy"], "2020-01-03"),
        ("1999", ["dd/mm/yyyy"], "1999"),
        ("2020-02-29", ["dd/mm/yyyy"], "2020-02-29"),
        ("31/02/2020", ["dd/mm/yyyy"], None),
        ("00/00/1999", ["dd/mm/yyyy"], None),
        ("about 1999", ["dd/mm/yyyy"], None),
        ("01/01/0099", ["dd/mm/yyyy"], None),
    ],
)
def test_dates_are_read_as_they_are_written_or_not_at_all(text, forms, read):
    found = read_date(text, tuple(forms))
    assert (str(found) if found else None) == read


@given(st.dates(min_value=dt.date(1600, 1, 1)))
def test_every_day_written_is_the_day_read(day):
    for form, text in (
        ("dd/mm/yyyy", f"{day.day:02}/{day.month:02}/{day.year}"),
        ("yyyy.mm.dd", day.isoformat().replace("-", ".")),
    ):
        assert is_date_form(form)
        assert read_date(text, (form,)) == PartialDate(day)


@given(st.text(max_size=60))
def test_no_text_makes_an_address_or_a_date_fail(text):
    assert mended_address(text) == "" or mended_address(text).lower().startswith("http")
    read_date(text, ("dd/mm/yyyy", "dd mmm yyyy"))


def test_backslashes_in_an_address_are_turned():
    given_address = "https://treaties.example.org/data/Library2\\html\\10336.html"
    assert mended_address(given_address) == "https://treaties.example.org/data/Library2/html/10336.html"
    assert mended_address("ask the archive") == ""


def test_a_mapping_has_versions_and_one_office(olga, office, oscar, other_office):
    saved = save_mapping(by=acting(olga), office=office, definition=MAPPING)
    again = save_mapping(by=acting(olga), office=office, definition={**MAPPING, "title": "The neighbours"})
    assert (again.pk, again.version, str(again)) == (saved.pk, 2, "The neighbours")
    with pytest.raises(InvalidInput):
        save_mapping(by=acting(oscar), office=other_office, definition=MAPPING)


def test_the_name_of_a_shipped_mapping_is_taken(olga, office):
    with pytest.raises(InvalidInput, match="shipped with the product"):
        save_mapping(by=acting(olga), office=office, definition={**MAPPING, "name": "uk-treaties"})


def test_a_saved_mapping_of_a_shipped_name_does_not_hide_the_shipped_one(office):
    saved = Mapping.objects.create(
        name="uk-treaties", office=office, definition={**MAPPING, "name": "uk-treaties"}, created_at=NOW, updated_at=NOW
    )
    assert mapping_called("uk-treaties") == (None, built_in_mappings()["uk-treaties"])
    assert mapping_called("saved:uk-treaties")[0] == saved


def test_rows_are_recognised_after_their_mapping_was_renamed(imports, olga, office):
    saved = save_mapping(by=acting(olga), office=office, definition=MAPPING)
    imports.apply(HEADER + ROWS, definition=saved.definition, mapping=saved)
    renamed = change_mapping(by=acting(olga), mapping=saved, definition={**MAPPING, "name": "others"}, is_shared=False)
    run = imports.apply(HEADER + ROWS, definition=renamed.definition, mapping=renamed)
    assert (run.counts["unchanged"], run.counts["created"]) == (2, 0)
    namesake = save_mapping(by=acting(olga), office=office, definition=MAPPING)
    assert namesake.definition["namespace"] != renamed.definition["namespace"]


def test_other_identifying_columns_are_warned_of():
    assert identity_changes(MAPPING, {**MAPPING, "title": "Other"}) == ""
    assert "id and are id, title now" in identity_changes(MAPPING, {**MAPPING, "key": ["id", "title"]})
    assert "namespace" in identity_changes(MAPPING, {**MAPPING, "namespace": "elsewhere"})


def test_a_mapping_is_deleted_once_no_import_rests_on_it(imports, olga, oscar, office):
    saved = save_mapping(by=acting(olga), office=office, definition=MAPPING)
    run = imports.apply(HEADER + ROWS, definition=saved.definition, mapping=saved)
    with pytest.raises(Refused, match="Imports rest on this mapping"):
        delete_mapping(by=acting(olga), mapping=saved)
    imports.undo(run)
    with pytest.raises(NotAllowed):
        delete_mapping(by=acting(oscar), mapping=saved)
    delete_mapping(by=acting(olga), mapping=saved)
    assert not Mapping.objects.exists()
