"""The list of activities: facets with counts, delay, planned dates as exactly as they are known."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.actions import NewParticipant
from tests.factories import make_activity, make_agreement, make_institution, make_programme
from tests.web.conftest import words_of

LIST = "/activities/"


def titles_in(response):
    rows = re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>([^<]+)</a>', response.content.decode())
    return [title.strip() for title in rows]


def facets_in(response):
    page = response.content.decode()
    found = re.findall(r'<a href="(\?[^"]+)"[^>]*>\s*<span>\s*([^<]+?)\s*</span>\s*<span>(\d+)</span>', page)
    return [(url.replace("&amp;", "&"), label, int(count)) for url, label, count in found]


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(LIST)["Location"] == f"/accounts/login/?next={LIST}"


def test_facets_count_what_choosing_them_would_show(browse, victor, office):
    programme = make_programme("paccto", names={"en": "EL PAcCTO"})
    past = {"planned_start": dt.date(2020, 1, 1), "planned_start_precision": "year"}
    make_activity(office, state="scheduled", programme=programme, **past)
    make_activity(office, state="scheduled", kind="meeting")
    make_activity(office, state="delivered", programme=programme, **past)
    client = browse(victor)
    facets = facets_in(client.get(LIST))
    assert {(label, count) for _url, label, count in facets} == {
        ("Scheduled", 2), ("Delivered", 1), ("Delayed", 1), ("Training", 2), ("Meeting", 1), ("EL PAcCTO", 2),
        ("None", 1),
    }  # fmt: skip
    for url, label, count in facets:
        assert len(titles_in(client.get(LIST + url))) == count, label


def test_a_year_is_shown_as_a_year_and_a_period_once(browse, victor, office):
    make_activity(office, title="A", planned_start=dt.date(2020, 1, 1), planned_start_precision="year")
    make_activity(office, title="B", planned_start=dt.date(2026, 5, 3), planned_end=dt.date(2026, 5, 14))
    make_activity(office, title="C", planned_start=dt.date(2026, 5, 30), planned_end=dt.date(2026, 6, 2))
    make_activity(office, title="D")
    page = words_of(browse(victor).get(LIST, {"ordering": "title"}))
    assert re.search(r" A \S+ · Training Proposed Delayed 2020 none named", page)
    assert "3–14 May 2026" in page and "30 May – 2 June 2026" in page and "No date stated" in page


@pytest.mark.parametrize(
    ("planned_end", "state", "is_delayed"),
    [(-1, "scheduled", True), (0, "scheduled", False), (-1, "delivered", False), (-1, "cancelled", False)],
)
def test_delay_is_derived_from_the_planned_end(browse, victor, office, planned_end, state, is_delayed):
    end = timezone.localdate() + dt.timedelta(days=planned_end)
    make_activity(office, title="Course", state=state, planned_start=end, planned_end=end)
    client = browse(victor)
    assert ("Delayed" in words_of(client.get(LIST)).split("Changed")[-1]) is is_delayed
    assert titles_in(client.get(LIST, {"delayed": "true"})) == ["Course"] * is_delayed
    assert titles_in(client.get(LIST, {"delayed": "false"})) == ["Course"] * (not is_delayed)


@pytest.mark.parametrize(("person", "sees"), [("hugo", True), ("aude", True), ("victor", False), ("nadia", False)])
def test_restricted_activities_are_neither_listed_nor_counted(browse, cast, office, person, sees):
    make_activity(office, title="Open", classification="public")
    make_activity(office, title="Secret", classification="restricted", state="suspended")
    under_secret = make_agreement(office, classification="restricted")
    make_activity(office, title="Under a secret", agreements=[under_secret], classification="public", state="postponed")
    client = browse(cast[person])
    page = client.get(LIST, {"ordering": "title"})
    assert titles_in(page) == (["Open", "Secret", "Under a secret"] if sees else ["Open"])
    assert ("Suspended" in {label for _url, label, _count in facets_in(page)}) is sees
    assert ("Postponed" in {label for _url, label, _count in facets_in(page)}) is sees


def test_the_filters_that_other_pages_link_to_are_named_in_words(browse, victor, office, olga):
    police = make_institution("Police of Lisbon")
    make_activity(office, title="Ours", participants=[NewParticipant(police)], officer=olga)
    make_activity(office, title="Theirs")
    page = browse(victor).get(LIST, {"institution": str(police.uid), "officer": "olga", "office": "LIS"})
    assert titles_in(page) == ["Ours"]
    said = words_of(page)
    for words in ("Institution: Police of Lisbon", "Officer in charge: Olga Officer", "office: Lisbon office"):
        assert words in said


def test_more_filters_narrow_by_day(browse, victor, office):
    for day in (1, 2, 3):
        make_activity(office, title=f"Day {day}", planned_start=dt.date(2026, 5, day))
    page = browse(victor).get(LIST, {"planned_from": "2026-05-02", "planned_before": "2026-05-03"})
    assert titles_in(page) == ["Day 2"]


@pytest.mark.parametrize("query", ["state=begun", "planned_from=tomorrow", "institution=x", "delayed=perhaps&state=x"])
def test_a_value_that_cannot_be_is_said_on_the_page(browse, victor, query):
    page = browse(victor).get(f"{LIST}?{query}")
    assert page.status_code == 400
    assert "The list cannot be shown like this" in words_of(page)


def test_only_those_who_may_create_are_offered_to(browse, olga, victor):
    assert 'href="/activities/new/"' in browse(olga).get(LIST).content.decode()
    assert 'href="/activities/new/"' not in browse(victor).get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(browse, victor, office, olga):
    client = browse(victor)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(LIST).status_code == 200
        return len(counted)

    def one_more():
        joined = [NewParticipant(make_institution()), NewParticipant(make_institution())]
        make_activity(office, participants=joined, programme=make_programme(), officer=olga)

    one_more()
    few = queries()
    for _number in range(5):
        one_more()
    assert queries() == few <= 15
