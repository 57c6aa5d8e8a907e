"""The dashboard: every number opens a list that has just as many rows, for every reader."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.actors import Actor
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_membership,
    make_office,
    make_pending_agreement,
    make_programme,
    make_step,
    submit,
)
from tests.web.conftest import words_of

DASHBOARD = "/dashboard/"

pytestmark = pytest.mark.django_db


def days_ago(days):
    return Actor.system("tests", at=timezone.now() - dt.timedelta(days=days))


@pytest.fixture(scope="module")
def office(kept_records):
    return make_office(code="LIS", names={"en": "Lisbon office"}, time_zone="Europe/Lisbon")


@pytest.fixture(scope="module")
def other_office(kept_records):
    return make_office(code="OSL", names={"en": "Oslo office"}, time_zone="Europe/Oslo")


@pytest.fixture(scope="module")
def register(office, other_office):
    """Some of everything, in two offices, some of it restricted; made once for all tests of this file."""
    police, ministry = make_institution("Police"), make_institution("Ministry")
    soon, past = timezone.localdate() + dt.timedelta(days=5), timezone.localdate() - dt.timedelta(days=5)
    for days in (0, 29, 30, 90, 91, 400):
        make_pending_agreement(office, by=days_ago(days), parties=[police, ministry], steps={"due_on": soon})
    make_pending_agreement(other_office, by=days_ago(40), parties=[police, ministry], steps={"due_on": past})
    make_pending_agreement(office, by=days_ago(40), classification="restricted")
    for stage in ("proposed", "negotiating", "signed", "closed", "withdrawn"):
        make_agreement(office, stage=stage)
        make_agreement(office, stage=stage, classification="restricted")
    membership = make_membership(office, state="approval_pending")
    make_step(make_case(membership.approval_subject))
    submit(membership.approval_subject, by=days_ago(10))
    programme = make_programme("paccto", names={"en": "EL PAcCTO"})
    for state in ("proposed", "approved", "scheduled", "under_way", "delivered", "closed", "postponed", "cancelled"):
        for owner in (None, programme):
            make_activity(office, state=state, programme=owner, planned_start=past, planned_end=past)
            make_activity(office, state=state, programme=owner, planned_start=soon, classification="restricted")
            make_activity(other_office, state=state, programme=owner, classification="public")


def figures_in(page):
    """Every number of the dashboard with the address it opens."""
    text = page.content.decode().split("<main", 1)[1]
    stats = re.findall(r'<a class="e-stat[^"]*" href="([^"]+)">\s*<span class="e-stat-value">(\d+)<', text)
    cells = re.findall(r'<td class="e-number"[^>]*>\s*<a href="([^"]+)">(\d+)<', text)
    bars = re.findall(
        r'<th scope="row">\s*<a href="([^"?]+\?[^"]+)">[^<]+</a>\s*</th>.*?e-tight">(\d+)</td>', text, re.DOTALL
    )
    return [(url.replace("&amp;", "&"), int(value)) for url, value in (*stats, *cells, *bars)]


def numbers_of(page, name):
    """The figures in the row of a table."""
    text = page.content.decode()
    row = next(row for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if re.search(rf">\s*{name}\s*<", row))
    return [int(number) for number in re.findall(r'class="e-number"[^>]*>\s*<[^>]+>(\d+)', row)]


def rows_in(client, url):
    """How many rows a list has: all of them stand on one page here."""
    return client.get(url).content.decode().count('<th scope="row"')


@pytest.mark.parametrize(
    ("person", "office_code"),
    [
        ("oscar", "OSL"),
        pytest.param("victor", "", marks=pytest.mark.full),
        pytest.param("hugo", "LIS", marks=pytest.mark.full),
    ],
)
def test_every_number_equals_the_rows_of_the_list_it_opens(browse, cast, register, person, office_code):
    client = browse(cast[person])
    figures = figures_in(client.get(DASHBOARD, {"office": office_code} if office_code else {}))
    assert len(figures) > 20
    wrong = [(url, value, rows) for url, value in figures if (rows := rows_in(client, url)) != value]
    assert not wrong


def test_the_numbers_are_those_of_the_register(browse, victor, register):
    response = browse(victor).get(DASHBOARD)
    page = words_of(response)
    assert "12 Agreements 15 Approvals pending 2 Approvals overdue" in page
    assert numbers_of(response, "The responsible office") == [1, 0, 0, 1]
    assert numbers_of(response, "Police") == [2, 3, 2, 7]
    assert numbers_of(response, "EL PAcCTO") == [6, 5, 2, 4, 16]


def test_who_sees_more_counts_more(browse, aude, victor, register):
    assert "18 Agreements 17 Approvals pending" in words_of(browse(aude).get(DASHBOARD))
    assert "12 Agreements 15 Approvals pending" in words_of(browse(victor).get(DASHBOARD))


def test_one_office_can_be_looked_at_alone(browse, victor, register):
    page = browse(victor).get(DASHBOARD, {"office": "OSL"})
    assert "1 Agreements 2 Approvals pending 2 Approvals overdue" in words_of(page)
    assert browse(victor).get(DASHBOARD, {"office": "NOWHERE"}).status_code == 404


def test_charts_are_tables_with_their_names(browse, victor, register):
    page = browse(victor).get(DASHBOARD).content.decode()
    captions = re.findall(r"<caption[^>]*>([^<]+)</caption>", page)
    assert captions == [
        "Agreements by stage", "Agreements by force status, as of today", "Activities by state",
        "Approvals pending, by institution and age",
        "Activities by programme",
    ]  # fmt: skip
    assert "style=" not in page


def test_the_number_of_queries_does_not_grow_with_the_register(browse, victor, office, register):
    client = browse(victor)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(DASHBOARD).status_code == 200
        return len(counted)

    few = queries()
    for _number in range(3):
        make_pending_agreement(office)
        make_activity(office, programme=make_programme())
    assert queries() == few <= 13
