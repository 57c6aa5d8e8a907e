"""The journeys of an officer: change a stage, record an act, mend a form, with and without scripts."""

import pytest
from playwright.sync_api import expect

from agreements.actions import change_agreement
from core.actors import Actor
from tests.chromium import axe_violations
from tests.factories import lay_out_approval, make_act, make_agreement, make_institution, make_subject, party_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arrangement(office, olga):
    """An agreement whose text is agreed, with a step for each party."""
    parties = [make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry", acronym="SSPC")]
    agreement = make_agreement(
        office, title="Working arrangement", stage="text_agreed", parties=parties, officer=olga,
        subjects=[make_subject("crime")],
    )  # fmt: skip
    lay_out_approval(agreement)
    return agreement


def test_two_actions_from_the_list_change_the_stage(page, olga, log_in, arrangement):
    log_in(page, olga)
    page.goto("/agreements/")
    page.get_by_role("link", name="Change stage Working arrangement").click()
    expect(page.get_by_role("main")).to_contain_text("On the side of Europol Agency this step starts")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("status").filter(has_text="The agreement is now at “Approval pending”.")).to_be_visible()
    expect(page.get_by_role("list", name="Stages").locator("[aria-current=step]")).to_contain_text("Approval pending")


def test_an_act_is_recorded_and_a_rival_source_is_asked_about(page, olga, log_in, arrangement):
    make_act(arrangement, party=party_of(arrangement), on="2020-07-01")
    log_in(page, olga)
    page.goto(f"/agreements/{arrangement.reference}/acts/new/")
    page.get_by_label("What was done").select_option("Signature")
    page.get_by_label("By", exact=True).select_option("Europol Agency")
    page.get_by_label("Year").fill("2020")
    page.get_by_label("Source", exact=False).first.fill("A press item")
    page.get_by_role("button", name="Record the act").click()
    page.get_by_label("The earlier one.").check()
    page.get_by_role("button", name="Record the act").click()
    expect(page.get_by_role("region", name="Acts", exact=True)).to_contain_text("The sources differ: Signature")


def test_a_row_is_added_and_an_institution_found_by_typing(page, olga, log_in, arrangement):
    make_institution("Guardia Civil", country="ES")
    log_in(page, olga)
    page.goto(f"/agreements/{arrangement.reference}/edit/")
    page.get_by_label("Title in English").fill("A better title")
    rows = page.get_by_role("group", name="Institution")
    before = rows.count()
    page.get_by_role("button", name="Add another row: Institution").click()
    expect(rows).to_have_count(before + 1)
    box = rows.last.get_by_label("Institution")
    box.press_sequentially("guardia")
    expect(page.locator("datalist option[value^='Guardia Civil']")).to_have_count(1)
    box.fill("guardia civil")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("heading", name="A better title")).to_be_visible()
    expect(page.get_by_role("region", name="Parties and their approval")).to_contain_text("Guardia Civil")


@pytest.mark.full
def test_without_scripts_the_same_works(new_page, olga, log_in, arrangement):
    page = new_page(java_script_enabled=False)
    log_in(page, olga)
    page.goto("/agreements/?stage=text_agreed")
    page.get_by_role("link", name="Change stage Working arrangement").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("main")).to_contain_text("The agreement is now at “Approval pending”.")
    page.goto(f"/agreements/{arrangement.reference}/edit/")
    page.get_by_label("Title in English").fill("Half typed")
    page.get_by_role("button", name="Add another row: Institution").click()
    expect(page.get_by_label("Title in English")).to_have_value("Half typed")


def test_two_people_at_once_see_both_versions(page, olga, otto, log_in, arrangement):
    log_in(page, olga)
    page.goto(f"/agreements/{arrangement.reference}/edit/")
    page.get_by_label("Title in English").fill("Olga's title")
    change_agreement(
        by=Actor.person(otto), agreement=arrangement, titles={"en": "Otto's title"}, summary="Otto's words"
    )
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("alert").first).to_contain_text("This record changed while you were writing")
    expect(page.get_by_role("table", name="The two versions")).to_contain_text("Otto's title")
    expect(page.get_by_label("Title in English")).to_have_value("Olga's title")
    expect(page.get_by_label("Summary")).to_have_value("Otto's words")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("heading", name="Olga's title")).to_be_visible()


@pytest.mark.full
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_pages_fit_the_width_and_have_no_faults_of_accessibility(new_page, olga, log_in, arrangement, width):
    make_act(arrangement, party=party_of(arrangement), on="2020-07-01", source_quote="signed")
    make_act(arrangement, party=party_of(arrangement), on="2020-07-20")
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    log_in(page, olga)
    record = f"/agreements/{arrangement.reference}/"
    party = party_of(arrangement)
    for address in (
        "/agreements/", record, f"{record}stage/", f"{record}stage/?to=withdrawn", f"{record}edit/",
        f"{record}acts/new/", f"{record}history/", f"{record}parties/{party.uid}/steps/new/", "/agreements/new/",
        "/agreements/register/", "/approvals/",
    ):  # fmt: skip
        page.goto(address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
