"""What agreements themselves make due is reminded of: cycle after cycle, to the officer and the head."""

import datetime as dt

import pytest

from agreements.force_deadlines import SOURCES
from agreements.law.results import DeadlineKind
from agreements.models import DeadlineRule
from core.registries import Proposal, registries
from reminders.models import Reminder, ReminderPolicy
from reminders.planning import dates_standing, plan_everything, plan_record
from tests.cast import NOW
from tests.factories import make_agreement, party_of
from tests.reminders.conftest import planned

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def at(day):
    return dt.datetime.fromisoformat(f"{day}T10:00:00+00:00")


def due(kind, today, *, until="9999-12-31", record=None):
    """The dates that stand."""
    source = registries.deadline_sources[f"agreement_{kind}"]
    rows = source.rows(until=dt.date.fromisoformat(until), today=dt.date.fromisoformat(today), record=record)
    return [row[3].isoformat() for row in rows.order_by("due_on")]


def have(agreement, kind="notice_closes", anchor="2025-12-31", **values):
    """A rule; of notice windows that close two months before the end of each year unless said otherwise."""
    usual = {"step_months": 12, "final": None, "lead_months": 2, "within": (None, None)}
    if kind != "notice_closes":
        usual = {"within": (None, None)}
    return DeadlineRule.objects.create(
        agreement=agreement, kind=kind, anchor=dt.date.fromisoformat(anchor), **{**usual, **values}
    )


@pytest.fixture
def agreement(office, olga):
    return make_agreement(office, officer=olga)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-01-01", "2025-10-31"),
        ("2025-11-07", "2025-10-31"),  # it stays for a week
        ("2025-11-08", "2026-10-31"),  # then the next cycle's stands
        ("2026-11-08", "2027-10-31"),
        ("2126-11-08", "2127-10-31"),
    ],
)
def test_the_window_after_each_renewal_stands_by_itself(agreement, today, expected):
    have(agreement)
    assert due("notice_closes", today) == [expected]


def test_reminders_of_the_second_and_the_tenth_cycle_go_out(agreement, olga, only):
    only("agreement_notice_closes", offset_days=-30)
    have(agreement)
    plan_everything(now=at("2026-09-15"))
    assert planned(channel="in_app") == [("olga", "in_app", "2026-10-01")]
    plan_everything(now=at("2034-09-15"))
    assert planned(channel="in_app", due_on="2034-10-31", state="planned") == [("olga", "in_app", "2034-10-01")]


def test_what_is_planned_stays_the_same_when_planned_again(agreement, only):
    only("agreement_notice_closes", offset_days=-30)
    rule = have(agreement)
    plan_everything(now=at("2026-09-15"))
    before = sorted(Reminder.objects.values_list("pk", "state", "act_on"))
    plan_record(record=("agreement", agreement.pk), now=at("2026-09-15"))
    assert sorted(Reminder.objects.values_list("pk", "state", "act_on")) == before
    assert dates_standing(kind="agreement_notice_closes", item_ids=[rule.pk], now=at("2026-09-15")) == {
        rule.pk: dt.date(2026, 10, 31)
    }
    rule.delete()
    plan_record(record=("agreement", agreement.pk), now=at("2026-09-15"))
    assert set(Reminder.objects.values_list("state", flat=True)) == {"cancelled"}


def test_reports_follow_their_rule(agreement):
    have(agreement, "report_due", "2024-01-31", recurrence="FREQ=MONTHLY;BYMONTHDAY=-1", final=None)
    assert due("report_due", "2026-02-10") == ["2026-02-28"]
    assert due("report_due", "2028-02-20") == ["2028-02-29"]
    assert due("report_due", "2026-02-10", until="2026-02-27") == []
    assert due("report_due", "2026-02-10", record=("agreement", agreement.pk)) == ["2026-02-28"]
    assert due("report_due", "2026-02-10", record=("agreement", agreement.pk + 1)) == []


def test_what_comes_once_is_over_a_week_later(agreement):
    have(agreement, "term_end", "2026-03-31")
    assert due("term_end", "2026-04-07") == ["2026-03-31"]
    assert due("term_end", "2026-04-08") == []
    assert due("term_end", "2020-01-01", until="2026-03-30") == []


def test_each_kind_of_date_has_policies_that_reach_the_officer(agreement, olga, hugo):
    for source in SOURCES:
        assert ReminderPolicy.objects.filter(kind=source.kind, is_active=True, to_responsible=True).exists()
    have(agreement, "term_end", "2026-04-30")
    plan_everything(now=NOW)
    assert {name for name, _channel, _day in planned(kind="agreement_term_end")} == {"olga", "hugo"}


@pytest.mark.parametrize("kind", DeadlineKind)
def test_each_is_described_to_those_who_may_see_it_alone(office, olga, oscar, kind):
    source = registries.deadline_sources[f"agreement_{kind}"]
    seen = make_agreement(office, officer=olga)
    hidden = make_agreement(office, officer=olga, classification="restricted")
    rules = [have(each, kind.value, "2026-12-31", party=party_of(each)) for each in (seen, hidden)]
    ids = [rule.pk for rule in rules]
    assert set(source.describe(ids, olga)) == set(ids)
    told = source.describe(ids, oscar)
    assert set(told) == {rules[0].pk}
    assert told[rules[0].pk].reference == seen.reference
    assert told[rules[0].pk].what
    assert "%(" not in told[rules[0].pk].what
    assert str(source.label)


def test_a_restricted_agreements_dates_reach_only_those_who_may_see_it(office, olga, otto, hugo, oscar, only):
    only("agreement_term_end", offset_days=-30, to_roles=["officer", "head"])
    agreement = make_agreement(office, officer=olga, classification="restricted")
    have(agreement, "term_end", "2026-03-20")
    plan_everything(now=NOW)
    assert {name for name, _channel, _day in planned()} == {"olga", "hugo"}


def test_a_change_of_stage_foresees_them_as_they_stand(agreement):
    rule = have(agreement)
    proposal = Proposal(agreement, "stage", "proposed", "withdrawn", on=dt.date(2026, 3, 2))
    source = registries.deadline_sources["agreement_notice_closes"]
    assert source.foresee(proposal) == [dt.date(2026, 10, 31)]
    rule.delete()
    assert source.foresee(proposal) == []
