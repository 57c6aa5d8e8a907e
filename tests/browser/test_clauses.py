"""The journeys of whoever keeps an agreement's clauses: state one, amend it, read them on another day."""

import pytest
from playwright.sync_api import expect

from tests.chromium import axe_violations
from tests.factories import make_agreement, make_clause, make_institution

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treaty(office, olga):
    parties = [make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry", acronym="SSPC")]
    return make_agreement(office, title="Treaty on data", kind="treaty", parties=parties, officer=olga)


def state_by_hand(page, treaty):
    page.goto(f"/agreements/{treaty.reference}/")
    page.get_by_role("region", name="Clauses").get_by_role("link", name="State a clause").click()
    page.get_by_role("link", name="Entry into force", exact=True).click()
    page.get_by_role("button", name="After a number of consents", exact=True).click()
    page.get_by_label("Number of consents").fill("2")
    delay = page.get_by_role("group", name="How long after that")
    delay.get_by_label("Days").fill("90")
    page.get_by_label("Article").fill("Art. 38")
    page.get_by_role("button", name="Check before saving").click()
    card = page.get_by_role("region", name="Check before saving")
    expect(card).to_contain_text("Enters into force 90 days after the date of deposit of instrument no. 2")
    expect(card).to_contain_text("Its status today")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Clauses")).to_contain_text("Enters into force 90 days after")


def test_a_clause_is_chosen_checked_and_saved(page, olga, log_in, treaty):
    log_in(page, olga)
    state_by_hand(page, treaty)
    expect(page.get_by_role("status").filter(has_text="The clause is stated.")).to_be_visible()


@pytest.mark.full
def test_without_scripts_the_same_works(new_page, olga, log_in, treaty):
    page = new_page(java_script_enabled=False)
    log_in(page, olga)
    state_by_hand(page, treaty)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.full)])
def test_what_was_typed_survives_another_way_and_enter_checks(new_page, olga, log_in, treaty, scripts):
    page = new_page(java_script_enabled=scripts)
    log_in(page, olga)
    page.goto(f"/agreements/{treaty.reference}/clauses/new/?kind=entry_into_force&mode=on_consents")
    page.get_by_label("Number of consents").fill("2")
    page.get_by_role("group", name="How long after that").get_by_label("Days").fill("90")
    page.get_by_role("button", name="On receipt of the last notification").click()
    expect(page.get_by_role("group", name="How long after that").get_by_label("Days")).to_have_value("90")
    page.get_by_label("Article").press("Enter")
    expect(page.get_by_role("region", name="Check before saving")).to_contain_text("90 days after")
    page.get_by_role("button", name="After a number of consents", exact=True).click()
    expect(page.get_by_label("Number of consents")).to_have_value("2")


def test_an_amendment_is_read_on_its_day(page, olga, log_in, treaty):
    make_clause(treaty, "duration", {"mode": "period", "length": {"years": 5}}, article="Art. 9")
    log_in(page, olga)
    page.goto(f"/agreements/{treaty.reference}/")
    page.get_by_role("link", name="Amend Duration Art. 9").click()
    page.get_by_role("button", name="Indefinite").click()
    page.get_by_label("Applies from").fill("2030-01-01")
    page.get_by_role("button", name="Check before saving").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("region", name="Clauses").get_by_role("link", name="On another day").click()
    page.get_by_label("Status on").fill("2030-06-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="On a day")).to_contain_text("Concluded for an indefinite time.")
    expect(page.get_by_role("region", name="On a day")).to_contain_text("As amended from 1 January 2030")


@pytest.mark.full
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_pages_fit_the_width_and_have_no_faults_of_accessibility(new_page, olga, log_in, treaty, width):
    clause = make_clause(
        treaty, "duration", {"mode": "period", "length": {"years": 5}}, article="Art. 9", source="Text",
        source_quote="for five years",
    )  # fmt: skip
    make_clause(treaty, "renewal", {"mode": "tacit", "length": {"years": 1}})
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    log_in(page, olga)
    record = f"/agreements/{treaty.reference}/"
    there = f"{record}clauses/"
    for address in (
        record, there, f"{there}?as_of=1300-01-01", f"{there}new/",
        f"{there}new/?kind=entry_into_force&mode=on_consents",
        f"{there}new/?kind=denunciation", f"{there}new/?kind=reporting", f"{there}{clause.uid}/amend/",
        f"{there}{clause.uid}/correct/", f"{there}{clause.uid}/repeal/", f"{there}{clause.uid}/withdraw/",
    ):  # fmt: skip
        page.goto(address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    page.goto(f"{there}new/?kind=notice")
    page.get_by_role("button", name="Check before saving").click()
    assert axe_violations(page) == []
    page.get_by_role("group", name="Received at least").get_by_label("Months").fill("6")
    page.get_by_role("button", name="Check before saving").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
