"""Approvals on pages: the list of what waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.queries import waiting_steps
from tests.factories import (
    make_agreement,
    make_case,
    make_institution,
    make_step,
    submit,
)
from tests.web.approvals import pending
from tests.web.conftest import words_of

LIST = "/approvals/"


def count_of(response, parameter, label):
    facets = {facet.parameter: choices for facet, choices in response.context["listing"].facets}
    return next((choice.count for choice in facets[parameter] if choice.label == label), 0)


# The list


def test_the_list_says_what_waits_on_whom_and_the_longest_waiting_first(office, victor, browse):
    pending(office, ago=2, title="Young")
    pending(office, ago=100, title="Old")
    response = browse(victor).get(LIST)
    assert [row.record.name for row in response.context["rows"]] == ["Old", "Old", "Young", "Young"]
    assert "4 steps wait" in words_of(response)


@pytest.mark.parametrize(
    ("days", "label"),
    [(0, "Under 30 days"), (29, "Under 30 days"), (30, "30 to 90 days"), (90, "30 to 90 days"), (91, "Over 90 days")],
)
def test_ages_are_counted_in_days_of_the_reader(office, victor, browse, days, label):
    pending(office, ago=days)
    response = browse(victor).get(LIST)
    assert count_of(response, "age", label) == 2


def test_every_number_opens_as_many_rows(office, victor, ana, browse):
    europol = make_institution("Europol Agency")
    pending(office, ago=2, parties=[europol, make_institution()])
    pending(office, ago=100, parties=[europol, make_institution()])
    client = browse(ana)
    for _facet, choices in client.get(LIST).context["listing"].facets:
        for choice in choices:
            assert client.get(LIST + choice.url).context["listing"].total == choice.count, choice.label


def test_mine_are_those_i_may_decide(office, other_office, ana, hugo, browse):
    pending(office, by=hugo)
    pending(other_office)
    assert browse(ana).get(LIST, {"mine": "true"}).context["listing"].total == 2
    assert browse(hugo).get(LIST, {"mine": "true"}).context["listing"].total == 0


def test_overdue_steps_can_be_picked(office, victor, browse):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_step(case, due_on=yesterday)
    make_step(case, due_on=yesterday + dt.timedelta(days=1))
    submit(agreement.approval_subject)
    response = browse(victor).get(LIST, {"overdue": "true"})
    assert [row.step.due_on for row in response.context["rows"]] == [yesterday]


def test_the_office_s_own_side_can_be_picked(office, victor, browse):
    pending(office)
    agreement = make_agreement(office, stage="approval_pending")
    own = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject)
    response = browse(victor).get(LIST, {"institution": "office"})
    assert [row.step for row in response.context["rows"]] == [own]


@pytest.mark.parametrize("query", ["institution=nobody", "age=ancient", "mine=perhaps", "ordering=colour"])
def test_what_cannot_be_asked_is_said(office, victor, browse, query):
    response = browse(victor).get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert "The list cannot be shown like this" in words_of(response)


def test_steps_of_restricted_records_are_neither_shown_nor_counted(office, victor, hugo, browse):
    pending(office, classification="restricted", title="Secret")
    response = browse(victor).get(LIST)
    assert response.context["listing"].total == 0
    assert "Secret" not in response.content.decode()
    assert browse(hugo).get(LIST).context["listing"].total == 2


def test_the_queries_of_the_list_do_not_grow_with_its_rows(office, ana, browse):
    client = browse(ana)

    def asked():
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    pending(office)
    few = asked()
    for _each in range(4):
        pending(office)
    assert asked() == few <= 28


def test_list_and_dashboard_share_one_definition(office, victor):
    pending(office, ago=45)
    found = waiting_steps(user=victor, today=timezone.localdate(), zone=dt.UTC)
    assert {step.age for step in found} == {"30_to_90"}
