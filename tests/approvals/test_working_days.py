"""When a step is due: calendar days by counting, working days by the country's weekends and public holidays."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.working_days import LENGTH_UNIT_LABELS, LONGEST, LengthUnit, due_day, is_working_day

DAY = dt.timedelta(days=1)
starts = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
lengths = st.integers(1, 300)
countries = st.sampled_from(["PT", "MX", "NL", "SA", "CN", "IL", "US", "XX", ""])
units = st.sampled_from(LengthUnit)


def due(starts: dt.date, length: int, country: str = "", unit: LengthUnit = LengthUnit.WORKING_DAYS) -> dt.date:
    return due_day(starts=starts, length=length, unit=unit, country=country)


@pytest.mark.parametrize(
    ("country", "day", "holiday"),
    [
        ("PT", dt.date(2025, 4, 25), "Freedom Day, a Friday"),
        ("MX", dt.date(2026, 9, 16), "Independence Day, a Wednesday"),
        ("NL", dt.date(2026, 4, 27), "King's Day, a Monday"),
        ("NL", dt.date(2025, 4, 26), "King's Day kept on the Saturday because the 27th is a Sunday"),
        ("PT", dt.date(2026, 4, 3), "Good Friday"),
        ("NL", dt.date(2026, 4, 3), "Good Friday"),
        ("SA", dt.date(2026, 1, 2), "a Friday, weekend in Saudi Arabia"),
    ],
)
def test_what_the_country_keeps_is_not_worked(country, day, holiday):
    assert not is_working_day(day, country), holiday


@pytest.mark.parametrize(
    ("country", "day", "why"),
    [
        ("MX", dt.date(2025, 4, 25), "the Portuguese holiday is none in Mexico"),
        ("NL", dt.date(2026, 9, 16), "the Mexican holiday is none in the Netherlands"),
        ("MX", dt.date(2026, 4, 3), "Mexico's law does not name Good Friday"),
        ("PT", dt.date(2026, 6, 24), "São João is kept by Porto alone"),
        ("SA", dt.date(2026, 1, 4), "Sundays are worked in Saudi Arabia"),
        ("CN", dt.date(2024, 2, 4), "a Sunday worked for a longer New Year"),
        ("", dt.date(2026, 12, 25), "no country, no holidays"),
        ("XX", dt.date(2026, 12, 25), "a country nobody knows"),
    ],
)
def test_every_other_day_is_worked(country, day, why):
    assert is_working_day(day, country), why


@pytest.mark.parametrize("country", ["", "XX", "Portugal", "holidays", "--"])
def test_without_a_country_that_is_known_saturday_and_sunday_alone_are_free(country):
    week = [dt.date(2026, 12, 21) + number * DAY for number in range(7)]
    assert [is_working_day(day, country) for day in week] == [True] * 5 + [False] * 2


def test_a_country_is_known_in_small_letters_too():
    assert not is_working_day(dt.date(2025, 4, 25), "pt")


@pytest.mark.parametrize(
    ("country", "begins", "length", "expected"),
    [
        ("PT", dt.date(2025, 4, 24), 1, dt.date(2025, 4, 28)),  # Friday is Freedom Day
        ("MX", dt.date(2025, 4, 24), 1, dt.date(2025, 4, 25)),
        ("MX", dt.date(2026, 9, 14), 2, dt.date(2026, 9, 17)),  # Wednesday is Independence Day
        ("NL", dt.date(2026, 4, 2), 1, dt.date(2026, 4, 7)),  # Good Friday, Easter Monday
        ("NL", dt.date(2026, 4, 25), 1, dt.date(2026, 4, 28)),  # starts on a Saturday; Monday is King's Day
        ("", dt.date(2026, 4, 2), 10, dt.date(2026, 4, 16)),
    ],
)
def test_the_nth_working_day_after_the_start_is_due(country, begins, length, expected):
    assert due(begins, length, country) == expected


def test_calendar_days_are_counted_whatever_day_it_is():
    assert due(dt.date(2025, 4, 22), 3, "PT", LengthUnit.CALENDAR_DAYS) == dt.date(2025, 4, 25)
    assert due(dt.date(2024, 2, 28), 2, "PT", LengthUnit.CALENDAR_DAYS) == dt.date(2024, 3, 1)


@pytest.mark.parametrize("length", [0, -1, LONGEST + 1])
@pytest.mark.parametrize("unit", LengthUnit)
def test_a_length_is_one_to_a_thousand_days(length, unit):
    with pytest.raises(ValueError, match="1 to 1000"):
        due(dt.date(2026, 1, 1), length, "PT", unit)


def test_each_unit_has_a_label():
    assert set(LENGTH_UNIT_LABELS) == set(LengthUnit)


@given(starts, lengths, countries)
def test_a_working_deadline_is_never_a_free_day(begins, length, country):
    assert is_working_day(due(begins, length, country), country)


@given(starts, lengths, countries)
def test_from_the_start_to_the_deadline_there_are_exactly_so_many_working_days(begins, length, country):
    days = range(1, (due(begins, length, country) - begins).days + 1)
    assert sum(is_working_day(begins + number * DAY, country) for number in days) == length


@given(starts, lengths, lengths, countries, units)
def test_one_length_after_another_is_their_sum(begins, first, second, country, unit):
    assert due(due(begins, first, country, unit), second, country, unit) == due(begins, first + second, country, unit)


@given(starts, st.integers(0, 60), lengths, countries, units)
def test_who_starts_later_is_never_due_earlier(begins, later, length, country, unit):
    assert due(begins, length, country, unit) <= due(begins + later * DAY, length, country, unit)


@given(starts, lengths, countries, units)
def test_a_longer_length_ends_later_and_working_days_are_never_sooner(begins, length, country, unit):
    assert due(begins, length, country, unit) < due(begins, length + 1, country, unit)
    assert due(begins, length, country) >= due(begins, length, country, LengthUnit.CALENDAR_DAYS)
