"""The list of institutions: facets with counts, search by any name, pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.web import lists
from institutions.models import Institution
from tests.factories import make_institution
from tests.web.conftest import words_of

LIST = "/institutions/"


def names_in(response):
    rows = re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>([^<]+)</a>', response.content.decode())
    return [name.strip() for name in rows]


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(LIST)["Location"] == f"/accounts/login/?next={LIST}"


def test_an_empty_register_says_what_to_do_next(browse, olga, victor):
    page = browse(olga).get(LIST)
    assert "No institution yet" in words_of(page)
    assert page.content.decode().count('href="/institutions/new/"') == 2
    assert 'href="/institutions/new/"' not in browse(victor).get(LIST).content.decode()


@pytest.mark.parametrize("typed", ["SSCP", "sscp", "Secretaria de Seguridad", "Ciudadana secretaría"])
def test_an_institution_is_found_by_any_of_its_names_and_the_name_is_shown(browse, victor, typed):
    make_institution("Europol")
    make_institution(
        "Secretariat of Citizen Security", acronym="SSPC", aliases=["SSCP", "Secretaría de Seguridad Ciudadana"]
    )
    page = browse(victor).get(LIST, {"q": typed})
    assert names_in(page) == ["Secretariat of Citizen Security"]
    assert re.search(r"Found by: (SSCP|Secretaría de Seguridad Ciudadana)", words_of(page))


def test_a_name_that_tells_by_itself_is_not_repeated(browse, victor):
    make_institution("Europol", aliases=["European Police Office"])
    assert "Found by" not in words_of(browse(victor).get(LIST, {"q": "europol"}))
    assert "Found by: European Police Office" in words_of(browse(victor).get(LIST, {"q": "office"}))


def test_facets_count_what_choosing_them_would_show(browse, victor):
    make_institution("Europol", kind="eu_agency")
    for name in ("Guardia Civil", "Policía Nacional"):
        make_institution(name, kind="police", country="ES")
    make_institution("Interpol", kind="international_organisation")
    client = browse(victor)
    page = client.get(LIST).content.decode()
    facets = re.findall(r'<a href="(\?[^"]+)"[^>]*>\s*<span>\s*([^<]+?)\s*</span>\s*<span>(\d+)</span>', page)
    assert {(label, int(count)) for _url, label, count in facets} == {
        ("EU agency", 1), ("Police", 2), ("International organisation", 1), ("International", 2), ("Spain", 2),
    }  # fmt: skip
    for url, label, count in facets:
        assert len(names_in(client.get(LIST + url.replace("&amp;", "&")))) == int(count), label


def test_several_kinds_may_be_chosen_and_each_is_taken_off_by_its_chip(browse, victor):
    make_institution("Europol police", kind="eu_agency")
    make_institution("Police of Spain", kind="gendarmerie", country="ES")
    make_institution("Interpol", kind="international_organisation")
    page = browse(victor).get(LIST + "?kind=eu_agency&kind=gendarmerie&q=police")
    assert names_in(page) == ["Europol police", "Police of Spain"]
    chips = dict(re.findall(r'<a class="e-chip" href="([^"]+)"[^>]*>\s*([^<]+?)\s*<svg', page.content.decode()))
    assert {words: url.replace("&amp;", "&") for url, words in chips.items()} == {
        "Search: police": "?kind=eu_agency&kind=gendarmerie",
        "Kind: EU agency": "?kind=gendarmerie&q=police",
        "Kind: Gendarmerie": "?kind=eu_agency&q=police",
    }


def test_searching_keeps_the_other_filters(browse, victor):
    make_institution("Europol", kind="eu_agency")
    page = browse(victor).get(LIST + "?kind=eu_agency&ordering=-name").content.decode()
    form = page[page.index('class="e-filter"') :]
    assert '<input type="hidden" name="kind" value="eu_agency">' in form
    assert '<input type="hidden" name="ordering" value="-name">' in form


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?kind=embassy", "Kind: "),
        ("?country=ZZ", "Country: "),
        ("?parent=nobody", "Part of: "),
        ("?ordering=size", "There is no such order"),
        ("?cursor=nonsense", "This cursor does not belong to this list"),
    ],
)
def test_a_value_that_cannot_be_is_said_on_the_page(browse, victor, query, sentence):
    make_institution("Europol")
    page = browse(victor).get(LIST + query)
    assert page.status_code == 400
    assert "The list cannot be shown like this" in words_of(page)
    assert sentence in words_of(page)
    assert names_in(page) == []


def test_pages_follow_each_other_without_loss(browse, victor, monkeypatch):
    monkeypatch.setattr(lists, "ROWS", 2)
    for name in ("Alpha", "Beta", "Gamma", "Delta", "Épsilon"):
        make_institution(name)
    client, seen, address = browse(victor), [], LIST
    while address:
        page = client.get(address)
        seen += names_in(page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page.content.decode())
        address = following and LIST + following[1].replace("&amp;", "&")
    assert seen == ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]


def test_the_number_is_that_of_the_facets(browse, victor):
    for number in range(12):
        make_institution(country=["MX", "PE"][number % 2])
    page = browse(victor).get(LIST)
    counted = {
        facet.parameter: sum(each.count for each in choices) for facet, choices in page.context["listing"].facets
    }
    assert (page.context["listing"].total, counted) == (12, {"kind": 12, "country": 12})
    assert "12 institutions" in words_of(page)


def test_every_kind_is_offered_the_rarer_ones_folded(browse, victor):
    kinds = [kind for kind, _label in Institution._meta.get_field("kind").choices if kind != "other"][:15]
    for kind in kinds:
        make_institution(kind=kind)
    page = browse(victor).get(LIST)
    choices = {facet.parameter: found for facet, found in page.context["listing"].facets}["kind"]
    assert [sum(each.is_folded for each in choices), len(choices)] == [3, 15]
    assert "3 more : Kind" in words_of(page)


def test_a_misspelt_search_is_answered_with_what_was_meant_among_the_other_filters(browse, victor):
    make_institution("National Guard of Mexico", country="MX")
    client = browse(victor)
    page = client.get(LIST, {"q": "natoinal gaurd", "country": "MX"})
    assert "Did you mean: national guard" in words_of(page)
    assert names_in(client.get(LIST + page.context["listing"].meant.url)) == ["National Guard of Mexico"]
    assert client.get(LIST, {"q": "natoinal gaurd", "country": "PE"}).context["listing"].meant is None


def test_the_number_of_queries_does_not_grow_with_the_rows(browse, victor):
    client = browse(victor)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(LIST + "?q=police").status_code == 200
        return len(counted)

    make_institution("Police of A", parent=make_institution("Ministry of A"))
    few = queries()
    for number in range(6):
        make_institution(f"Police {number}", country="ES", kind="gendarmerie", parent=make_institution())
    assert queries() == few <= 10
