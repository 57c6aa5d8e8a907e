"""Who acts, when, and which day that is where the office is."""

import datetime as dt

import pytest

from core.actors import Actor, Source


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-03-02T10:00Z", "UTC", "2026-03-02"),
        ("2026-03-02T23:30Z", "Europe/Lisbon", "2026-03-02"),
        ("2026-07-02T23:30Z", "Europe/Lisbon", "2026-07-03"),
        ("2026-03-02T05:59Z", "America/Mexico_City", "2026-03-01"),
        ("2026-03-02T06:00Z", "America/Mexico_City", "2026-03-02"),
        ("2026-03-02T10:00Z", "Pacific/Kiritimati", "2026-03-03"),
        ("2026-03-02T10:00Z", "Pacific/Pago_Pago", "2026-03-01"),
        ("2026-12-31T23:00Z", "Europe/Madrid", "2027-01-01"),
    ],
)
def test_today_is_the_day_where_the_office_is(moment, zone, day):
    by = Actor.system("tests", at=dt.datetime.fromisoformat(moment))
    assert by.today(zone) == dt.date.fromisoformat(day)


def test_a_person_acts_by_name(olga):
    by = Actor.person(olga, source=Source.COMMAND)
    assert (by.user, by.name, by.source) == (olga, "olga", "command")
    assert by.at.utcoffset() == dt.timedelta(0)


def test_runs_of_the_system_can_be_told_apart():
    first, second = Actor.system("reminders"), Actor.system("reminders")
    assert first.user is None
    assert first.request_id != second.request_id
