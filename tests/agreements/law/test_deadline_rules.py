"""Deadlines as rules: whatever the horizon, they give the dates the engine gives, after the first renewal too."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agreements.law.calendar import Length
from agreements.law.clauses import (
    Duration,
    DurationMode,
    EntryIntoForce,
    EntryMode,
    Notice,
    Renewal,
    RenewalMode,
    Reporting,
)
from agreements.law.deadline_rules import DeadlineRule, rules_of
from agreements.law.engine import determine
from agreements.law.results import DeadlineKind
from tests.agreements.law.making import act, instrument
from tests.agreements.law.test_properties import instruments

DAY = dt.timedelta(days=1)
YEAR = Length(years=1)


def dates(rule, since, until):
    """All dates of a rule from one day to another."""
    found = []
    on = rule.next_on(since)
    while on and on <= until and len(found) < 3000:
        found.append(on)
        on = rule.next_on(on + DAY) if on < dt.date.max else None
    return found


def expanded(rules, since, until):
    return {(rule.kind, on, rule.party) for rule in rules for on in dates(rule, since, until)}


def renewed_yearly(*rest, at_most=None):
    """In force from 29 February 2024 for a year, then tacitly for a year each time; notice two months before."""
    return instrument(
        act("signature", "A", "2024-02-29"), act("signature", "B", "2024-02-29"),
        EntryIntoForce(EntryMode.ON_LAST_SIGNATURE), Duration(DurationMode.PERIOD, length=YEAR),
        Renewal(RenewalMode.TACIT, at_most=at_most), Notice(Length(months=2)), *rest,
    )  # fmt: skip


def rule_of(kind, case):
    return next(rule for rule in rules_of(case, determine(case)) if rule.kind is kind)


def test_a_window_for_notice_comes_again_after_every_renewal():
    closes = rule_of(DeadlineKind.NOTICE_CLOSES, renewed_yearly())
    asked = ("2024-03-01", "2024-12-28", "2025-01-01", "2300-01-01", "9990-01-01")
    found = [closes.next_on(dt.date.fromisoformat(day)).isoformat() for day in asked]
    assert found == ["2024-12-27", "2025-12-27", "2025-12-27", "2300-12-27", "9990-12-27"]


def test_cycles_are_counted_from_the_anchor_in_leap_years_too():
    renewal = rule_of(DeadlineKind.RENEWAL, renewed_yearly())
    assert dates(renewal, dt.date(2024, 1, 1), dt.date(2029, 1, 1)) == [
        dt.date(2025, 2, 28), dt.date(2026, 2, 28), dt.date(2027, 2, 28), dt.date(2028, 2, 29),
    ]  # fmt: skip


def test_after_the_last_renewal_it_ends():
    case = renewed_yearly(at_most=1)
    assert dates(rule_of(DeadlineKind.RENEWAL, case), dt.date(2024, 1, 1), dt.date(2100, 1, 1)) == [
        dt.date(2025, 2, 28)
    ]
    assert rule_of(DeadlineKind.TERM_END, case).next_on(dt.date(2024, 1, 1)) == dt.date(2026, 2, 27)


def test_reports_fall_due_while_it_binds():
    ends = act("termination_by_consent", None, "2026-06-30", effective_on="2026-06-30")
    case = renewed_yearly(Reporting("Report", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"), ends)
    report = rule_of(DeadlineKind.REPORT_DUE, case)
    assert dates(report, dt.date(2024, 1, 1), dt.date(2100, 1, 1)) == [
        dt.date(2024, 3, 31), dt.date(2025, 3, 31), dt.date(2026, 3, 31),
    ]  # fmt: skip


@given(instruments(), st.dates(dt.date(2001, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 900))
def test_rules_give_what_the_engine_gives_for_any_horizon(case, since, length):
    until = since + dt.timedelta(days=length)
    found = determine(case, horizon=(since, until))
    asked = {(each.kind, each.on, each.party) for each in found.deadlines}
    given_by_rules = expanded(rules_of(case, found), since, until)
    assert asked <= given_by_rules
    bound = [period for period in found.of(None) if period.status in ("in_force", "notice_given", "suspended")]
    if all(one.end == following.start for one, following in pairwise(bound)):
        assert asked == given_by_rules


def test_a_rule_ends_with_the_calendar():
    rule = DeadlineRule(DeadlineKind.RENEWAL, dt.date(9990, 1, 1), step=YEAR, final=None)
    assert rule.next_on(dt.date(9999, 1, 1)) == dt.date(9999, 1, 1)
    assert rule.next_on(dt.date(9999, 1, 2)) is None
