"""The site in a real browser: its policy holds, no other host is asked, narrow screens do not scroll sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Office, User
from tests.factories import make_pending_agreement, make_subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = [
    "admin:index",
    "admin:accounts_user_changelist",
    "admin:accounts_user_add",
    "admin:agreements_subject_changelist",
    "admin:agreements_agreement_changelist",
    "admin:core_historyentry_changelist",
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_pages_fit_and_break_nothing(
    new_page: Callable[..., Any],
    log_in: Callable[[Any, User], None],
    adam: User,
    office: Office,
    width: int,
    scheme: str,
) -> None:
    make_pending_agreement(office, subjects=[make_subject("arms")])
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    log_in(page, adam)

    for name in PAGES:
        page.goto(reverse(name))
        assert page.evaluate(OVERFLOW) == 0, name

    assert faults == []


def test_a_subject_is_made_with_its_names(page: Any, log_in: Callable[[Any, User], None], adam: User) -> None:
    log_in(page, adam)
    page.goto(reverse("admin:agreements_subject_add"))

    page.get_by_label("Code").fill("arms")
    page.get_by_label("English").fill("Arms")
    page.get_by_label("Español").fill("Armas")
    page.get_by_role("button", name="Save", exact=True).click()

    page.locator("#result_list").get_by_role("link", name="Arms").wait_for()
