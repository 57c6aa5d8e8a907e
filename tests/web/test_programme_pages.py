"""Programmes on pages: funder, partners, period, and their activities by state as far as the reader sees them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions import change_programme
from activities.actions.programmes import NewPartner
from activities.models import Programme
from tests.cast import acting
from tests.factories import make_activity, make_institution, make_programme
from tests.web.conftest import hidden, words_of
from tests.web.forms import as_opened, rows

LIST = "/activities/programmes/"


def test_the_list_counts_the_activities_the_reader_sees(browse, hugo, victor, office):
    programme = make_programme("paccto", names={"en": "EL PAcCTO"}, starts="2017", funder=make_institution("EU"))
    make_activity(office, programme=programme)
    make_activity(office, programme=programme, classification="restricted")
    assert "EL PAcCTO paccto EU since 2017 2" in words_of(browse(hugo).get(LIST))
    assert "EL PAcCTO paccto EU since 2017 1" in words_of(browse(victor).get(LIST))


def test_an_empty_list_says_what_to_do_next(browse, olga):
    assert "No programme yet" in words_of(browse(olga).get(LIST))


def test_each_bar_opens_the_list_it_counts(browse, victor, office):
    programme = make_programme("paccto")
    for state in ("scheduled", "scheduled", "delivered"):
        make_activity(office, programme=programme, state=state)
    make_activity(office, state="scheduled")
    client = browse(victor)
    page = client.get(f"{LIST}paccto/").content.decode()
    bars = re.findall(r'<th scope="row">\s*<a href="([^"]+)">([^<]+)</a>.*?e-number e-tight">(\d+)<', page, re.DOTALL)
    assert [(label, int(value)) for _url, label, value in bars] == [("Scheduled", 2), ("Delivered", 1)]
    for url, _label, value in bars:
        listed = client.get(url.replace("&amp;", "&"))
        assert f" {value} activit" in words_of(listed)


def test_funder_partners_and_period_are_shown(browse, victor):
    partner = NewPartner(make_institution("National Guard", country="MX"))
    make_programme(
        "paccto", names={"en": "EL PAcCTO", "es": "EL PAcCTO"}, funder=make_institution("European Union"),
        starts="2017", ends="2021-12", partners=[partner], source_quote="Since its inception in 2017",
    )  # fmt: skip
    page = words_of(browse(victor).get(f"{LIST}paccto/"))
    for words in ("European Union", "2017 – December 2021", "National Guard", "“Since its inception in 2017”"):
        assert words in page


def test_an_unknown_programme_is_no_page(browse, victor):
    assert browse(victor).get(f"{LIST}nothing/").status_code == 404


def test_a_programme_is_added(browse, olga):
    union = make_institution("European Union")
    sent = {"code": "paccto", "name_en": "EL PAcCTO", "funder": "European Union", "starts": "2017"}
    sent |= rows("partners", {"institution": "European Union"})
    assert browse(olga).post(f"{LIST}new/", sent)["Location"] == f"{LIST}paccto/"
    programme = Programme.objects.get()
    assert (programme.names, programme.funder, programme.starts) == ({"en": "EL PAcCTO"}, union, "2017")
    assert list(programme.partners.all()) == [union]


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"code": "PACCTO"}, 409, "The code “PACCTO” is taken by another programme."),
        ({"code": "not a code"}, 422, "Code: "),
        ({"name_en": ""}, 422, "Give a name in at least one language."),
        ({"starts": "2021", "ends": "2017"}, 422, "Ends: The end lies before the beginning."),
        ({"starts": "soon"}, 422, "Begins: Give a year, a month or a day"),
    ],
)
def test_what_cannot_be_taken_is_said(browse, olga, changes, status, said):
    make_programme("paccto")
    sent = {"code": "new", "name_en": "New", **rows("partners")} | changes
    page = browse(olga).post(f"{LIST}new/", sent)
    assert page.status_code == status
    assert said in words_of(page)
    assert Programme.objects.count() == 1


def test_saving_an_unchanged_form_changes_nothing_of_the_data(browse, olga):
    partner = NewPartner(make_institution(), source="Web", source_quote="works with")
    names = {"en": "A", "fr": "B"}
    programme = make_programme(names=names, partners=[partner], starts="2017", funder=make_institution())
    client = browse(olga)
    address = f"{LIST}{programme.code}/edit/"
    links = list(programme.partner_links.values())
    assert client.post(address, as_opened(client, address)).status_code == 302
    again = Programme.objects.get()
    assert (again.names, again.funder, again.starts) == (programme.names, programme.funder, programme.starts)
    assert list(again.partner_links.values()) == links


def test_two_people_at_once_lose_nothing(browse, olga, otto):
    programme = make_programme(description="Old words")
    client, address = browse(otto), f"{LIST}{programme.code}/edit/"
    sent = as_opened(client, address) | {"description": "Words by Otto"}
    change_programme(by=acting(olga), programme=programme, starts="2017", description="Words by Olga")
    page = client.post(address, sent)
    assert page.status_code == 409
    assert "Description Words by Olga Words by Otto" in words_of(page)
    again = sent | {"starts": "2017"} | hidden(page, "version", "seen", "opened")
    assert client.post(address, again).status_code == 302
    programme.refresh_from_db()
    assert (programme.starts, programme.description) == ("2017", "Words by Otto")


@pytest.mark.parametrize("person", ["victor", "ana", "nadia"])
def test_readers_may_not_change_programmes(browse, cast, person):
    programme = make_programme()
    client = browse(cast[person])
    assert client.get(f"{LIST}{programme.code}/").status_code == 200
    for address in (f"{LIST}new/", f"{LIST}{programme.code}/edit/"):
        page = client.get(address)
        assert page.status_code == 403
        assert "changes programmes" in words_of(page)


def test_the_number_of_queries_does_not_grow_with_the_rows(browse, victor, office):
    client = browse(victor)

    def queries(address):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    def one_more():
        programme = make_programme(funder=make_institution(), partners=[NewPartner(make_institution())])
        make_activity(office, programme=programme)
        return programme

    programme = one_more()
    few = queries(LIST), queries(f"{LIST}{programme.code}/")
    for _number in range(4):
        one_more()
    assert (queries(LIST), queries(f"{LIST}{programme.code}/")) == few
