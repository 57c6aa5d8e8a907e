"""The whole way of an approval through the pages: submitted, approved by one, changes requested by another, amended,
the reset seen, approved by all, and signature no longer held up.
"""

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement
from approvals.models import Step
from tests.factories import make_agreement, make_case, make_institution, make_step, make_subject
from tests.web.approvals import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arrangement(office, olga) -> Agreement:
    """A text that is agreed: Europol's side takes two decisions, one after the other, the ministry's one."""
    europol, ministry = make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry")
    agreement = make_agreement(
        office, title="Working arrangement", stage="text_agreed", parties=[europol, ministry], officer=olga,
        legal_basis="Article 23", subjects=[make_subject("crime")],
    )  # fmt: skip
    side = make_case(agreement.approval_subject, europol)
    make_step(side, kind="legal_opinion", body_name="Legal Service")
    make_step(side, kind="governing_body", body_name="Management Board", group=2)
    make_step(make_case(agreement.approval_subject, ministry), kind="executive_approval")
    return agreement


class Person:
    """Somebody at a browser of their own, who goes about as people do: by links and buttons."""

    def __init__(self, page: Page, agreement: Agreement) -> None:
        self.page, self.record = page, f"/agreements/{agreement.reference}/"

    def open_from_approvals(self, step: Step) -> None:
        self.page.goto("/approvals/")
        self.page.locator(f"a[href='{page_of(step)}']").first.click()
        expect(self.page.get_by_role("region", name="What is asked")).to_be_visible()

    def decide(self, step: Step, outcome: str, comment: str = "") -> None:
        self.open_from_approvals(step)
        self.page.get_by_role("radio", name=outcome).check()
        self.page.get_by_label("Comment").fill(comment)
        self.page.get_by_role("button", name="Record the decision", exact=True).click()
        expect(self.page.get_by_role("status").filter(has_text="Recorded:")).to_be_visible()

    def take(self, button: str) -> None:
        """Change the stage."""
        self.page.goto(f"{self.record}stage/")
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("status").filter(has_text="The agreement is now at")).to_be_visible()

    def is_offered_nothing_on(self, step: Step, why: str) -> None:
        self.page.goto(page_of(step))
        expect(self.page.get_by_role("main")).to_contain_text(why)
        expect(self.page.get_by_role("button", name="Record the decision", exact=True)).to_have_count(0)


def test_from_submission_to_the_signature_that_nothing_holds_up_any_more(
    new_page, log_in, arrangement, olga, ana, hugo
):
    def at_a_browser(user) -> Person:
        page = new_page(viewport={"width": 1280, "height": 900})
        log_in(page, user)
        return Person(page, arrangement)

    officer, approver, head = at_a_browser(olga), at_a_browser(ana), at_a_browser(hugo)
    opinion, board, ministry = Step.objects.filter(case__subject=arrangement.approval_subject).order_by("id")

    officer.take("Submit for approval")
    officer.is_offered_nothing_on(opinion, "You submitted this for approval, so somebody else must decide.")
    head.is_offered_nothing_on(board, "An earlier step must be completed first.")

    approver.decide(opinion, "Approve The step is complete. Next is asked: Governing body – Management Board.")
    approver.is_offered_nothing_on(board, "You decided on this side's approval already")
    head.decide(board, "Request changes", "Which paragraph of the article?")

    officer.page.goto(officer.record)
    expect(officer.page.get_by_role("main")).to_contain_text("Which paragraph of the article?")
    officer.page.goto(f"{officer.record}stage/?to=approved")
    expect(officer.page.get_by_role("main")).to_contain_text("Europol")
    officer.page.goto(f"{officer.record}edit/")
    officer.page.get_by_label("Legal basis").fill("Article 23, paragraph 1")
    officer.page.get_by_role("button", name="Save the changes").click()
    expect(officer.page.get_by_role("heading", name="Working arrangement", level=1)).to_be_visible()

    approver.open_from_approvals(opinion)
    changed = approver.page.get_by_role("region", name="What changed", exact=True)
    expect(changed).to_contain_text("Hugo Head asked for changes")
    expect(changed).to_contain_text("Which paragraph of the article?")
    expect(changed).to_contain_text("Olga Officer changed what is approved")
    row = changed.get_by_role("row", name="Legal basis")
    expect(row.locator("del")).to_have_text("Article 23")
    expect(row.locator("ins")).to_have_text("Article 23, paragraph 1")
    approver.decide(opinion, "Approve The step is complete. Next is asked")
    head.open_from_approvals(board)
    expect(head.page.get_by_role("region", name="What changed", exact=True)).to_contain_text("Since you decided on")
    head.decide(board, "Approve The step is complete, and with it the approval of this side.")
    officer.page.goto(f"{officer.record}stage/?to=approved")
    expect(officer.page.get_by_role("main")).to_contain_text("Approval is still pending on the side of: Ministry")
    head.decide(ministry, "Approve The step is complete, and with it the approval of this side.")

    officer.take("Record that every side has approved")
    officer.page.goto(f"{officer.record}stage/?to=signed")
    missing = officer.page.get_by_role("main")
    expect(missing).to_contain_text("Record the signature, with its source, of:")
    expect(missing).not_to_contain_text("must be completed before signature")
    for party in arrangement.parties.order_by("position"):
        officer.page.goto(f"{officer.record}acts/new/?kind=signature&party={party.uid}")
        officer.page.get_by_label("Year").fill("2020")
        officer.page.get_by_label("Source", exact=False).first.fill("The signed text")
        officer.page.get_by_role("button", name="Record the act").click()
        expect(officer.page.get_by_role("status").filter(has_text="The act is recorded.")).to_be_visible()
    officer.take("Record that it is signed")
    expect(officer.page.get_by_role("list", name="Stages").locator("[aria-current=step]")).to_contain_text("Signed")
