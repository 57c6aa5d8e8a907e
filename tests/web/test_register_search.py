"""The search page: one box, one ranked list, the types beside it, and only what the reader may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_activity, make_agreement, make_institution, make_programme
from tests.web.conftest import words_of

SEARCH = "/search/"


def titles_in(response):
    found = re.findall(r'<a class="e-item-name"[^>]*>(.*?)</a>', response.content.decode())
    return [re.sub(r"</?mark>", "", each) for each in found]


def types_in(response):
    return re.findall(r'href="\?q=[^"]*type=(\w+)"', response.content.decode())


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(SEARCH, {"q": "x"})["Location"].startswith("/accounts/login/")


def test_each_type_is_searched_and_counted(browse, victor, office):
    make_institution("Policía de Armas", aliases=["PA"])
    make_agreement(office, title="Pact on armas", parties=[make_institution(), make_institution()])
    make_activity(office, title="Curso de armas")
    make_programme("armas", names={"en": "Programa de armas"})
    page = browse(victor).get(SEARCH, {"q": "ARMAS"})
    assert sorted(titles_in(page)) == ["Curso de armas", "Pact on armas", "Policía de Armas", "Programa de armas"]
    assert types_in(page) == ["agreement", "institution", "activity", "programme"]
    assert "4 results" in words_of(page)


def test_one_type_alone_keeps_the_counts_of_the_others_and_leads_to_its_list(browse, victor, office):
    make_institution("Police of Armas")
    make_agreement(office, title="Pact on armas", parties=[make_institution(), make_institution()])
    page = browse(victor).get(SEARCH, {"q": "armas", "type": "agreement"})
    assert titles_in(page) == ["Pact on armas"]
    assert "Institutions 1" in words_of(page)
    assert "1 result " in words_of(page)
    assert "There is something of another type." in words_of(
        browse(victor).get(SEARCH, {"q": "armas", "type": "programme"})
    )
    assert 'href="/agreements/?q=armas"' in page.content.decode()


def test_the_words_are_marked_and_nothing_of_a_text_is_html(browse, victor, office):
    make_agreement(
        office, title="Pact <script>alert(1)</script> on arms", summary="Arms & <b>ammunition</b> are counted"
    )
    page = browse(victor).get(SEARCH, {"q": "arms"}).content.decode()
    assert "Pact &lt;script&gt;alert(1)&lt;/script&gt; on <mark>arms</mark>" in page
    assert "<mark>Arms</mark> &amp;" in page
    assert "<b>" not in page


def test_the_name_it_was_found_by_is_shown(browse, victor):
    make_institution("Secretariat of Citizen Security", acronym="SSPC", aliases=["SSCP"])
    assert "Found by: SSCP" in words_of(browse(victor).get(SEARCH, {"q": "sscp"}))


@pytest.mark.parametrize(("typed", "first"), [("uif", "Unidad de Inteligencia (UIF)"), ("police", "Police of Zamora")])
def test_what_is_so_called_comes_first(browse, victor, typed, first):
    make_institution("Aduanas, with a department called UIF and a police")
    make_institution("Unidad de Inteligencia", acronym="UIF")
    make_institution("Police of Zamora")
    assert titles_in(browse(victor).get(SEARCH, {"q": typed}))[0] == first


def test_more_than_a_page_is_reached_by_the_next_and_nothing_comes_twice(browse, victor):
    for number in range(45):
        make_institution(f"Police of town {number}")
    client, found, address = browse(victor), [], f"{SEARCH}?q=police+town"
    while address:
        page = client.get(address)
        found.append(titles_in(page))
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = following and SEARCH + following[1].replace("&amp;", "&")
    assert [len(each) for each in found] == [20, 20, 5]
    assert len({title for each in found for title in each}) == 45


def test_a_misspelt_word_is_understood_and_the_page_says_so(browse, victor):
    make_institution("Europol")
    page = browse(victor).get(SEARCH, {"q": "Europool"})
    assert titles_in(page) == ["Europol"]
    assert "Nothing contains “Europool”. Did you mean europol" in words_of(page)


@pytest.mark.parametrize(("person", "sees"), [("hugo", True), ("victor", False)])
def test_restricted_records_are_neither_found_nor_counted_nor_suggested(browse, cast, office, person, sees):
    secret = make_agreement(office, title="Secretissimo pact", classification="restricted")
    make_activity(office, title="Secretissimo course", classification="restricted")
    client = browse(cast[person])
    assert (types_in(client.get(SEARCH, {"q": "secretissimo"})) == ["agreement", "activity"]) is sees
    assert ("Secretissimo" in words_of(client.get(SEARCH, {"q": "secretisimo"}))) is sees
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
    for typed in ("%", "_", "'", '"', "\\", "a:*", "!x", "(", "a & | b", "<->", "a b c d e f g h i j k", "r:x", "'x'"):
        page = client.get(SEARCH, {"q": typed})
        assert page.status_code == 200, typed
        assert "Europol" not in words_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"q": "a" * 201}, "Use at most 200 characters"),
        ({"q": "-europol"}, "Say also what to look for"),
        ({"q": "x", "type": "person"}, "There is no such type"),
        ({"q": "x", "cursor": "rubbish"}, "This cursor does not belong"),
    ],
)
def test_what_cannot_be_searched_for_is_said_why(browse, victor, query, said):
    page = browse(victor).get(SEARCH, query)
    assert page.status_code == 400
    assert said in words_of(page)


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
    assert queries() == few <= 20
