"""The name an institution had on a day, and the agreements that show it."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement
from agreements.party_names import party_names
from institutions.actions.institutions import create_institution
from institutions.actions.names import NewName
from institutions.models import InstitutionName
from institutions.names_then import names_then
from institutions.naming import name_on
from tests.cast import TODAY
from tests.factories import make_act, make_agreement, make_institution, maker, party_of

TURN, END = dt.date(2009, 6, 1), dt.date(2019, 12, 31)
Type = InstitutionName.Type


@pytest.fixture
def police(db):
    names = [
        NewName("Guardia Nacional", "es", valid_from=END),
        NewName("Federal Police", "en", valid_from=TURN, valid_until=END),
        NewName("Preventive Police", "en", valid_until=TURN),
        NewName("PFP", "", Type.ACRONYM, valid_until=TURN),
        NewName("GN", "", Type.ACRONYM, valid_from=END),
    ]
    guard = NewName("National Guard", "en", valid_from=END)
    return make_institution_of([guard, *names])


def name_at(institution, day, language=None):
    return names_then([(institution, day)], language=language)[institution.pk, day].name


def make_institution_of(names):
    return create_institution(by=maker(), names=names, kind="police", country="MX")


@pytest.mark.parametrize(
    ("day", "name", "short", "now"),
    [
        ("2000-01-01", "Preventive Police", "PFP", "National Guard"),
        ("2009-05-31", "Preventive Police", "PFP", "National Guard"),
        ("2009-06-01", "Federal Police", "Federal Police", "National Guard"),
        ("2019-12-30", "Federal Police", "Federal Police", "National Guard"),
        ("2019-12-31", "National Guard", "GN", ""),
        ("2026-03-02", "National Guard", "GN", ""),
    ],
)
def test_the_name_is_the_one_held_on_the_day(police, day, name, short, now):
    day = dt.date.fromisoformat(day)
    found = names_then([(police, day)])[police.pk, day]
    assert (found.name, found.short_name, found.now) == (name, short, now)


def test_a_name_of_the_time_comes_before_one_in_the_readers_language(police):
    assert name_at(police, END, "es") == "Guardia Nacional"
    assert name_at(police, TURN, "es") == "Federal Police"


def test_where_no_name_held_the_nearest_in_time_is_taken(db):
    names = [
        NewName("Late", "en", valid_from=dt.date(2010, 1, 1)),
        NewName("Early", "en", valid_from=dt.date(1990, 1, 1), valid_until=dt.date(2000, 1, 1)),
    ]
    body = make_institution_of(names)
    assert name_at(body, dt.date(2001, 1, 1)) == "Early"
    assert name_at(body, dt.date(2009, 1, 1)) == "Late"
    assert name_at(body, dt.date(1600, 1, 1)) == "Early"


def test_without_dates_it_is_the_name_of_today(db):
    body = make_institution("Europol", acronym="EP")
    day = dt.date(1999, 1, 1)
    found = names_then([(body, day)])[body.pk, day]
    assert (found.name, found.short_name, found.now) == ("Europol", "EP", "")


@dataclass(frozen=True)
class Name:
    language: str
    valid_from: dt.date | None
    valid_until: dt.date | None


_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1))


@given(
    names=st.lists(st.builds(Name, st.sampled_from(["en", "es", "fr"]), st.none() | _DAYS, st.none() | _DAYS)),
    day=_DAYS,
)
def test_a_name_that_held_is_never_passed_over(names, day):
    names = [each for each in names if not (each.valid_from and each.valid_until) or each.valid_from < each.valid_until]
    held = [
        each
        for each in names
        if (each.valid_from or day) <= day and (each.valid_until is None or day < each.valid_until)
    ]
    found = name_on(names, day, ["es", "en"])
    assert (found is None) == (not names)
    if held:
        assert found in held
        assert found.language == "es" or "es" not in [each.language for each in held]


def test_an_agreement_is_read_with_the_names_of_its_signature(police, office):
    old = make_agreement(office, parties=[police, make_institution("Europol")])
    make_act(old, party=party_of(old, police), on="2010")
    make_act(old, kind="adoption", on="2001")
    new = make_agreement(office, parties=[police, make_institution("Frontex")])
    names = party_names([old, new], today=TODAY)
    assert names[party_of(old, police).pk].name == "Federal Police"
    assert names[party_of(new, police).pk].name == "National Guard"


@pytest.mark.parametrize("number", [1, 12])
def test_names_of_many_agreements_take_two_queries(police, office, django_assert_num_queries, number):
    agreements = [make_agreement(office, parties=[police, make_institution()]) for _place in range(number)]
    read = list(Agreement.objects.filter(pk__in=[each.pk for each in agreements]).for_list())
    with django_assert_num_queries(2):
        assert len(party_names(read, today=TODAY)) == 2 * number
