"""The approval of one side as a whole: an officer reads what blocks signature, answers, and submits again."""

import pytest
from playwright.sync_api import Page, expect

from agreements.actions import change_agreement
from approvals.actions import decide_step
from core.actors import Actor
from tests.chromium import axe_violations
from tests.factories import make_institution, make_pending_agreement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arrangement(office, olga, ana):
    """A working arrangement on which Ana asked for changes on Europol's side."""
    parties = [make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry", acronym="SSPC")]
    agreement, steps = make_pending_agreement(
        office, by=Actor.person(olga), title="Working arrangement", parties=parties, kind="working_arrangement"
    )
    decide_step(by=Actor.person(ana), step=steps[0], outcome="changes_requested", comment="Article 4 is unclear")
    return agreement


def test_an_officer_answers_a_request_for_changes_and_submits_again(page: Page, otto, arrangement, log_in):
    log_in(page, otto)
    page.goto(f"/agreements/{arrangement.reference}/")
    sides = page.get_by_role("region", name="Parties and their approval")
    expect(sides).to_contain_text("changes were requested: amend it, or answer, and submit it again")
    sides.get_by_role("link", name="Answer, and submit again").click()
    expect(page.get_by_role("main")).to_contain_text("Article 4 is unclear")
    expect(page.get_by_role("main")).to_contain_text("“Executive approval” is asked at once of: Ana Approver.")
    page.get_by_label("Answer to the request for changes").fill("Made clear in the annex")
    page.get_by_role("button", name="Answer, and submit again").click()
    expect(page.get_by_role("status").filter(has_text="Submitted for approval")).to_be_visible()
    expect(page.get_by_role("region", name="What happened, round by round")).to_contain_text("Made clear in the annex")
    page.get_by_role("main").get_by_role("link", name="Working arrangement").last.click()
    expect(sides).to_contain_text("Europol: Executive approval – waits on Ana Approver")


def test_by_keyboard_a_side_is_taken_back_with_its_reason(page: Page, otto, arrangement, log_in):
    log_in(page, otto)
    case = arrangement.approval_subject.cases.last()
    page.goto(f"/approvals/cases/{case.uid}/")
    page.get_by_role("link", name="Withdraw").press("Enter")
    page.get_by_role("button", name="Withdraw").press("Enter")
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    page.get_by_label("Reason").press_sequentially("The text is not final")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Taken back")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The text is not final")


@pytest.mark.full
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_have_no_faults_of_accessibility_nor_sideways_scrolling(
    axe_page: Page, otto, olga, ana, arrangement, log_in, width
):
    case = arrangement.approval_subject.cases.first()
    other = arrangement.approval_subject.cases.last()
    decide_step(by=Actor.person(ana), step=other.steps.get(), outcome="approved")
    change_agreement(by=Actor.person(olga), agreement=arrangement, legal_basis="Article 23")
    log_in(axe_page, otto)
    axe_page.set_viewport_size({"width": width, "height": 900})
    for address in (
        f"/agreements/{arrangement.reference}/",
        f"/agreements/{arrangement.reference}/edit/",
        f"/approvals/cases/{case.uid}/",
        f"/approvals/cases/{case.uid}/withdraw/",
        f"/approvals/cases/{other.uid}/reopen/",
    ):
        axe_page.goto(address)
        assert axe_violations(axe_page) == [], address
        assert axe_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
