"""The rhythm of reminders: pure sums of days."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reminders.schedule import Rhythm, Scheduled, act_on, is_late, scheduled, to_send

DUE = dt.date(2026, 3, 31)
days = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1))
rhythms = st.builds(
    Rhythm,
    offset=st.integers(-365, 365),
    every=st.integers(1, 365),
    repeats=st.integers(0, 12),
)


def test_fourteen_days_before():
    assert Rhythm(offset=-14).dates(DUE) == [dt.date(2026, 3, 17)]


def test_on_the_day():
    assert Rhythm(offset=0).dates(DUE) == [DUE]


def test_every_seven_days_after_at_most_three_times():
    assert Rhythm(offset=7, every=7, repeats=2).dates(DUE) == [
        dt.date(2026, 4, 7), dt.date(2026, 4, 14), dt.date(2026, 4, 21),
    ]  # fmt: skip


def test_days_the_calendar_cannot_name_are_left_out():
    assert Rhythm(offset=7, every=7, repeats=3).dates(dt.date(9999, 12, 20)) == [dt.date(9999, 12, 27)]
    assert Rhythm(offset=-7).dates(dt.date(1, 1, 3)) == []


def test_the_reminders_of_all_policies_stand_in_the_order_of_their_days():
    every = scheduled({"after": Rhythm(7), "before": Rhythm(-14), "on": Rhythm(0)}, due_on=DUE)
    assert [each.policy for each in every] == ["before", "on", "after"]


def test_due_means_reached_not_today():
    waiting = scheduled({"before": Rhythm(-14)}, due_on=DUE)
    assert to_send(waiting, today=dt.date(2026, 3, 16)) is None
    assert to_send(waiting, today=dt.date(2026, 3, 17)) == waiting[0]
    assert to_send(waiting, today=dt.date(2026, 3, 25)) == waiting[0]


def test_after_an_outage_only_the_latest_missed_one_goes():
    waiting = scheduled({"before": Rhythm(-14), "after": Rhythm(7, every=7, repeats=4)}, due_on=DUE)
    assert to_send(waiting, today=dt.date(2026, 4, 16)) == Scheduled("after", 1, dt.date(2026, 4, 14))


def test_a_reminder_missed_while_nobody_planned_keeps_its_day_and_is_late():
    day = act_on(dt.date(2026, 3, 17), today=dt.date(2026, 3, 20), last_planned_on=dt.date(2026, 3, 15))
    assert day == dt.date(2026, 3, 17)
    assert is_late(day, today=dt.date(2026, 3, 20))


def test_a_deadline_made_at_short_notice_is_reminded_of_today_and_is_not_late():
    for last_planned_on in (dt.date(2026, 3, 20), None):
        day = act_on(dt.date(2026, 3, 17), today=dt.date(2026, 3, 20), last_planned_on=last_planned_on)
        assert day == dt.date(2026, 3, 20)
        assert not is_late(day, today=dt.date(2026, 3, 20))


@given(rhythm=rhythms, due=days)
def test_the_days_of_a_rhythm_rise_by_its_step(rhythm, due):
    dates = rhythm.dates(due)
    assert len(dates) == rhythm.repeats + 1
    assert dates[0] - due == dt.timedelta(days=rhythm.offset)
    assert {(later - earlier).days for earlier, later in pairwise(dates)} <= {rhythm.every}


@given(policies=st.lists(rhythms, min_size=1, max_size=4), due=days, gaps=st.lists(st.integers(1, 90), min_size=1))
def test_however_the_service_pauses_each_reminder_goes_once_or_is_overtaken_by_a_later_one(policies, due, gaps):
    """Rounds on any days, however far apart: nothing is sent before its day or twice, nothing is lost at the end."""
    waiting = scheduled(dict(enumerate(policies)), due_on=due)
    last_day = waiting[-1].on
    today, sent, dropped = waiting[0].on - dt.timedelta(days=1), [], []
    for gap in [*gaps, max(1, (last_day - today).days + 1)]:
        today += dt.timedelta(days=gap)
        chosen = to_send(waiting, today=today)
        if chosen:
            assert chosen.on <= today
            sent.append(chosen)
            dropped += [each for each in waiting if each.on <= today and each != chosen]
            waiting = [each for each in waiting if each.on > today]
    assert waiting == []
    assert len(sent) == len(set(sent))
    assert sent[-1].on == last_day
    assert all(any(later.on >= each.on for later in sent) for each in dropped)


@given(scheduled_on=days, today=days, last=st.none() | days)
def test_a_reminder_never_goes_before_its_day_and_never_for_a_day_ahead_of_it(scheduled_on, today, last):
    day = act_on(scheduled_on, today=today, last_planned_on=last)
    assert day >= scheduled_on
    assert day in (scheduled_on, today)
    if is_late(day, today=today):
        assert last is not None and last <= day
