"""The journey of a link: an officer sends it, the contact reads the e-mail and decides, the officer sees it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions.links import issue_link, revoke_link
from approvals.links import token_of
from core.mail import deliver
from tests.cast import acting
from tests.chromium import axe_violations
from tests.factories import make_contact, make_institution, make_pending_agreement
from tests.sample_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def step(office):
    sides = [make_institution("Ministry of Culture of Portugal"), make_institution("Ministry of Culture of Mexico")]
    _agreement, steps = make_pending_agreement(
        office, title="Memorandum on lost works of art", parties=sides, steps={"is_outside": True}
    )
    return steps[1]


@pytest.fixture
def contact(step):
    return make_contact(step.case.institution, "Carla Contreras", time_zone="America/Mexico_City")


@pytest.fixture
def link(olga, step, contact):
    return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)


def path_in(message):
    return re.search(r"(/approvals/decide/\S+)", message.get_body(("plain",)).get_content()).group(1)


def test_sent_read_opened_decided_and_seen(page, new_page, olga, log_in, step, contact, mail_server):
    log_in(page, olga)
    page.goto(f"/approvals/steps/{step.uid}/")
    page.get_by_role("link", name="Send a link to decide").first.click()
    page.get_by_role("combobox", name="Contact").select_option(
        label="Carla Contreras, Liaison officer (Ministry of Culture of Mexico)"
    )
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status").first).to_contain_text("The link is on its way to Carla Contreras")

    assert deliver(clock=timezone.now).sent == 1
    outside = new_page(viewport={"width": 360, "height": 740})
    outside.goto(path_in(mail_server.messages[0]))
    expect(outside.get_by_role("heading", level=1)).to_have_text("Your decision is asked")
    outside.get_by_label("Reject").check()
    outside.get_by_role("button", name="Send your decision").click()
    expect(outside.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    outside.get_by_label("Approve", exact=True).check()
    outside.get_by_label("Comment").fill("Agreed by the minister")
    outside.get_by_label("Document (if you wish)").set_input_files(
        {"name": "Oficio 5.pdf", "mimeType": "application/pdf", "buffer": pdf("Conforme")}
    )
    outside.get_by_role("button", name="Send your decision").click()
    expect(outside.get_by_role("heading", level=1)).to_have_text("Your decision is recorded")
    outside.reload()
    expect(outside.get_by_role("status").first).to_contain_text("Approved")
    assert {each["name"] for each in outside.context.cookies()} <= {"csrftoken"}

    page.reload()
    expect(page.get_by_role("region", name="Links sent").get_by_role("table")).to_contain_text("used")
    page.goto(f"/approvals/steps/{step.uid}/")
    expect(page.get_by_role("region", name="Decisions on this step")).to_contain_text("Agreed by the minister")
    assert outside.goto(path_in(mail_server.messages[0])).status == 410
    expect(outside.get_by_role("main")).to_contain_text("A decision was recorded through it")


@pytest.mark.full
def test_conditions_are_written_without_scripts(new_page, link):
    page = new_page(java_script_enabled=False)
    page.goto(f"/approvals/decide/{token_of(link)}/")
    page.get_by_label("Approve with conditions").check()
    page.get_by_label("What must be met").first.fill("A translation into Spanish")
    page.get_by_role("button", name="Add another row").click()
    page.get_by_role("button", name="Send your decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your decision is recorded")
    assert [each.text for each in link.step.decisions.get().conditions.all()] == ["A translation into Spanish"]


def test_a_double_click_decides_once(page, link):
    page.goto(f"/approvals/decide/{token_of(link)}/")
    page.get_by_label("Approve", exact=True).check()
    page.get_by_role("button", name="Send your decision").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your decision is recorded")
    assert link.step.decisions.count() == 1


def test_the_language_is_changed_without_loss_of_the_way(page, link):
    page.goto(f"/approvals/decide/{token_of(link)}/")
    page.get_by_role("link", name="ES").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator("input[name=outcome][value=approved]").check()
    page.locator("form button[type=submit].btn-primary").click()
    expect(page).to_have_url(re.compile(r"/done/\?language=es$"))


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.full)])
def test_the_pages_are_accessible_and_fit(new_page, olga, log_in, link, scheme, width):
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme)
    token = token_of(link)
    look(page, f"/approvals/decide/{token}/")
    look(page, "/approvals/decide/unknown/")
    officer = new_page(viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme)
    log_in(officer, olga)
    look(officer, f"/approvals/steps/{link.step.uid}/links/")
    look(officer, f"/approvals/steps/{link.step.uid}/outside/")
    revoke_link(by=acting(olga, at=timezone.now()), link=link)
    look(page, f"/approvals/decide/{token}/")
    look(officer, f"/approvals/steps/{link.step.uid}/links/")


def look(page, address):
    page.goto(address)
    assert axe_violations(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
