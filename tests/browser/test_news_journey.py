"""Ana reads what she was told about approvals, follows it to the step, and marks all of it as read."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.actions import change_agreement
from approvals.actions import decide_step
from core.actors import Actor
from tests.approvals.notices import tell
from tests.chromium import axe_violations
from tests.web.approvals import page_of, pending, steps_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(office, ana, hugo, olga):
    """Ana is asked about the treaty; her decision on the arrangement was undone, and its other side asks her again."""
    arrangement = pending(office, by=olga, title="Arrangement on arms", legal_basis="Article 1")
    tell(at=timezone.now())
    for step, person in zip(steps_of(arrangement), (ana, hugo), strict=True):
        decide_step(by=Actor.person(person), step=step, outcome="approved", comment="As proposed")
    change_agreement(by=Actor.person(olga), agreement=arrangement, legal_basis="Article 2")
    treaty = pending(office, by=olga, title="Treaty on transfers")
    decide_step(by=Actor.person(hugo), step=steps_of(treaty)[1], outcome="approved")
    tell(at=timezone.now())
    return treaty


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.full)])
def test_a_person_asked_reads_the_news_follows_it_and_marks_all_as_read(new_page, told, ana, log_in, width):
    page = new_page(viewport={"width": width, "height": 900})
    log_in(page, ana)
    page.goto("/approvals/")
    tab = page.get_by_role("link", name="News")
    expect(tab).to_have_text("News 3", use_inner_text=True)
    tab.click()
    expect(page.get_by_role("heading", name="News of approvals", level=1)).to_be_visible()
    expect(page.get_by_text("New", exact=True)).to_have_count(3)
    page.get_by_role("link", name="Please decide: Executive approval").first.click()
    expect(page).to_have_url(f"{page.url.split('/approvals/')[0]}{page_of(steps_of(told)[0])}")

    page.goto("/approvals/news/")
    expect(page.get_by_text("New", exact=True)).to_have_count(3)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("status").filter(has_text="All news is marked as read.")).to_be_visible()
    expect(page.get_by_text("New", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    expect(page.get_by_role("link", name="News")).to_have_text("News", use_inner_text=True)


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_news(axe_page, told, ana, log_in, theme):
    ana.__class__.objects.filter(pk=ana.pk).update(theme=theme)
    log_in(axe_page, ana)
    axe_page.goto("/approvals/news/")
    for each in axe_page.locator("details.e-folded").all():
        each.locator("summary").click()
    assert axe_violations(axe_page) == []
