"""Stored rules of deadlines: kept true by every write, and counted by the database as the law counts."""

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from agreements.force_rows import gaps_of
from agreements.law.calendar import Length
from agreements.law.deadline_rules import DeadlineRule as Rule
from agreements.law.results import DeadlineKind
from agreements.models import DeadlineRule
from tests.factories import make_act, make_agreement, make_clause, sign

COUNT = "SELECT agreements_next_deadline(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"

some_days = st.dates(dt.date(1600, 1, 1), dt.date(2400, 12, 31))
lengths = st.builds(
    Length, years=st.integers(0, 30), months=st.integers(0, 14), weeks=st.integers(0, 6), days=st.integers(0, 400)
)
steps = st.builds(Length, years=st.integers(0, 5), months=st.integers(0, 14), days=st.integers(0, 400)).filter(bool)
windows = st.tuples(st.none() | some_days, st.none() | some_days).filter(lambda w: None in w or w[0] < w[1])
rules = st.builds(
    Rule,
    kind=st.just(DeadlineKind.NOTICE_CLOSES),
    anchor=some_days,
    first=lengths,
    step=steps,
    final=st.none() | st.integers(0, 40),
    anchor_is_last_day=st.booleans(),
    day_after=st.just(False),
    lead=lengths,
    within=windows,
) | st.builds(
    Rule,
    kind=st.just(DeadlineKind.RENEWAL),
    anchor=st.dates(dt.date(1999, 12, 25), dt.date(2004, 3, 5)),
    first=lengths,
    step=steps,
    final=st.none(),
    day_after=st.booleans(),
)


def units(length):
    return length.years * 12 + length.months, length.weeks * 7 + length.days


def counted(rule, since):
    """What the database makes of it."""
    given = [
        rule.anchor, *units(rule.first), *units(rule.step), rule.final, rule.anchor_is_last_day, rule.day_after,
        *units(rule.lead), DateRange(*rule.within), since,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
        return cursor.fetchone()[0]


@given(rules, st.dates(dt.date(1600, 1, 1), dt.date(2500, 1, 1)))
def test_the_database_counts_as_the_law_does(django_db_blocker, django_db_setup, rule, since):
    with django_db_blocker.unblock():
        assert counted(rule, since) == rule.next_on(since)


@pytest.mark.parametrize(
    ("since", "due"),
    [("2024-03-01", "2025-02-28"), ("2027-03-01", "2028-02-29"), ("2100-01-01", "2100-02-28"), ("9999-03-01", None)],
)
def test_years_from_a_leap_day_far_ahead(db, since, due):
    yearly = Rule(DeadlineKind.RENEWAL, dt.date(2024, 2, 29), first=Length(years=1), step=Length(years=1), final=None)
    found = counted(yearly, dt.date.fromisoformat(since))
    assert (found and found.isoformat()) == due


def test_they_follow_the_acts_and_clauses_and_survive_the_first_renewal(office):
    agreement = make_agreement(office, kind="treaty", stage="signed")
    sign(agreement, on="2024-01-01")
    make_clause(agreement, "entry_into_force", {"mode": "on_last_signature"})
    make_clause(agreement, "duration", {"mode": "period", "length": {"years": 1}})
    make_clause(agreement, "renewal", {"mode": "tacit"})
    make_clause(agreement, "notice", {"length": {"months": 2}})

    def closes(since):
        rules = DeadlineRule.objects.filter(agreement=agreement, kind="notice_closes")
        return [rule.due_on.isoformat() for rule in rules.with_next(since=dt.date.fromisoformat(since))]

    assert closes("2024-02-01") == ["2024-10-31"]
    assert closes("2025-02-01") == ["2025-10-31"]
    assert closes("2424-02-01") == ["2424-10-31"]
    make_act(agreement, kind="termination_by_consent", party=None, on="2026-01-15")
    rules = DeadlineRule.objects.filter(agreement=agreement, kind="notice_closes")
    assert [rule.due_on for rule in rules.with_next(since=dt.date(2026, 2, 1))] == [None]
    assert gaps_of([agreement.pk]) == {}


def test_what_stays_true_keeps_its_row(office):
    agreement = make_agreement(office, kind="treaty", stage="signed")
    sign(agreement, on="2024-01-01")
    make_clause(agreement, "entry_into_force", {"mode": "on_last_signature"})
    make_clause(agreement, "duration", {"mode": "until", "until": "2030-12-31"})
    before = {rule.kind: rule.pk for rule in agreement.deadline_rules.all()}
    make_clause(agreement, "denunciation", {"mode": "allowed", "notice": {"months": 6}, "not_before": {"years": 3}})
    after = {rule.kind: rule.pk for rule in agreement.deadline_rules.all()}
    assert set(after) == {*before, "denunciation_possible"}
    assert {kind: after[kind] for kind in before} == before
