"""The journeys of somebody who keeps activities: move one on, fill in a long form, by keyboard and without scripts."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from activities.actions import NewParticipant
from activities.models import Activity
from tests.chromium import axe_violations
from tests.factories import (
    lay_out_approval,
    make_activity,
    make_agreement,
    make_institution,
    make_membership,
    make_programme,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(office, olga):
    """An activity that is about to begin."""
    police = make_institution("Policía Nacional", acronym="CNP", country="ES")
    return make_activity(
        office, title="Course on firearms", state="scheduled", officer=olga, participants=[NewParticipant(police)],
        planned_start=dt.date(2020, 1, 1), planned_start_precision="year",
    )  # fmt: skip


def tab_to(page, wanted):
    """Go on with the Tab key until the element has the focus."""
    for _press in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the element cannot be reached with the Tab key")


def test_two_actions_from_the_list_move_it_on_by_keyboard_alone(page, olga, log_in, course):
    log_in(page, olga)
    page.goto("/activities/")
    tab_to(page, page.get_by_role("link", name="Change state Course on firearms"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("The day becomes its actual start.")
    tab_to(page, page.get_by_label("Reason"))
    page.keyboard.type("The trainers are there")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Record that it has begun")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Its state is now: Under way.")).to_be_visible()
    expect(page.get_by_role("region", name="History")).to_contain_text("The trainers are there")
    course.refresh_from_db()
    assert course.state == "under_way"


def test_a_blocked_step_says_why_and_leads_to_where_it_is_mended(page, olga, log_in, office):
    activity = make_activity(office, title="Report due", state="delivered")
    log_in(page, olga)
    page.goto(f"/activities/{activity.reference}/")
    page.get_by_role("link", name="Write the report's outcome first.").click()
    expect(page.get_by_label("Outcome")).to_be_in_viewport()
    page.get_by_label("Outcome").fill("Twelve officers were trained.")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("region", name="How far it is")).to_contain_text("Nothing stands against it.")


def test_a_long_form_is_filled_in_with_rows_and_suggestions(page, olga, log_in, office, course):
    log_in(page, olga)
    page.goto("/activities/new/")
    page.get_by_label("Title in English").fill("Study visit")
    page.get_by_label("Kind").select_option("study_visit")
    page.get_by_role("group", name="Planned start").get_by_label("Year").fill("2027")
    first = page.get_by_role("group", name="Participant 1").get_by_label("Institution")
    first.press_sequentially("polic")
    expect(page.locator("#id_participants-0-institution_options option")).to_have_count(1)
    first.fill("Policía Nacional (CNP) · Spain")
    page.get_by_role("button", name="Add another row: Participant").click()
    second = page.get_by_role("group", name="Participant 2").get_by_label("Institution")
    expect(second).to_be_focused()
    expect(first).to_have_value("Policía Nacional (CNP) · Spain")
    page.get_by_label("Title in English").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Study visit")
    made = Activity.objects.get(kind="study_visit")
    assert (str(made.starts), made.participants.get().institution.acronym) == ("2027", "CNP")


@pytest.mark.full
def test_without_scripts_rows_are_added_and_the_state_is_changed(new_page, olga, log_in, course):
    page = new_page(java_script_enabled=False)
    log_in(page, olga)
    page.goto(f"/activities/{course.reference}/edit/")
    page.get_by_label("Place").fill("Madrid")
    page.get_by_role("button", name="Add another row: Country").click()
    expect(page.get_by_label("Place")).to_have_value("Madrid")
    page.get_by_role("group", name="Country 1").get_by_role("combobox").select_option("ES")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("complementary")).to_contain_text("Spain")
    page.get_by_role("link", name="Postpone").click()
    page.get_by_label("Reason").fill("No room")
    page.get_by_role("button", name="Postpone").click()
    expect(page.get_by_role("main")).to_contain_text("Its state is now: Postponed.")


def test_switching_the_language_keeps_what_was_typed(page, olga, log_in, course):
    log_in(page, olga)
    page.goto(f"/activities/{course.reference}/edit/")
    page.get_by_label("Place").fill("Madrid")
    page.get_by_role("group", name="Planned end").get_by_label("Year").fill("2027")
    page.get_by_role("button", name="ES", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#id_place")).to_have_value("Madrid")
    expect(page.locator("#id_planned_end_2")).to_have_value("2027")
    page.locator("main form button.btn-primary").click()
    expect(page).to_have_url(re.compile(rf"/activities/{course.reference}/$"))
    course.refresh_from_db()
    assert (course.place, str(course.ends)) == ("Madrid", "2027")


def test_a_facet_narrows_in_place_and_the_address_follows(page, olga, log_in, course, office):
    make_activity(office, title="Meeting of prosecutors", kind="meeting")
    log_in(page, olga)
    page.goto("/activities/")
    page.evaluate("window.stays = true")
    page.get_by_role("complementary", name="Filters").get_by_role("link", name="Meeting 1").click()
    expect(page).to_have_url(re.compile(r"\?kind=meeting$"))
    expect(page.get_by_role("row").filter(has_text="Course on firearms")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Meeting of prosecutors")).to_be_visible()
    assert page.evaluate("window.stays"), "the whole page was loaded again"
    expect(page.locator("#announcer")).to_have_text("1 activity")
    page.go_back()
    expect(page.get_by_role("row").filter(has_text="Course on firearms")).to_be_visible()


def test_a_number_of_the_dashboard_opens_the_rows_it_counts(page, olga, log_in, office, course):
    programme = make_programme("paccto", names={"en": "EL PAcCTO"})
    for _number in range(3):
        make_activity(office, programme=programme, state="delivered")
    log_in(page, olga)
    page.goto("/dashboard/")
    table = page.get_by_role("region", name="Activities by programme")
    table.get_by_role("row", name="EL PAcCTO").get_by_role("link", name="3 Delivered, EL PAcCTO").click()
    expect(page.get_by_role("main")).to_contain_text("3 activities")
    expect(page.get_by_role("main").get_by_role("row")).to_have_count(1 + 3)


@pytest.fixture
def addresses(office, olga, course):
    """Pages with something on them."""
    agreement = make_agreement(office, officer=olga)
    lay_out_approval(agreement)
    network = make_institution("Jaguar", kind="network", parent=make_institution("Union"))
    membership = make_membership(office, body=network)
    programme = make_programme("paccto", funder=network)
    make_activity(office, programme=programme, agreements=[agreement], participants=[NewParticipant(network)])
    return [
        "/", "/dashboard/", "/search/?q=jaguar", "/institutions/?q=jaguar", f"/institutions/{network.uid}/",
        f"/institutions/{network.uid}/edit/", "/activities/", "/activities/new/", f"/activities/{course.reference}/",
        f"/activities/{course.reference}/edit/", f"/activities/{course.reference}/state/",
        "/activities/programmes/", "/activities/programmes/paccto/", f"/activities/memberships/{membership.uid}/",
        f"/activities/memberships/new/?body={network.uid}",
    ]  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_no_page_has_faults_of_accessibility(new_page, hugo, log_in, addresses, theme):
    page = new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True, color_scheme=theme)
    log_in(page, hugo)
    for address in addresses:
        page.goto(address)
        assert axe_violations(page) == [], address


@pytest.mark.full
def test_nothing_scrolls_sideways_on_the_smallest_screen(new_page, hugo, log_in, addresses):
    page = new_page(viewport={"width": 320, "height": 640})
    log_in(page, hugo)
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
