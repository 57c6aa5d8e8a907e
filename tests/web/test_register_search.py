"""Search over the whole register: a few of each kind, and only what the reader may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_activity, make_agreement, make_institution, make_programme
from tests.web.conftest import words_of

SEARCH = "/search/"


def groups_in(response):
    return re.findall(r'<section class="e-card" id="(\w+)"', response.content.decode())


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(SEARCH, {"q": "x"})["Location"].startswith("/accounts/login/")


def test_each_kind_is_searched(browse, victor, office):
    police = make_institution("Policía de Armas", aliases=["PA"])
    make_agreement(office, title="Pact on armas", parties=[make_institution(), make_institution()])
    make_activity(office, title="Curso de armas")
    make_programme("armas", names={"en": "Programa de armas"})
    page = browse(victor).get(SEARCH, {"q": "ARMAS"})
    assert groups_in(page) == ["agreements", "institutions", "activities", "programmes"]
    assert f'href="/institutions/{police.uid}/"' in page.content.decode()


def test_the_name_it_was_found_by_is_shown(browse, victor):
    make_institution("Secretariat of Citizen Security", acronym="SSPC", aliases=["SSCP"])
    assert "Found by: SSCP" in words_of(browse(victor).get(SEARCH, {"q": "sscp"}))


@pytest.mark.parametrize(("typed", "first"), [("uif", "Unidad de Inteligencia"), ("police", "Police of Zamora")])
def test_what_is_so_called_comes_first(browse, victor, typed, first):
    make_institution("Aduanas, with a department called UIF and a police")
    make_institution("Unidad de Inteligencia", acronym="UIF")
    make_institution("Police of Zamora")
    page = browse(victor).get(SEARCH, {"q": typed})
    assert re.search(r'<a class="e-item-name"[^>]*>([^<]+)</a>', page.content.decode())[1] == first


def test_more_than_a_few_lead_to_the_list_with_the_same_words(browse, victor):
    for number in range(6):
        make_institution(f"Police of town {number}")
    page = browse(victor).get(SEARCH, {"q": "police town"})
    assert 'href="/institutions/?q=police+town"' in page.content.decode()
    assert page.content.decode().count("Police of town") == 5


@pytest.mark.parametrize(("person", "sees"), [("hugo", True), ("victor", False)])
def test_restricted_records_are_not_found(browse, cast, office, person, sees):
    secret = make_agreement(office, title="Secret pact", classification="restricted")
    make_activity(office, title="Secret course", classification="restricted")
    client = browse(cast[person])
    assert (groups_in(client.get(SEARCH, {"q": "secret"})) == ["agreements", "activities"]) is sees
    assert (client.get(SEARCH, {"q": secret.reference}).status_code == 302) is sees


def test_a_whole_reference_opens_its_record(browse, victor, office):
    agreement, activity = make_agreement(office), make_activity(office)
    client = browse(victor)
    opened = [client.get(SEARCH, {"q": record.reference.lower()})["Location"] for record in (agreement, activity)]
    assert opened == [f"/agreements/{agreement.reference}/", f"/activities/{activity.reference}/"]


@pytest.mark.parametrize(("typed", "said"), [("", "What are you looking for?"), ("zzz", "Nothing matches")])
def test_nothing_found_says_what_to_do(browse, victor, typed, said):
    assert said in words_of(browse(victor).get(SEARCH, {"q": typed}))


def test_signs_that_mean_something_to_the_database_are_only_signs(browse, victor):
    make_institution("Europol")
    client = browse(victor)
    for typed in ("%", "_", "'", '"', "\\", "a" * 2000, "a b c d e f g h i j k"):
        page = client.get(SEARCH, {"q": typed})
        assert page.status_code == 200
        assert "Europol" not in words_of(page)


def test_the_search_box_of_every_page_leads_here(browse, victor):
    assert f'action="{SEARCH}"' in browse(victor).get("/institutions/").content.decode()


def test_the_number_of_queries_is_fixed(browse, victor, office):
    client = browse(victor)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(SEARCH, {"q": "arms"})
        return len(counted)

    def one_more(number):
        make_institution(f"Arms {number}")
        make_agreement(office, title="Arms")
        make_activity(office, title="Arms")

    one_more(0)
    few = queries()
    for number in range(1, 5):
        one_more(number)
    assert queries() == few <= 16
