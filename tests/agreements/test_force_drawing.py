"""Force drawn over time: places, ticks, bars and marks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.act_kinds import ActKind
from agreements.law.instrument import Act
from agreements.law.results import Period
from agreements.law.statuses import FORCE_LABELS, ForceStatus
from agreements.web.force_drawing import Told, drawing_of
from agreements.web.force_scale import scale_of
from core.dates import PartialDate

TODAY = dt.date(2026, 3, 2)
S = ForceStatus
DAYS = st.dates(dt.date(1600, 1, 1), dt.date(9999, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


def told(**acts):
    return Told("The whole", {"a": "Europol"}, dict(FORCE_LABELS), lambda period: period.status.value, acts)


def drawn(*periods, acts=(), asked=TODAY):
    return drawing_of(periods, acts, told(**{act.key: act.kind.value for act in acts}), today=TODAY, asked=asked)


@given(st.lists(DAYS, max_size=6), DAYS)
def test_any_days_make_a_scale_with_few_ticks_that_holds_today(days, today):
    scale = scale_of(days, today=today)
    assert scale.first < scale.last
    assert scale.holds(today)
    assert len(scale.ticks) <= 8
    assert all(0 <= tick.at <= 100 for tick in scale.ticks)


def test_a_long_history_is_ticked_by_half_centuries():
    years = [tick.year for tick in scale_of([day("1654-01-01")], today=TODAY).ticks]
    assert years == list(range(1700, 2001, 100))


def test_a_far_end_does_not_squeeze_what_went_before():
    scale = scale_of([day("2020-01-01"), day("9999-12-31")], today=TODAY)
    assert scale.last < day("2035-01-01")


def test_bars_follow_each_other_without_gap_over_the_whole_width():
    (row,) = drawn(
        Period(None, S.NOT_IN_FORCE, None, day("2020-07-01"), ()),
        Period(None, S.IN_FORCE, day("2020-07-01"), day("2024-07-01"), ()),
        Period(None, S.EXPIRED, day("2024-07-01"), None, ()),
    ).rows
    ends = [round(bar.at + bar.width, 2) for bar in row.bars]
    assert [round(bar.at, 2) for bar in row.bars] == [0, *ends[:-1]]
    assert ends[-1] == 100
    assert [bar.goes_on for bar in row.bars] == [False, False, True]
    assert row.says == "not_in_force; in_force; expired"


def test_an_end_beyond_the_drawing_goes_on():
    (row,) = drawn(Period(None, S.IN_FORCE, day("2020-07-01"), day("9999-12-31"), ())).rows
    assert row.bars[0].goes_on


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("signature", "signature"),
        ("ratification", "consent"),
        ("notice_of_denunciation", "ending"),
        ("declaration", "other"),
    ],
)
def test_acts_stand_on_the_row_of_their_party_with_a_shape(kind, shape):
    act = Act("k", ActKind(kind), PartialDate.parse("2020-07-01"), "a")
    whole, party = drawn(
        Period(None, S.NOT_IN_FORCE, None, None, ()), Period("a", S.NOT_IN_FORCE, None, None, ()), acts=[act]
    ).rows
    assert whole.marks == []
    assert [(mark.shape, mark.words) for mark in party.marks] == [(shape, kind)]


def test_the_day_asked_for_is_marked_only_when_it_is_not_today():
    period = Period(None, S.NOT_IN_FORCE, None, None, ())
    assert drawn(period).asked is None
    assert drawn(period, asked=day("2020-01-01")).asked < drawn(period, asked=day("2020-01-01")).today
