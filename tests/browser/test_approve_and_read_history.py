"""The journey of the first case: find the working arrangement, decide a step, read it in the history."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement
from tests.cast import PASSWORD
from tests.chromium import axe_violations
from tests.factories import lay_out_approval, make_agreement, make_institution, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arrangement(office) -> Agreement:
    """A working arrangement that waits for two approvals."""
    parties = [make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry", acronym="SSPC")]
    agreement = make_agreement(
        office, kind="working_arrangement", title="Working arrangement", stage="approval_pending", parties=parties
    )
    lay_out_approval(agreement)
    submit(agreement.approval_subject)
    return agreement


def log_in_by_form(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_label("User name or e-mail address").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


def test_log_in_find_it_decide_and_see_it_in_the_history(page, ana, arrangement):
    log_in_by_form(page, "ana")
    page.goto("/agreements/")
    page.get_by_label("Search agreements").fill("SSPC")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Working arrangement", exact=True).click()

    page.get_by_role("link", name="Decide Executive approval").first.click()
    page.get_by_role("radio", name="Approve with conditions").check()
    page.get_by_label("What must be met").first.fill("Counsel agrees")
    page.get_by_label("Comment").fill("Only until 2030")
    page.get_by_role("button", name="Record the decision", exact=True).click()

    history = page.get_by_role("region", name="History")
    expect(page.get_by_role("status").filter(has_text="Recorded: Executive approval.")).to_be_visible()
    expect(history).to_contain_text("by Ana Approver")
    expect(history).to_contain_text("Only until 2030")
    expect(page.get_by_role("region", name="Parties and their approval")).to_contain_text("Approved with conditions")


def test_a_double_click_decides_once(page, ana, log_in, arrangement):
    log_in(page, ana)
    page.goto(f"/agreements/{arrangement.reference}/")
    page.get_by_role("link", name="Decide Executive approval").first.click()
    page.get_by_role("radio", name="Approve The step is complete").check()
    page.get_by_role("button", name="Record the decision", exact=True).dblclick()
    expect(page.get_by_role("status").filter(has_text="Recorded: Executive approval.")).to_be_visible()
    assert arrangement.approval_subject.cases.first().steps.first().decisions.count() == 1


def test_by_keyboard_alone(page, ana, log_in, arrangement):
    log_in(page, ana)
    page.goto("/agreements/")
    search = page.get_by_label("Search agreements")
    tab_to(page, search)
    page.keyboard.type("sspc")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/agreements/\?q=sspc"))
    link = page.get_by_role("link", name="Working arrangement", exact=True)
    tab_to(page, link)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Decide Executive approval").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="Approve The step is complete"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Request changes")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Article 4 is unclear")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="History")).to_contain_text("Article 4 is unclear")


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(page, ana, log_in, arrangement):
    log_in(page, ana)
    page.goto(f"/agreements/{arrangement.reference}/")
    page.get_by_role("link", name="Decide Executive approval").first.click()
    page.get_by_role("radio", name="Reject").check()
    page.get_by_role("button", name="Record the decision", exact=True).click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Comment: Say why: this decision needs a comment.").click()
    expect(page.get_by_label("Comment")).to_be_focused()
    expect(page.get_by_role("radio", name="Reject")).to_be_checked()


@pytest.mark.full
def test_pages_on_the_way_have_no_faults_of_accessibility(axe_page, ana, log_in, arrangement):
    log_in(axe_page, ana)
    step = arrangement.approval_subject.cases.first().steps.first()
    for address in (
        "/agreements/",
        f"/agreements/{arrangement.reference}/",
        f"/approvals/steps/{step.uid}/",
        "/approvals/",
    ):
        axe_page.goto(address)
        assert axe_violations(axe_page) == [], address


def tab_to(page: Page, wanted) -> None:
    """Go on with the Tab key until the element has the focus."""
    for _press in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the element cannot be reached with the Tab key")
