"""How long steps took: median and 90th percentile, by kind and body."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import decide_step, dispense_with_step
from approvals.reports import time_in_steps
from core.actors import Actor
from tests.factories import make_agreement, make_case, make_step, submit

ASKED = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
YEAR = {"since": ASKED - dt.timedelta(days=1), "until": ASKED + dt.timedelta(days=365)}


def decided(office, ana, *days, body="Board", kind="executive_approval", **values):
    """Agreements whose one step was decided so many days after it was asked."""
    for each in days:
        agreement = make_agreement(office, stage="approval_pending", **values)
        step = make_step(make_case(agreement.approval_subject), kind=kind, body_name=body)
        submit(agreement.approval_subject, by=Actor.system("tests", at=ASKED))
        decide_step(by=Actor.person(ana, at=ASKED + dt.timedelta(days=each)), step=step, outcome="approved")


def test_median_and_ninetieth_percentile_are_those_of_the_days_taken(office, ana, victor):
    decided(office, ana, 1, 2, 3, 4, 10)
    (found,) = time_in_steps(user=victor, **YEAR)
    assert (found.kind, found.body, found.number) == ("executive_approval", "Board", 5)
    assert found.median == pytest.approx(3)
    assert found.ninetieth == pytest.approx(7.6)  # between 4 and 10, at 0.9 of the way along five values


def test_kinds_and_bodies_stand_apart_the_slowest_first(office, ana, victor):
    decided(office, ana, 2)
    decided(office, ana, 9, body="Council")
    decided(office, ana, 5, kind="legal_opinion")
    found = [(each.kind, each.body) for each in time_in_steps(user=victor, **YEAR)]
    assert found == [("executive_approval", "Council"), ("legal_opinion", "Board"), ("executive_approval", "Board")]


def test_a_period_takes_its_first_moment_and_not_its_last(office, ana, victor):
    decided(office, ana, 2, 3)
    at = ASKED + dt.timedelta(days=3)
    assert [each.number for each in time_in_steps(user=victor, since=at, until=at + dt.timedelta(days=1))] == [1]
    assert [each.number for each in time_in_steps(user=victor, since=ASKED, until=at)] == [1]


def test_only_the_decision_that_ended_a_step_counts(office, ana, hugo, victor):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), quorum=2)
    submit(agreement.approval_subject, by=Actor.system("tests", at=ASKED))
    decide_step(by=Actor.person(ana, at=ASKED + dt.timedelta(days=1)), step=step, outcome="approved")
    decide_step(by=Actor.person(hugo, at=ASKED + dt.timedelta(days=6)), step=step, outcome="approved")
    (found,) = time_in_steps(user=victor, **YEAR)
    assert (found.number, found.median) == (1, pytest.approx(6))


def test_nobody_took_time_over_a_step_that_was_skipped(office, olga, victor):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject))
    submit(agreement.approval_subject, by=Actor.system("tests", at=ASKED))
    by = Actor.person(olga, at=ASKED + dt.timedelta(days=1))
    dispense_with_step(by=by, step=step, outcome="skipped", comment="Not this time")
    assert time_in_steps(user=victor, **YEAR) == []


def test_what_is_restricted_is_not_measured_for_those_who_may_not_see_it(office, ana, hugo, victor):
    decided(office, hugo, 2, classification="restricted")
    assert time_in_steps(user=victor, **YEAR) == []
    assert [each.number for each in time_in_steps(user=hugo, **YEAR)] == [1]


def test_offices_are_measured_apart(office, other_office, ana, oscar):
    decided(office, ana, 2)
    decided(other_office, oscar, 8)
    (found,) = time_in_steps(user=ana, offices=[office.pk], **YEAR)
    assert found.median == pytest.approx(2)


def test_it_is_one_query_and_one_for_the_names_of_bodies(office, ana, victor):
    decided(office, ana, 1, 2)
    decided(office, ana, 3, body="Council")
    victor.is_staff_of_any_office  # noqa: B018 - read once for each request
    with CaptureQueriesContext(connection) as captured:
        time_in_steps(user=victor, **YEAR)
    assert len(captured) == 1
