"""The journeys of who decides: by keyboard alone, with conditions, in another's name, without scripts, on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.actions import change_agreement
from approvals.actions import NewCondition, decide_step, delegate_decisions
from approvals.models import Decision, Step
from core.actors import Actor
from tests.chromium import axe_violations
from tests.factories import make_agreement, make_case, make_institution, make_step, submit
from tests.web.approvals import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def step(office, otto) -> Step:
    """A legal opinion that two people must give, and a board's decision after it."""
    europol, ministry = make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry")
    agreement = make_agreement(
        office, title="Working arrangement", stage="approval_pending", legal_basis="Article 23",
        parties=[europol, ministry],
    )  # fmt: skip
    case = make_case(agreement.approval_subject, europol)
    first = make_step(case, kind="legal_opinion", body_name="Legal Service", quorum=2)
    make_step(case, kind="governing_body", body_name="Management Board", group=2)
    submit(agreement.approval_subject, by=Actor.person(otto))
    return first


def amend(step: Step, by, legal_basis: str) -> None:
    change_agreement(by=Actor.person(by), agreement=step.case.subject.agreement, legal_basis=legal_basis)


def tab_to(page: Page, wanted) -> None:
    """Go on with the Tab key until the element has the focus."""
    for _press in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the element cannot be reached with the Tab key")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_from_the_list_to_a_decision_with_conditions_by_keyboard_alone(new_page, ana, log_in, step, width):
    page = new_page(viewport={"width": width, "height": 900})
    log_in(page, ana)
    page.goto("/approvals/")
    tab_to(page, page.locator(f"a[href='{page_of(step)}']").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Legal opinion", level=1)).to_be_visible()
    conditions = page.get_by_role("group", name="Conditions", exact=True)
    expect(conditions).to_be_hidden()
    tab_to(page, page.get_by_role("radio", name="Approve 1 more person"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Approve with conditions")).to_be_checked()
    expect(conditions).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Counsel agrees")
    more = page.get_by_role("button", name="Add another row: Condition")
    tab_to(page, more)
    page.keyboard.press("Enter")
    expect(conditions.get_by_label("What must be met")).to_have_count(4)
    expect(conditions.get_by_label("What must be met").last).to_be_focused()
    page.keyboard.type("Money is there")
    tab_to(page, page.get_by_role("button", name="Record the decision", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Recorded: Legal opinion")).to_be_visible()
    decision = Decision.objects.get()
    assert [each.text for each in decision.conditions.order_by("id")] == ["Counsel agrees", "Money is there"]


def test_in_another_s_name_both_names_stand(page, ana, hugo, log_in, step):
    today = timezone.localdate()
    delegate_decisions(by=Actor.person(hugo), delegate=ana, first_day=today, last_day=today + dt.timedelta(days=3))
    log_in(page, ana)
    page.goto(page_of(step))
    page.get_by_role("radio", name="Approve 1 more person").check()
    page.get_by_label("On behalf of Hugo Head, by delegation until").check()
    page.get_by_role("button", name="Record the decision", exact=True).click()
    page.goto(page_of(step))
    decisions = page.get_by_role("region", name="Decisions on this step")
    expect(decisions).to_contain_text("by Ana Approver on behalf of Hugo Head, by delegation")


def test_without_scripts_conditions_are_written_and_a_change_meanwhile_is_shown(new_page, ana, olga, log_in, step):
    page = new_page(java_script_enabled=False)
    log_in(page, ana)
    page.goto(page_of(step))
    page.get_by_role("radio", name="Approve with conditions").check()
    page.get_by_label("What must be met").first.fill("Counsel agrees")
    page.get_by_role("button", name="Add another row: Condition").click()
    expect(page.get_by_label("What must be met")).to_have_count(4)
    amend(step, olga, "Article 24")
    page.get_by_role("button", name="Record the decision", exact=True).click()
    changed = page.get_by_role("table", name="What changed in what is approved")
    expect(changed).to_contain_text("Article 23")
    expect(changed).to_contain_text("Article 24")
    expect(page.get_by_label("What must be met").first).to_have_value("Counsel agrees")
    expect(page.get_by_role("radio", name="Approve with conditions")).to_be_checked()
    page.get_by_role("button", name="Record the decision", exact=True).click()
    assert Decision.objects.get().conditions.count() == 1


def test_a_double_click_decides_once(page, ana, log_in, step):
    log_in(page, ana)
    page.goto(page_of(step))
    page.get_by_role("radio", name="Approve 1 more person").check()
    page.get_by_role("button", name="Record the decision", exact=True).dblclick()
    expect(page.get_by_role("status").filter(has_text="Recorded: Legal opinion")).to_be_visible()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_every_state_fits_and_has_no_faults_of_accessibility(
    new_page, ana, hugo, otto, olga, log_in, step, width, scheme
):
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme)

    def look(state: str) -> None:
        assert axe_violations(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), state

    log_in(page, ana)
    page.goto(page_of(step))
    look("open")
    page.get_by_role("radio", name="Request changes").check()
    page.get_by_role("button", name="Record the decision", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    look("refused")
    page.get_by_label("Comment").fill("Which article?")
    decide_step(by=Actor.person(hugo), step=step, outcome="changes_requested", comment="Which paragraph?")
    page.get_by_role("button", name="Record the decision", exact=True).click()
    expect(page.get_by_role("region", name="What you wrote was not recorded")).to_contain_text("Which article?")
    look("overtaken")
    amend(step, olga, "Article 24")
    page.goto(page_of(step))
    expect(page.get_by_role("region", name="What changed", exact=True)).to_contain_text("Which paragraph?")
    look("changed")
    conditions = [NewCondition("Counsel agrees", timezone.localdate() - dt.timedelta(days=1)), NewCondition("Money")]
    decide_step(by=Actor.person(hugo), step=step, outcome="approved_with_conditions", conditions=conditions)
    page.goto(page_of(step))
    page.get_by_role("radio", name="Approve The step is complete").check()
    page.get_by_role("button", name="Record the decision", exact=True).click()
    page.goto(page_of(step))
    look("decided")
    log_in(page, hugo)
    page.goto(page_of(step, "conditions/"))
    look("conditions")
    page.goto(page_of(step.case.steps.last(), "dispense/"))
    look("dispense")
