"""The site in a real browser: its policy holds, no other host is asked, and it can be used by everyone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Office, RoleAssignment, User
from tests.chromium import axe_violations
from tests.factories import make_pending_agreement, make_subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Any, User], None]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = [
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/office/",
    "/admin/agreements/subject/",
    "/admin/agreements/subject/add/",
    "/admin/agreements/agreement/",
    "/admin/core/historyentry/",
]


@pytest.fixture
def addresses(office: Office, olga: User) -> list[str]:
    """Lists, forms, and the page of a record to read."""
    agreement, _steps = make_pending_agreement(office, subjects=[make_subject("arms")])
    return [
        *PAGES,
        reverse("admin:accounts_office_change", args=[office.pk]),
        reverse("admin:agreements_agreement_change", args=[agreement.pk]),
    ]


@pytest.mark.full
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_pages_fit_and_break_nothing(
    new_page: Callable[..., Any], log_in: LogIn, adam: User, addresses: list[str], width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    log_in(page, adam)

    for address in addresses:
        page.goto(address)
        assert page.evaluate(OVERFLOW) == 0, address

    assert faults == []


@pytest.mark.full
def test_axe_finds_nothing_on_any_kind_of_page(axe_page: Any, log_in: LogIn, adam: User, addresses: list[str]) -> None:
    log_in(axe_page, adam)

    for address in addresses:
        axe_page.goto(address)
        assert axe_violations(axe_page) == [], address


def test_a_subject_is_made_with_its_names(page: Any, log_in: LogIn, adam: User) -> None:
    log_in(page, adam)
    page.goto(reverse("admin:agreements_subject_add"))

    page.get_by_label("Code").fill("arms")
    page.get_by_label("English").fill("Arms")
    page.get_by_label("Español").fill("Armas")
    page.get_by_role("button", name="Save", exact=True).click()

    page.locator("#result_list").get_by_role("link", name="Arms").wait_for()


def test_a_role_is_taken_away_by_keyboard(page: Any, log_in: LogIn, adam: User, office: Office, olga: User) -> None:
    log_in(page, adam)
    page.goto(reverse("admin:accounts_user_change", args=[olga.pk]))

    page.get_by_role("checkbox", name="Remove").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")

    page.locator("#result_list").wait_for()
    assert not RoleAssignment.objects.filter(user=olga).exists()


def test_on_a_narrow_screen_the_navigation_and_the_account_open_by_keyboard(
    new_page: Callable[..., Any], log_in: LogIn, adam: User
) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    log_in(page, adam)
    page.goto(reverse("admin:index"))

    page.get_by_role("button", name="Navigation").press("Enter")
    page.get_by_role("button", name=adam.full_name).press("Enter")
    page.get_by_role("button", name="Log out").press("Enter")

    page.wait_for_url("**/accounts/login/**")
