"""Relating agreements and telling what became of an institution, as people do it; the pages are accessible."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from institutions.actions.institutions import create_institution
from institutions.actions.names import NewName
from tests.chromium import axe_violations
from tests.factories import make_act, make_agreement, make_institution, make_relation, make_succession, maker, party_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treaty(office):
    return make_agreement(office, title="Treaty on police cooperation", kind="treaty", stage="closed")


def test_an_officer_relates_an_agreement_by_typing(page, office, olga, log_in, treaty):
    protocol = make_agreement(office, title="Protocol on firearms", kind="protocol")
    log_in(page, olga)
    page.goto(f"/agreements/{protocol.reference}/#family")
    page.get_by_role("link", name="Relate to another agreement").click()
    page.get_by_label("This agreement").select_option("Amends")
    box = page.get_by_label("The other agreement")
    box.press_sequentially("treaty on")
    expect(page.locator("datalist option").first).to_have_attribute("value", f"{treaty.reference} · {treaty.title}")
    page.get_by_label("From", exact=True).fill("2024-05-01")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Record the relation").click()
    family = page.get_by_role("region", name="Family", exact=True)
    expect(family.locator("[aria-current=true]")).to_have_text("Protocol on firearms")
    family.get_by_role("link", name="Treaty on police cooperation").first.click()
    expect(page.get_by_role("main")).to_contain_text("Amended by Protocol on firearms from 1 May 2024.")


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_the_family_is_accessible(page, office, olga, log_in, treaty, theme):
    protocol = make_agreement(office, title="Protocol", kind="protocol")
    make_relation(protocol, treaty, effective_on=dt.date(2024, 5, 1), source="Gazette", source_quote="amends")
    make_relation(
        make_agreement(office, title="New treaty"), treaty, kind="supersedes", effective_on=dt.date(2025, 1, 1)
    )
    relation = make_relation(make_agreement(office, title="Plan"), protocol, kind="implements")
    page.emulate_media(color_scheme=theme)
    log_in(page, olga)
    for address in (
        f"/agreements/{treaty.reference}/",
        f"/agreements/{protocol.reference}/relations/new/",
        f"/agreements/{relation.agreement.reference}/relations/{relation.uid}/edit/",
        f"/agreements/{relation.agreement.reference}/relations/{relation.uid}/remove/",
    ):
        page.goto(address)
        assert axe_violations(page) == []


def test_an_officer_tells_what_became_of_an_institution(page, office, olga, log_in):
    turn = dt.date(2009, 6, 1)
    names = [NewName("Federal Police", "en", valid_from=turn), NewName("Preventive Police", "en", valid_until=turn)]
    police = create_institution(by=maker(), names=names, kind="police", country="MX", dissolved="2019")
    guard = make_institution("National Guard", country="MX")
    make_succession(make_institution("Road Police"), police, kind="absorbed", happened="2000")
    pact = make_agreement(office, title="Old pact", stage="signed", parties=[police, make_institution("Europol")])
    make_act(pact, on="2005", party=party_of(pact, police))
    log_in(page, olga)
    page.goto(f"/institutions/{police.uid}/")
    page.get_by_role("link", name="Record a succession").click()
    page.get_by_label("What happened").select_option("Succeeded by")
    page.get_by_label("When").fill("2019")
    page.locator("[name=others-0-institution]").fill("National Guard")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Record the succession").click()
    after = page.get_by_role("table", name="What came after it")
    expect(after.get_by_role("row").nth(1)).to_contain_text("National Guard")
    assert axe_violations(page) == []
    after.get_by_role("link", name="National Guard").first.click()
    expect(page.get_by_role("table", name="What came before it")).to_contain_text("Federal Police")
    page.goto(f"/agreements/{pact.reference}/")
    expect(page.get_by_role("main")).to_contain_text("Preventive Police")
    expect(page.get_by_role("main")).to_contain_text("now Federal Police")
    assert guard
