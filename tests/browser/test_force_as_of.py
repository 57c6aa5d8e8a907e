"""Finding what was in force on a day: from the list, with the day and a status, and from the dashboard's number."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.chromium import axe_violations
from tests.factories import make_agreement, make_institution
from tests.force import hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def register(office):
    """One agreement over since 2020, one in force for years, one that does not bind in law, and one unclear."""
    ministry, europol = make_institution("Ministry of Security", country="MX"), make_institution("Europol")
    over, standing, memorandum, unclear = (
        make_agreement(office, title=title, kind=kind, stage="signed", parties=[ministry, europol])
        for title, kind in (
            ("Treaty on mutual assistance", "treaty"),
            ("Agreement on joint teams", "treaty"),
            ("Memorandum on training", "memorandum_of_understanding"),
            ("Arrangement on data", "working_arrangement"),
        )
    )
    hold(
        over, ("not_in_force", None, "2003-09-29"), ("in_force", "2003-09-29", "2020-01-01"),
        ("terminated", "2020-01-01", None),
    )  # fmt: skip
    hold(standing, ("not_in_force", None, "2010-05-01"), ("in_force", "2010-05-01", "2031-05-01"))
    hold(memorandum, ("notice_given", None, timezone.localdate() + dt.timedelta(days=90)))
    hold(unclear, ("undetermined", None, None))


def titles(page):
    return sorted(page.locator("tbody th a").all_inner_texts())


def test_what_was_in_force_on_a_day_is_found_from_the_list(register, victor, axe_page, log_in):
    page = axe_page
    log_in(page, victor)
    page.goto("/agreements/")
    page.get_by_label("Force as of").fill("2015-06-30")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Force as of: 30 June 2015").wait_for()
    page.locator(".e-facet").get_by_role("link", name="In force", exact=False).first.click()
    page.get_by_role("link", name="Force status: In force").wait_for()
    assert titles(page) == ["Agreement on joint teams", "Treaty on mutual assistance"]
    assert axe_violations(page) == []
    page.get_by_role("link", name="Today").click()
    page.get_by_role("link", name="Force as of").wait_for(state="detached")
    assert titles(page) == ["Agreement on joint teams"]


def test_the_dashboards_number_opens_the_agreements_it_counts(register, victor, axe_page, log_in):
    page = axe_page
    log_in(page, victor)
    page.goto("/dashboard/")
    assert axe_violations(page) == []
    page.locator("#by-force").get_by_role("link", name="Terminated").click()
    assert titles(page) == ["Treaty on mutual assistance"]
