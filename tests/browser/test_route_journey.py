"""An officer lays out the route of each side, changes a step and submits."""

import pytest
from playwright.sync_api import expect

from approvals.models import Case, RouteTemplate, Step
from tests.chromium import axe_violations
from tests.factories import make_agreement, make_case, make_institution, make_route_template, make_step, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agreement(office):
    parties = [make_institution("Europol", kind="eu_agency", country=""), make_institution("SSPC", country="MX")]
    return make_agreement(
        office, kind="working_arrangement", title="Working arrangement", stage="text_agreed", parties=parties
    )


@pytest.fixture
def europol_route() -> RouteTemplate:
    RouteTemplate.objects.all().delete()
    return make_route_template(
        "of-europol",
        {"kind": "data_protection_review", "length": 15, "only_if": {"personal_data": ["yes"]}},
        {"kind": "governing_body", "group": 2, "body_name": "Management Board"},
        record_kinds=["working_arrangement"],
        institution_kinds=["eu_agency"],
        source="Regulation (EU) 2016/794, Art. 23(4)",
    )


def route_of(agreement, number):
    party = agreement.parties.order_by("position", "id")[number]
    return f"/agreements/{agreement.reference}/parties/{party.uid}/route/"


def test_lay_out_from_a_template_change_a_step_and_submit(page, log_in, olga, ana, agreement, europol_route):
    log_in(page, olga)
    page.goto(route_of(agreement, 0))
    expect(page.get_by_role("main")).to_contain_text("only if personal data is exchanged")
    page.get_by_role("button", name="Lay out this route").click()
    expect(page.get_by_role("status").filter(has_text="The route is laid out")).to_be_visible()

    page.get_by_role("link", name="Change Governing body – Management Board").click()
    page.get_by_label("Person asked to decide").fill("ana")
    page.get_by_label("Time allowed").fill("20")
    page.get_by_role("button", name="Save the changes").last.click()
    expect(page.get_by_role("main")).to_contain_text("decided by Ana Approver")
    expect(page.get_by_role("main")).to_contain_text("within 20 working days")

    page.goto(route_of(agreement, 1))
    page.get_by_role("link", name="Add a step").first.click()
    page.get_by_label("Kind of step").select_option(label="Executive approval")
    page.get_by_role("button", name="Add the step").click()

    page.goto(f"/agreements/{agreement.reference}/stage/")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("status").filter(has_text="“Approval pending”")).to_be_visible()
    assert {step.outcome for step in Step.objects.filter(group=1)} <= {"in_progress", "not_required"}
    board = Step.objects.with_people().get(body_name="Management Board")
    assert (board.people, board.length, board.outcome) == ([ana], 20, "in_progress")


def test_steps_are_moved_and_taken_out_by_keyboard(page, log_in, olga, agreement):
    case = make_case(agreement.approval_subject, agreement.parties.order_by("position").first().institution)
    for group, name in ((1, "A"), (2, "B")):
        make_step(case, group=group, body_name=name)
    log_in(page, olga)
    page.goto(f"/approvals/cases/{case.uid}/route/")
    page.get_by_role("button", name="Earlier Executive approval – B").press("Enter")
    expect(page.get_by_role("status").filter(has_text="is now of order 1")).to_be_visible()
    page.get_by_role("link", name="Take out Executive approval – A").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Nobody is asked before the approval of this side is submitted.")
    page.get_by_role("button", name="Take out the step").press("Enter")
    expect(page.get_by_role("status").filter(has_text="taken out of the route")).to_be_visible()
    assert [step.body_name for step in case.steps.all()] == ["B"]


@pytest.mark.full
def test_pages_of_routes_have_no_faults_of_accessibility(axe_page, log_in, olga, otto, agreement, europol_route):
    submitted = make_agreement(agreement.office, stage="approval_pending")
    case = make_case(submitted.approval_subject, submitted.parties.first().institution)
    for group in (1, 2):
        make_step(case, group=group, length=5, only_if={"personal_data": ["unknown"]}, source="A rule")
    submit(submitted.approval_subject)
    step = Step.objects.filter(group=1).get()
    log_in(axe_page, otto)
    for address in (
        route_of(agreement, 0),
        f"/approvals/cases/{Case.objects.get(pk=case.pk).uid}/route/",
        f"/approvals/cases/{case.uid}/steps/new/",
        f"/approvals/steps/{step.uid}/edit/",
        f"/approvals/steps/{step.uid}/remove/",
    ):
        axe_page.goto(address)
        assert axe_violations(axe_page) == [], address
    axe_page.goto(f"/approvals/cases/{case.uid}/steps/new/")
    axe_page.get_by_label("Due", exact=True).fill("2030-01-01")
    axe_page.get_by_role("button", name="Add the step").click()
    assert axe_violations(axe_page) == []
    axe_page.get_by_label("Kind of step").select_option(label="Mandate")
    axe_page.get_by_role("button", name="Check before saving").click()
    expect(axe_page.get_by_role("heading", name="If the step is added")).to_be_visible()
    assert axe_violations(axe_page) == []


def test_nothing_scrolls_sideways_on_a_telephone(new_page, log_in, olga, agreement, europol_route):
    page = new_page(viewport={"width": 320, "height": 700})
    log_in(page, olga)
    for address in (route_of(agreement, 0), route_of(agreement, 0).replace("route", "steps/new")):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, address
