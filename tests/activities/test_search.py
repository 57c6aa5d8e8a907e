"""Search and filters of activities, and what their lists cost."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone

from activities.actions import NewCountry, NewParticipant
from activities.filters import ORDERS, ActivityFilter
from activities.models import Activity
from activities.queries import activity_page, facts_of
from core.listing import filtered, page_of
from tests.expectations import invalid
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_programme,
    make_step,
    make_subject,
)


def found(person, **query) -> list[Activity]:
    request = RequestFactory().get("/")
    request.user = person
    return list(filtered(ActivityFilter, Activity.objects.visible_to(person), query, request).order_by("id"))


@pytest.fixture
def training(office):
    return make_activity(
        office,
        titles={"en": "Training on asset recovery", "es": "Formación en recuperación de activos"},
        planned_start=dt.date(2026, 5, 4),
        programme=make_programme("el-paccto"),
        subjects=[make_subject("arms", parent=make_subject("organised-crime"))],
        participants=[NewParticipant(make_institution("National Search Commission", aliases=["CNB"]))],
        countries=[NewCountry("MX")],
    )


@pytest.fixture
def other(office):
    return make_activity(office, kind="meeting", state="closed", title="Meeting in Brussels")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "recuperacion"},
        {"q": "asset cnb"},
        {"q": "LIS-ACT-2026-0001"},
        {"state": ["proposed"]},
        {"kind": ["training", "workshop"]},
        {"programme": "el-paccto"},
        {"country": ["MX"]},
        {"subject": "organised-crime"},
        {"planned_from": "2026-05-04", "planned_before": "2026-05-05"},
    ],
    ids=str,
)
def test_a_filter_narrows_the_list_to_what_it_says(training, other, olga, query):
    assert found(olga, **query) == [training]


@pytest.mark.parametrize(
    "query",
    [{"q": "asset prisons"}, {"planned_from": "2026-05-05"}, {"planned_before": "2026-05-04"}, {"subject": "x"}],
    ids=str,
)
def test_and_to_nothing_else(training, other, olga, query):
    assert found(olga, **query) == []


def test_delayed_and_its_contrary_are_the_whole_list(office, olga, training):
    late = make_activity(office, planned_start=timezone.localdate() - dt.timedelta(days=1))
    early = make_activity(office, planned_start=timezone.localdate())
    training.delete()
    assert (found(olga, delayed="true"), found(olga, delayed="false")) == ([late], [early])


@pytest.mark.parametrize(
    ("name", "value"), [("state", ["delayed"]), ("kind", ["x"]), ("country", ["XX"]), ("planned_from", "soon")]
)
def test_a_value_that_cannot_be_is_no_input(olga, name, value):
    with invalid(name):
        found(olga, **{name: value})


class TestCost:
    """The number of queries does not grow with the number of rows."""

    def fill(self, office, number):
        for _each in range(number):
            activity = make_activity(
                office,
                agreements=[make_agreement(office)],
                participants=[NewParticipant(make_institution())],
                subjects=[make_subject()],
                countries=[NewCountry("MX")],
            )
            make_step(make_case(activity.approval_subject))

    @pytest.mark.parametrize("number", [1, 6])
    def test_of_a_list(self, office, olga, number, django_assert_num_queries):
        self.fill(office, number)
        assert olga.roles_by_office
        with django_assert_num_queries(2):
            page = page_of(Activity.objects.visible_to(olga).for_list(), order=ORDERS[0], cursor="", limit=50)
            for row in page.rows:
                assert [str(each) for each in row.participants.all()]
                assert (row.office.code, str(row.programme)) != ("", "")
        assert len(page.rows) == number

    @pytest.mark.parametrize("number", [1, 6])
    def test_of_all_that_a_page_shows(self, office, olga, number, django_assert_num_queries):
        self.fill(office, number)
        assert olga.roles_by_office
        with django_assert_num_queries(10):
            for row in activity_page(olga).order_by("id"):
                assert facts_of(row).has_steps
                assert [str(link.agreement) for link in row.agreement_links.all()]
                assert [str(each) for each in row.participants.all()]
                assert [str(link.subject) for link in row.subject_links.all()]
                assert [str(each) for each in row.countries.all()]
