"""Driving a real Chromium. Tests that use these fixtures are marked `browser`."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_ABSENT = "no Chromium found: install it (Debian package chromium) or set CHROMIUM to its path"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine; skips the test where there is none."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(_ABSENT)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of this process; each page has a context, and so cookies, of its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open pages on the live server; options are those of a Playwright context.

    Fails the test when a page asked another host for anything or broke the Content-Security-Policy.
    """
    contexts, complaints = [], []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"locale": "en-GB", **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("request", lambda request: _note_foreign(request.url, live_server.url, complaints))
        page.on("console", lambda message: _note_breach(message.text, complaints))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, 1280 px wide."""
    return new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def axe_page(new_page: Callable[..., Page]) -> Page:
    """A page that axe can be run in: the policy that forbids foreign scripts is not applied to it."""
    return new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)


@pytest.fixture
def log_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Log a user in on a page without going through the form."""

    def log_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])

    return log_in


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong with an `axe_page` as it stands: one line each, empty when nothing."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html']})" for each in found]


def _note_foreign(url: str, own: str, complaints: list[str]) -> None:
    if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != urlsplit(own).netloc:
        complaints.append(f"asked another host: {url}")


def _note_breach(message: str, complaints: list[str]) -> None:
    if "Content Security Policy" in message or "Content-Security-Policy" in message:
        complaints.append(message)
