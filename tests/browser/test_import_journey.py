"""An officer takes a register in: from the file to the result, and back again."""

import re

import pytest
from playwright.sync_api import expect

from agreements.models import Agreement
from exchange.actions.working import work_on
from exchange.models import ImportRun
from tests.cast import NOW
from tests.chromium import axe_violations
from tests.exchange.conftest import HEADER, ROWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _work() -> None:
    work_on(ImportRun.objects.get().pk, clock=lambda: NOW)


def test_a_register_is_checked_taken_in_and_undone(page, olga, log_in):
    log_in(page, olga)
    page.goto("/imports/")
    assert axe_violations(page) == []
    page.get_by_role("link", name="New import").click()
    content = (HEADER + ROWS + "3,,T,,,\n").encode()
    page.locator("#id_file").set_input_files({"name": "register.csv", "mimeType": "text/csv", "buffer": content})
    assert axe_violations(page) == []
    page.get_by_role("button", name="Check the file").click()
    page.get_by_label("Identifier").select_option("id")
    page.locator("#id_title").select_option("title")
    page.get_by_label("Stage they have reached").select_option("Signed")
    page.locator("#id_parties").select_option("parties")
    page.locator("#id_act_signature").select_option("signed")
    page.locator("#id_source").fill("The neighbours' register")
    page.get_by_label("Name of the mapping").fill("neighbours")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("main")).to_contain_text("Being checked")
    assert axe_violations(page) == []
    _work()
    page.get_by_role("link", name="Show the result").click(timeout=10_000)
    expect(page.get_by_role("main")).to_contain_text("Nothing is written yet")
    page.get_by_role("link", name=re.compile("^Would be refused 1")).click()
    expect(page.get_by_role("table", name="Rows")).to_contain_text("The row has no title.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Take it in").click()
    _work()
    page.reload()
    assert Agreement.objects.count() == 2
    page.get_by_role("link", name="Undo the import").click()
    expect(page.get_by_role("main")).to_contain_text("2 agreements it created are removed")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Undo the import").click()
    _work()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Removed: 2.")
