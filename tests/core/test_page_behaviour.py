"""What pages do in a browser beyond HTML: sent once, focus kept, changes announced, nothing typed lost."""

import pytest
from django import forms
from django.http import HttpResponse, HttpResponseServerError
from django.template import RequestContext, Template
from django.urls import path
from playwright.sync_api import expect

from tests.chromium import axe_violations
from tests.frame import frame_urls

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]

SENT = []
PAGE = """{% extends "base.html" %}{% block title %}Page{% endblock %}{% block content %}
{% cotton page-header title="Page" %}{% endcotton %}
{% cotton form :form="form" submit="Save" %}{% endcotton %}
<div id="part" data-region>
  <button id="swap" class="btn btn-secondary" hx-get="/part/" hx-target="#part" hx-swap="outerHTML">Swap</button>
  <button id="fail" class="btn btn-secondary" hx-get="/fail/" hx-target="#part">Fail</button>
</div>
{% endblock %}"""
PART = '<div id="part" data-region data-announce="3 agreements"><h2>Found</h2><p>News</p></div>'


class NoteForm(forms.Form):
    """Some of each."""

    note = forms.CharField(label="Note", widget=forms.Textarea)
    day = forms.ChoiceField(label="Day", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(label="Several", choices=[("x", "X"), ("y", "Y")], required=False)


def _page(request):
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        SENT.append(request.POST.get("note"))
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": form})))


urlpatterns = [
    path("", _page),
    path("part/", lambda request: HttpResponse(PART)),
    path("fail/", lambda request: HttpResponseServerError("broken")),
    *frame_urls,
]


@pytest.fixture(autouse=True)
def _nothing_sent():
    SENT.clear()


@pytest.fixture
def olga_page(page, log_in, olga):
    log_in(page, olga)
    page.goto("/?q=x")
    return page


def test_a_double_click_sends_once(olga_page):
    olga_page.fill("#id_note", "once")
    olga_page.dblclick("main button[type=submit]:has-text('Save')")
    olga_page.wait_for_selector(".e-error-summary")
    assert SENT == ["once"]


def test_a_form_with_errors_has_the_focus_on_its_summary_which_leads_to_the_field(olga_page):
    olga_page.click("text=Save")
    olga_page.wait_for_selector(".e-error-summary:focus")
    assert olga_page.title().startswith("Error: ")
    olga_page.click(".e-error-summary a >> nth=1")
    assert olga_page.evaluate("document.activeElement.id") == "id_day_0"


def test_changing_the_language_keeps_page_query_and_everything_typed(olga_page):
    olga_page.fill("#id_note", "A long comment,\nin two lines")
    olga_page.check("#id_day_1")
    olga_page.select_option("#id_several", ["y"])
    olga_page.click("header button[value=es]")
    olga_page.wait_for_selector("html[lang=es]")
    assert olga_page.url.endswith("/?q=x")
    expect(olga_page.locator("#id_note")).to_have_value("A long comment,\nin two lines")
    assert olga_page.is_checked("#id_day_1")
    assert olga_page.evaluate("[...document.querySelector('#id_several').selectedOptions].map(o => o.value)") == ["y"]


def test_a_swap_is_announced_and_takes_the_focus_that_would_be_lost(olga_page):
    olga_page.focus("#swap")
    olga_page.keyboard.press("Enter")
    expect(olga_page.locator("#announcer")).to_have_text("3 agreements")
    assert olga_page.evaluate("document.activeElement.textContent") == "Found"


def test_a_failed_request_is_said_on_the_page_and_aloud(olga_page):
    olga_page.click("#fail")
    olga_page.wait_for_selector("#messages .e-tone-danger")
    expect(olga_page.locator("#announcer")).to_contain_text("That did not work")


def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(olga_page):
    menu = olga_page.locator("details[data-menu]:visible")
    first = menu.locator(".e-menu-item").first
    menu.locator("summary").focus()
    olga_page.keyboard.press("Enter")
    olga_page.keyboard.press("Tab")
    expect(first).to_be_focused()
    olga_page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    assert olga_page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(olga_page):
    olga_page.keyboard.press("Tab")
    olga_page.keyboard.press("Enter")
    assert olga_page.evaluate("document.activeElement.id") == "main"


def test_everything_works_without_scripts(new_page, log_in, olga):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    log_in(page, olga)
    page.goto("/")
    page.click("header summary:visible")
    page.locator("header nav a:visible >> nth=1").wait_for()
    page.fill("#id_note", "plain")
    page.keyboard.press("Escape")
    page.locator("text=Save").click(force=True)
    page.wait_for_selector(".e-error-summary")
    assert SENT == ["plain"]


@pytest.mark.parametrize("address", ["/", "/account/preferences/", "/account/tokens/", "/accounts/password/change/"])
def test_pages_are_accessible_in_both_themes_and_never_scroll_sideways(axe_page, log_in, olga, address):
    log_in(axe_page, olga)
    for scheme in ("light", "dark"):
        axe_page.emulate_media(color_scheme=scheme)
        axe_page.goto(address)
        for width in (320, 1280):
            axe_page.set_viewport_size({"width": width, "height": 800})
            assert axe_page.evaluate("document.documentElement.scrollWidth") <= width
            assert axe_violations(axe_page) == [], (scheme, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_in_with_its_errors_is_accessible(axe_page, db, scheme):
    axe_page.set_viewport_size({"width": 360, "height": 740})
    axe_page.emulate_media(color_scheme=scheme)
    axe_page.goto("/accounts/login/")
    assert axe_violations(axe_page) == []
    axe_page.fill("#id_login", "nobody")
    axe_page.fill("#id_password", "nothing")
    axe_page.click("main button[type=submit]")
    axe_page.wait_for_selector(".e-error-summary")
    assert axe_violations(axe_page) == []
