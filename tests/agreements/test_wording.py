"""Lengths and uncertain days in words."""

import datetime as dt

import pytest

from agreements.law.calendar import Span
from agreements.wording import say_span


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2018-01-01", "2018-12-31", "2018"),
        ("2020-05-01", "2020-05-31", "May 2020"),
        ("2020-02-01", "2020-02-29", "February 2020"),
        ("2020-02-01", "2020-02-28", "a day from 1 February 2020 to 28 February 2020"),
        ("2018-01-01", "2019-12-31", "a day from 1 January 2018 to 31 December 2019"),
        ("2020-05-04", "2020-05-04", "4 May 2020"),
    ],
)
def test_a_whole_month_or_year_is_named_as_such(first, last, said):
    assert say_span(Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == said
