"""Hugo goes away and says so; Ana decides for him, and both names stand."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from approvals.actions import delegate_decisions, record_absence
from core.actors import Actor
from tests.chromium import axe_violations
from tests.factories import make_agreement, make_case, make_institution, make_step, submit
from tests.web.approvals import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/approvals/substitutes/", "/approvals/substitutes/delegate/", "/approvals/substitutes/absence/")


@pytest.fixture
def week() -> dict[str, dt.date]:
    today = timezone.localdate()
    return {"first_day": today, "last_day": today + dt.timedelta(days=6)}


def test_the_deputy_of_who_is_away_decides_and_both_are_named(new_page, office, otto, hugo, ana, log_in, week):
    agreement = make_agreement(office, title="Working arrangement", stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject, make_institution("Ministry")), responsible=hugo)
    submit(agreement.approval_subject, by=Actor.person(otto))

    away = new_page(viewport={"width": 1280, "height": 900})
    log_in(away, hugo)
    away.goto("/approvals/substitutes/")
    away.get_by_role("link", name="Record an absence").click()
    away.get_by_label("From").fill(week["first_day"].isoformat())
    away.get_by_label("Until and including").fill(week["last_day"].isoformat())
    away.get_by_label("Deputy").fill("ana")
    away.get_by_role("button", name="Record it").click()
    expect(away.get_by_role("region", name="Absences")).to_contain_text("Meanwhile Ana Approver is asked.")

    deputy = new_page(viewport={"width": 1280, "height": 900})
    log_in(deputy, ana)
    deputy.goto("/approvals/")
    deputy.locator(f"a[href='{page_of(step)}']").first.click()
    expect(deputy.get_by_text("Ana Approver for Hugo Head, who is away").first).to_be_visible()
    deputy.get_by_role("radio", name="Approve", exact=False).first.check()
    deputy.get_by_role("button", name="Record the decision", exact=True).click()
    expect(deputy.get_by_role("status").filter(has_text="Recorded:")).to_be_visible()
    deputy.goto(f"/agreements/{agreement.reference}/")
    both = deputy.get_by_text("Ana Approver on behalf of Hugo Head").first
    deputy.locator("details", has=both).last.locator("summary").first.click()
    expect(both).to_be_visible()


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_have_no_barrier(axe_page, hugo, ana, otto, log_in, week, theme):
    by = Actor.person(hugo)
    hugo.__class__.objects.filter(pk=hugo.pk).update(theme=theme)
    delegate_decisions(by=by, delegate=ana, subject_kinds=["activity"], reason="Leave", **week)
    delegate_decisions(by=Actor.person(otto), delegate=hugo, **week)
    record_absence(by=by, user=hugo, **week)
    log_in(axe_page, hugo)
    for address in PAGES:
        axe_page.goto(address)
        assert axe_violations(axe_page) == [], address
