"""Creating and changing activities, and what they are joined to."""

import datetime as dt
from decimal import Decimal

import pytest

from activities.actions import (
    NewCountry,
    NewLink,
    NewParticipant,
    change_activity,
    create_activity,
    register_existing_activity,
)
from activities.models import Activity, Participant
from core.dates import Precision
from core.errors import StaleVersion
from tests.cast import NOW, TODAY, TOMORROW, acting
from tests.expectations import forbidden, invalid
from tests.factories import make_activity, make_agreement, make_institution, make_programme, make_subject

TITLES = {"en": "Training on asset recovery"}


def test_an_activity_begins_as_proposed_with_the_offices_next_reference(office, olga):
    made = create_activity(by=acting(olga), office=office, kind="training", titles=TITLES)
    assert (made.state, made.state_since, made.reference) == ("proposed", TODAY, "LIS-ACT-2026-0001")
    assert (made.officer, made.created_at) == (olga, NOW)


def test_an_activity_is_taken_over_at_any_state_with_a_reason(office, olga):
    given = {"by": acting(olga), "office": office, "kind": "training", "titles": TITLES}
    assert register_existing_activity(**given, state="delivered", reason="From the press").state == "delivered"
    with invalid("state"):
        register_existing_activity(**given, state="done", reason="From the press")
    with invalid("reason"):
        register_existing_activity(**given, state="delivered", reason=" ")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"titles": {}}, "titles"),
        ({"titles": {"en": " "}}, "titles"),
        ({"state": "closed"}, "state"),
        ({"classification": "secret"}, "classification"),
        ({"planned_start_precision": "week"}, "planned_start_precision"),
        ({"place": "x" * 151}, "place"),
        ({"outcome": "nul\x00byte"}, "outcome"),
        ({"actual_start": TOMORROW}, "actual_start"),
        ({"actual_end": TOMORROW}, "actual_end"),
        ({"planned_start": dt.date(2026, 5, 2), "planned_end": dt.date(2026, 5, 1)}, "planned_end"),
        ({"actual_start": dt.date(2026, 2, 2), "actual_end": dt.date(2026, 2, 1)}, "actual_end"),
    ],
)
def test_what_cannot_be_is_no_input_and_nothing_is_written(office, olga, values, field):
    if "state" in values:
        activity = make_activity(office)
        with invalid(field):
            change_activity(by=acting(olga), activity=activity, **values)
        return
    with invalid(field):
        create_activity(by=acting(olga), office=office, **{"kind": "training", "titles": TITLES, **values})
    assert not Activity.objects.exists()


def test_an_end_in_the_year_of_the_start_is_not_before_it(office, olga):
    """Planned for May 2026, to end in "2026": the end may be as late as December."""
    made = create_activity(
        by=acting(olga), office=office, kind="training", titles=TITLES, planned_start=dt.date(2026, 5, 4),
        planned_end=dt.date(2026, 1, 1), planned_end_precision=Precision.YEAR,
    )  # fmt: skip
    assert made.planned_end_last == dt.date(2026, 12, 31)


def test_a_change_is_refused_on_an_old_reading(office, olga):
    activity = make_activity(office)
    change_activity(by=acting(olga), activity=activity, place="Madrid", expected_version=activity.version)
    with pytest.raises(StaleVersion):
        change_activity(by=acting(olga), activity=activity, place="Lima", expected_version=activity.version)


def test_links_are_exactly_those_given_and_those_that_stay_keep_their_row(office, olga):
    police, ministry = make_institution(), make_institution()
    activity = make_activity(office, participants=[NewParticipant(police, "host"), NewParticipant(ministry)])
    host = Participant.objects.get(role="host")
    change_activity(by=acting(olga), activity=activity, participants=[NewParticipant(police, "host", source="Minutes")])
    assert list(Participant.objects.values_list("pk", "source")) == [(host.pk, "Minutes")]


def test_what_is_not_given_stays(office, olga):
    subject, programme = make_subject(), make_programme()
    agreement = make_agreement(office)
    activity = make_activity(office, agreements=[agreement], subjects=[subject], programme=programme)
    changed = change_activity(by=acting(olga), activity=activity, place="Madrid")
    assert (list(changed.agreements.all()), list(changed.subjects.all())) == ([agreement], [subject])
    assert changed.programme == programme


@pytest.mark.parametrize(
    ("shares", "fits"),
    [
        ([None, None], True),
        ([Decimal("50"), Decimal("50")], True),
        ([Decimal("33.33"), Decimal("66.67")], True),
        ([Decimal("50"), None], False),
        ([Decimal("50"), Decimal("49.99")], False),
        ([Decimal("120"), Decimal("-20")], False),
    ],
)
def test_shares_of_countries_sum_to_a_hundred_or_none_is_given(office, olga, shares, fits):
    activity = make_activity(office)
    countries = [NewCountry(country, share) for country, share in zip(("MX", "ES"), shares, strict=True)]
    if fits:
        change_activity(by=acting(olga), activity=activity, countries=countries)
        assert activity.countries.count() == 2
    else:
        with invalid("countries"):
            change_activity(by=acting(olga), activity=activity, countries=countries)


@pytest.mark.parametrize("name", ["agreements", "participants", "countries", "subjects"])
def test_the_same_one_is_not_named_twice(office, olga, name):
    twice = {
        "agreements": [NewLink(make_agreement(office))] * 2,
        "participants": [NewParticipant(make_institution())] * 2,
        "countries": [NewCountry("MX")] * 2,
        "subjects": [make_subject()] * 2,
    }
    with invalid(name):
        change_activity(by=acting(olga), activity=make_activity(office), **{name: twice[name]})


@pytest.mark.parametrize(
    ("name", "row"), [("countries", NewCountry("XX")), ("participants", "unknown role"), ("agreements", "long article")]
)
def test_a_link_that_cannot_be_is_no_input(office, olga, name, row):
    if row == "unknown role":
        row = NewParticipant(make_institution(), role="guest of honour")
    if row == "long article":
        row = NewLink(make_agreement(office), article="x" * 61)
    with invalid(name):
        change_activity(by=acting(olga), activity=make_activity(office), **{name: [row]})


def test_the_officer_in_charge_belongs_to_the_office(office, olga, oscar):
    with invalid("officer"):
        change_activity(by=acting(olga), activity=make_activity(office), officer=oscar)


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_others_neither_create_nor_change(office, cast, name):
    with forbidden():
        create_activity(by=acting(cast[name]), office=office, kind="training", titles=TITLES)
    with forbidden():
        change_activity(by=acting(cast[name]), activity=make_activity(office), place="Here")
