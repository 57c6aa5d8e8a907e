"""The page of an activity: how far it is, what blocks the next step, delay in words, and what it is joined to."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions import NewCountry, NewLink, NewParticipant, change_activity, change_state
from tests.cast import TODAY, acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_programme,
    make_step,
    maker,
    submit,
)
from tests.web.conftest import words_of


def page_of(activity):
    return f"/activities/{activity.reference}/"


def track_in(response):
    page = response.content.decode()
    return [
        (mark, label.strip())
        for mark, label in re.findall(r'<li data-state="(\w+)".*?</span>\s*(?:<strong>)?([^<]+)', page, re.DOTALL)
    ]


@pytest.mark.parametrize(("person", "status"), [("hugo", 200), ("aude", 200), ("victor", 404), ("oscar", 404)])
def test_outsiders_find_no_restricted_activity(browse, cast, office, person, status):
    activity = make_activity(office, classification="restricted")
    client = browse(cast[person])
    assert client.get(page_of(activity)).status_code == status
    assert client.get(f"{page_of(activity)}history/").status_code == status


def test_the_track_shows_how_far_it_is(browse, victor, office):
    marks = track_in(browse(victor).get(page_of(make_activity(office, state="scheduled"))))
    assert marks == [
        ("done", "Proposed"), ("done", "Approval pending"), ("done", "Approved"), ("current", "Scheduled"),
        ("upcoming", "Under way"), ("upcoming", "Delivered"), ("upcoming", "Closed"),
    ]  # fmt: skip


def test_a_state_beside_the_track_stands_after_the_one_it_was_reached_from(browse, victor, olga, office):
    activity = make_activity(office, state="approved", planned_start=TODAY)
    change_state(by=acting(olga), activity=activity, to="postponed", reason="No trainer")
    marks = track_in(browse(victor).get(page_of(activity)))
    assert marks == [
        ("done", "Proposed"), ("done", "Approval pending"), ("done", "Approved"), ("off", "Postponed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "values", "said"),
    [
        ("proposed", {}, "Add at least one approval step first."),
        ("approval_pending", {}, "Its approval is still pending."),
        ("approved", {}, "Give the planned start first."),
        ("delivered", {}, "Write the report's outcome first."),
        ("scheduled", {}, "Nothing stands against it."),
        ("cancelled", {}, "No further step follows."),
    ],
)
def test_what_blocks_the_next_step_is_said(browse, victor, office, state, values, said):
    assert said in words_of(browse(victor).get(page_of(make_activity(office, state=state, **values))))


def test_delay_is_said_in_words_with_the_day_it_counts_from(browse, victor, office):
    activity = make_activity(
        office, state="scheduled", planned_start=dt.date(2020, 1, 1), planned_start_precision="year"
    )
    page = words_of(browse(victor).get(page_of(activity)))
    assert "It was planned to be over by 31 December 2020, and no end is recorded." in page


def test_planned_and_actual_dates_stand_side_by_side(browse, victor, office):
    activity = make_activity(
        office, state="under_way", planned_start=dt.date(2026, 1, 1), planned_start_precision="month",
        planned_end=dt.date(2030, 1, 1), planned_end_precision="year", actual_start=dt.date(2026, 1, 9),
    )  # fmt: skip
    page = words_of(browse(victor).get(page_of(activity)))
    assert "Start January 2026 9 January 2026 End 2030 Not yet" in page


def test_agreements_the_reader_may_not_see_are_left_out(browse, aude, victor, office):
    open_pact = make_agreement(office, title="Open pact")
    secret = make_agreement(office, title="Secret pact", classification="restricted")
    activity = make_activity(office, agreements=[open_pact, secret])
    assert "Secret pact" in words_of(browse(aude).get(page_of(activity)))
    page = words_of(browse(victor).get(page_of(activity)))
    assert "Open pact" in page
    assert "Secret pact" not in page and secret.reference not in page


def test_the_approval_track_shows_who_waits_and_offers_the_decision(browse, ana, victor, olga, office):
    activity = make_activity(office, state="approval_pending")
    step = make_step(make_case(activity.approval_subject), body_name="Head of cooperation")
    submit(activity.approval_subject, by=acting(olga))
    decide = f"/approvals/steps/{step.uid}/"
    assert decide in browse(ana).get(page_of(activity)).content.decode()
    page = browse(victor).get(page_of(activity))
    assert "Head of cooperation" in words_of(page) and "Submitted" in words_of(page)
    assert decide not in page.content.decode()


def test_only_its_keepers_are_offered_to_change_it(browse, olga, victor, oscar, office):
    activity = make_activity(office, classification="public")
    assert f"{page_of(activity)}state/" in browse(olga).get(page_of(activity)).content.decode()
    for person in (victor, oscar):
        page = browse(person).get(page_of(activity)).content.decode()
        assert f"{page_of(activity)}state/" not in page and f"{page_of(activity)}edit/" not in page


def test_facts_participants_and_sources_are_shown(browse, victor, olga, office):
    programme = make_programme("paccto", names={"en": "EL PAcCTO"})
    unit = make_institution("Financial Intelligence Unit", country="MX")
    activity = make_activity(
        office, programme=programme, officer=olga, participants=[NewParticipant(unit, role="beneficiary")],
        countries=[NewCountry("MX")], place="Mexico City", source="Press item", source_quote="will be created",
    )  # fmt: skip
    page = words_of(browse(victor).get(page_of(activity)))
    for words in ("EL PAcCTO", "Olga Officer", "Financial Intelligence Unit Beneficiary Mexico", "Mexico City",
                  "“will be created” Source: Press item"):  # fmt: skip
        assert words in page


def test_the_history_tells_every_change(browse, victor, olga, office):
    activity = make_activity(office)
    change_activity(by=acting(olga), activity=activity, place="Porto", reason="The venue is booked")
    page = words_of(browse(victor).get(page_of(activity)))
    assert "Changed activity by Olga Officer" in page and "Porto" in page and "The venue is booked" in page


def test_the_page_of_the_agreement_shows_it_to_those_who_see_both(browse, hugo, victor, office):
    agreement = make_agreement(office)
    make_activity(office, title="Open course", agreements=[agreement])
    make_activity(office, title="Secret course", agreements=[agreement], classification="restricted")
    address = f"/agreements/{agreement.reference}/"
    assert "Secret course" in words_of(browse(hugo).get(address))
    page = words_of(browse(victor).get(address))
    assert "Open course" in page and "Secret course" not in page


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_it(browse, victor, office):
    activity, client = make_activity(office), browse(victor)
    case = make_case(activity.approval_subject)

    def hang_something_on_it(number):
        change_activity(
            by=maker(),
            activity=activity,
            agreements=[NewLink(make_agreement(office)) for _each in range(number)],
            participants=[NewParticipant(make_institution()) for _each in range(number)],
            countries=[NewCountry(country) for country in ("MX", "ES", "PT")[:number]],
        )
        make_step(case)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page_of(activity)).status_code == 200
        return len(counted)

    hang_something_on_it(1)
    hang_something_on_it(1)
    few = queries()
    hang_something_on_it(3)
    assert queries() == few <= 40


@pytest.mark.parametrize(("person", "is_led"), [("olga", True), ("victor", False)])
def test_only_who_may_mend_what_is_missing_is_led_there(browse, cast, office, person, is_led):
    activity = make_activity(office, state="delivered")
    page = browse(cast[person]).get(page_of(activity))
    assert "Write the report's outcome first." in words_of(page).replace("&#x27;", "'")
    assert ("#id_outcome" in page.content.decode()) is is_led
