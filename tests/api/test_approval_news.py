"""News of approvals through the API."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement
from approvals.actions import delegate_decisions
from core.models import Letter
from tests.api.conftest import places
from tests.approvals.notices import tell
from tests.cast import acting
from tests.factories import make_pending_agreement

NEWS, READ = "approvals/news/", "approvals/news/read/"


@pytest.fixture
def told(office, ana, hugo, olga):
    """Three agreements that Ana and Hugo are asked about, a minute after each other."""
    agreements = []
    for number in range(3):
        agreements.append(make_pending_agreement(office, by=acting(olga))[0])
        tell(at=timezone.now() - dt.timedelta(minutes=10 - number))
    return agreements


def test_what_one_was_told_comes_newest_first_with_its_record(calling, told, ana):
    page = calling(ana).get(NEWS).json()
    rows = page["results"]
    assert [row["record"]["reference"] for row in rows] == [each.reference for each in reversed(told)]
    assert {(row["kind"], row["title"], row["is_new"]) for row in rows} == {
        ("approval.asked", "Please decide: 2 steps", True)
    }
    assert rows[0]["page"].endswith("/approvals/")
    assert calling(ana).get(rows[0]["record"]["url"]).status_code == 200
    assert (page["next"], page["previous"]) == (None, None)


def test_it_speaks_the_language_that_is_asked_for(calling, told, ana):
    row = calling(ana).get(NEWS, headers={"Accept-Language": "es"}).json()["results"][0]
    assert row["because"].startswith("Se pide la decisión a su rol")


def test_pages_follow_each_other(calling, told, ana):
    caller, address, found = calling(ana), f"{NEWS}?limit=2", []
    while address:
        page = caller.get(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"]
    assert found == [row["id"] for row in caller.get(NEWS).json()["results"]]
    assert len(set(found)) == 3


def test_reading_changes_nothing_until_it_is_said(calling, told, ana, hugo):
    caller = calling(ana)
    newest, middle, _oldest = caller.get(NEWS).json()["results"]
    assert caller.post(READ, {"up_to": middle["id"]}).json() == {"still_new": 1}
    assert [row["is_new"] for row in caller.get(NEWS).json()["results"]] == [True, False, False]
    assert caller.post(READ).json() == {"still_new": 0}
    assert [row["is_new"] for row in caller.get(NEWS).json()["results"]] == [False] * 3
    assert {row["is_new"] for row in calling(hugo).get(NEWS).json()["results"]} == {True}
    assert newest["is_new"]


def test_nobody_reads_up_to_what_others_were_told(calling, told, ana, hugo):
    theirs = calling(hugo).get(NEWS).json()["results"][0]["id"]
    response = calling(ana).post(READ, {"up_to": theirs})
    assert (response.status_code, places(response)) == (400, ["#/up_to"])
    assert not Letter.objects.exclude(read_at=None).exists()


def test_a_token_that_only_reads_marks_nothing(calling, told, ana):
    assert calling(ana, scope="read").get(NEWS).status_code == 200
    assert calling(ana, scope="read").post(READ).status_code == 403
    assert not Letter.objects.exclude(read_at=None).exists()


def test_what_one_may_not_see_any_more_is_left_out(calling, told, ana):
    Agreement.objects.filter(pk=told[1].pk).update(classification="restricted")
    references = [row["record"]["reference"] for row in calling(ana).get(NEWS).json()["results"]]
    assert references == [told[2].reference, told[0].reference]
    assert calling(ana).post(READ).json() == {"still_new": 0}


def test_a_delegation_has_no_record(calling, ana, hugo):
    today = timezone.localdate()
    delegate_decisions(by=acting(hugo, at=timezone.now()), delegate=ana, first_day=today, last_day=today)
    tell(at=timezone.now())
    (row,) = calling(ana).get(NEWS).json()["results"]
    assert (row["kind"], row["record"]) == ("approval.delegation", None)


def test_a_page_takes_a_fixed_number_of_queries(calling, told, ana):
    caller = calling(ana)
    caller.get(NEWS)  # notes that the token is used

    def queries(limit):
        with CaptureQueriesContext(connection) as seen:
            assert len(caller.get(NEWS, limit=limit).json()["results"]) == limit
        return len(seen)

    assert queries(1) == queries(3)
