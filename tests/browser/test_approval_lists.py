"""The journeys over lists of approvals: approve three at once, and read what waits on whom."""

import pytest
from playwright.sync_api import expect

from approvals.models import Decision
from approvals.steps import Outcome
from tests.chromium import axe_violations
from tests.web.approvals import pending

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.full)])
def test_an_approver_looks_at_three_steps_and_approves_them_at_once(new_page, office, ana, olga, log_in, width):
    page = new_page(viewport={"width": width, "height": 900})
    for title in ("First", "Second", "Third"):
        pending(office, by=olga, title=title)
    log_in(page, ana)
    page.goto("/approvals/?mine=true")
    for title in ("First", "Second", "Third"):
        page.get_by_role("checkbox", name=f"Choose {title}").first.check()
    page.get_by_role("button", name="Approve the chosen ones").click()
    expect(page.get_by_role("heading", name="Approve several steps", level=1)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="first reading")).to_have_count(3)
    assert not Decision.objects.exists()
    page.get_by_label("Comment").fill("As the board decided")
    page.get_by_role("button", name="Approve these 3 steps").click()
    expect(page.get_by_role("status").filter(has_text="3 steps approved.")).to_be_visible()
    assert set(Decision.objects.values_list("outcome", "comment")) == {(Outcome.APPROVED, "As the board decided")}


def test_a_step_is_approved_right_from_the_list_however_often_the_button_is_pressed(page, office, ana, log_in):
    pending(office, title="First")
    log_in(page, ana)
    page.goto("/approvals/?mine=true")
    page.get_by_role("button", name="Approve First").first.dblclick()
    expect(page.get_by_role("status").filter(has_text="Recorded: Executive approval")).to_be_visible()
    assert Decision.objects.count() == 1


def test_a_head_reads_what_waits_on_whom_and_opens_the_steps(page, office, ana, hugo, log_in):
    pending(office, ago=100)
    log_in(page, hugo)
    page.goto("/approvals/")
    page.get_by_role("link", name="What waits on whom").click()
    row = page.get_by_role("row").filter(has_text="Ana Approver")
    row.get_by_role("link", name="steps: Ana Approver").click()
    expect(page.get_by_text("2 steps wait")).to_be_visible()


@pytest.mark.full
def test_axe_finds_nothing_on_the_lists(axe_page, office, ana, log_in):
    pending(office)
    log_in(axe_page, ana)
    for address in ("/approvals/?mine=true", "/approvals/whom/"):
        axe_page.goto(address)
        assert axe_violations(axe_page) == []
    axe_page.goto("/approvals/")
    axe_page.get_by_role("checkbox", name="Choose").first.check()
    axe_page.get_by_role("button", name="Approve the chosen ones").click()
    assert axe_violations(axe_page) == []
