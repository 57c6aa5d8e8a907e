"""Journeys of an officer: why it is in force, what the register knew on a day, a conflict of sources resolved."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from agreements.actions import NewAct, correct_act
from agreements.actions.clauses import NewClause, state_clause
from agreements.law.clauses import EntryIntoForce, EntryMode
from agreements.law.notation import write_terms
from core.actors import Actor
from core.dates import PartialDate
from tests.chromium import axe_violations
from tests.factories import SOURCE, make_act, make_agreement, make_document, make_institution, maker, party_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treaty(office, olga):
    """In force since the last signature, of 15 June 2019."""
    parties = [make_institution("Europol Agency", acronym="Europol"), make_institution("Ministry", acronym="SSPC")]
    agreement = make_agreement(
        office, kind="treaty", stage="signed", title="Treaty on police", parties=parties, officer=olga
    )
    for institution, on in zip(parties, ("2019-03-01", "2019-06-15"), strict=True):
        make_act(agreement, party=party_of(agreement, institution), on=on)
    terms = write_terms(EntryIntoForce(EntryMode.ON_LAST_SIGNATURE))
    clause = NewClause(kind="entry_into_force", parameters=terms, article="Art. 12")
    state_clause(by=maker(), agreement=agreement, clause=clause)
    return agreement


def test_an_officer_sees_why_it_is_in_force(page, olga, log_in, treaty):
    log_in(page, olga)
    page.goto(f"/agreements/{treaty.reference}/")
    page.get_by_role("link", name="Status and why").click()
    status = page.get_by_role("region", name="Status today")
    expect(status).to_contain_text("In force from 15 June 2019: the last signature, by Ministry")
    status.get_by_role("link", name="Signature, 15 June 2019").first.click()
    act = treaty.acts.get(date="2019-06-15")
    expect(page.locator(f"#act-{act.uid}")).to_be_in_viewport()
    bar = page.get_by_role("img", name="The agreement as a whole: ")
    expect(bar).to_have_accessible_name(
        "The agreement as a whole: Not in force until 14 June 2019; In force from 15 June 2019"
    )
    page.get_by_text("as a table").click()
    expect(page.get_by_role("table", name="Force periods")).to_contain_text("Europol Agency")


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.full)])
def test_an_officer_asks_what_the_register_knew_on_a_day(new_page, olga, log_in, treaty, scripts):
    entry = treaty.acts.get(date="2019-06-15")
    right = NewAct("signature", PartialDate.parse("2019-07-20"), source=SOURCE, party=entry.party)
    at = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    correct_act(by=Actor.person(olga, at=at), entry=entry, act=right, reason="Misread")
    page = new_page(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    log_in(page, olga)
    page.goto(f"/agreements/{treaty.reference}/")
    dates = page.get_by_role("form", name="Dates this page answers for")
    dates.get_by_label("Status on").fill("2019-07-01")
    dates.get_by_label("As the register knew it on").fill("2026-03-01")
    dates.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"/agreements/{treaty.reference}/?as_of=2019-07-01&known_on=2026-03-01", timeout=30_000)
    status = page.get_by_role("region", name="Status on 1 July 2019")
    expect(status).to_contain_text("As the register knew it on 1 March 2026")
    expect(status).to_contain_text("In force from 15 June 2019")
    page.get_by_role("link", name="Back to what the register knows now").click()
    expect(page.get_by_role("region", name="Status on 1 July 2019")).to_contain_text("Until 19 July 2019")


def test_an_officer_resolves_a_conflict_from_the_quality_page(page, olga, log_in, treaty):
    make_act(treaty, party=treaty.acts.get(date="2019-03-01").party, on="2019-03-11")
    log_in(page, olga)
    page.goto("/agreements/")
    page.get_by_role("link", name="Data quality").click()
    page.get_by_role("link", name="Sources disagree 1").click()
    page.get_by_role("link", name="Go to the acts").click()
    expect(page.get_by_role("region", name="Acts", exact=True)).to_contain_text(
        "The sources differ: Signature – Europol"
    )
    page.get_by_role("link", name="Correct Signature 2019-03-11").click()
    page.get_by_label("Day", exact=True).fill("1")
    page.get_by_label("What was wrong", exact=False).fill("The source says 1 March; 11 was a misreading")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_role("region", name="Acts", exact=True)).not_to_contain_text("The sources differ")
    page.goto("/agreements/quality/?kind=sources_disagree")
    expect(page.get_by_role("main")).to_contain_text("Nothing matches")


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.full)])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_pages_fit_the_width_and_have_no_faults_of_accessibility(new_page, olga, log_in, treaty, width, scheme):
    make_act(treaty, party=party_of(treaty), on="2019-03-11", standing="disputed")
    make_document(treaty)
    many = make_agreement(treaty.office, kind="treaty", parties=[make_institution() for _each in range(14)])
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme)
    log_in(page, olga)
    record = f"/agreements/{treaty.reference}/"
    for address in (
        record, f"{record}?known_on=2026-02-10&as_of=2019-01-01", f"{record}?known_on=2999-01-01",
        f"/agreements/{many.reference}/?party=police", "/agreements/quality/", "/agreements/quality/institutions/",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate("document.querySelectorAll('#force-over-time details').forEach((each) => (each.open = true))")
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
