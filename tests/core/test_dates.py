"""Dates known to the day, the month or the year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate, Precision

partial_dates = st.builds(PartialDate, st.dates(), st.sampled_from(Precision))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020-07-01", "2020-07-01", "2020-07-01"),
        (" 2020-07 ", "2020-07-01", "2020-07-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_date_spans_the_days_it_can_be(text, first, last):
    date = PartialDate.parse(text)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-7", "2020-13", "2020-00", "2020-02-30", "2021-02-29", "0000", "20200701", "2020-07-01T00:00",
     "July 2020", "2020-07-01-01", "-2020", "٢٠٢٠", "2020-07-0１"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not a date|year|month|day"):
        PartialDate.parse(text)


@given(partial_dates)
def test_what_is_written_is_read_back_as_the_same_span(date):
    again = PartialDate.parse(str(date))
    assert (again.first, again.last, again.precision) == (date.first, date.last, date.precision)
    assert str(again) == str(date)


@given(partial_dates)
def test_the_day_itself_lies_in_the_span_and_the_span_is_whole(date):
    assert date.first <= date.date <= date.last
    lengths = {Precision.DAY: {1}, Precision.MONTH: {28, 29, 30, 31}, Precision.YEAR: {365, 366}}
    assert (date.last - date.first).days + 1 in lengths[date.precision]


@given(partial_dates)
def test_the_day_after_the_span_is_in_no_such_span(date):
    if date.last == dt.date.max:
        return
    after = PartialDate(date.last + dt.timedelta(days=1), date.precision)
    assert after.first == date.last + dt.timedelta(days=1)
    assert str(after) != str(date)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text.strip()
