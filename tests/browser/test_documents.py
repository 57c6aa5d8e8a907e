"""The journey of a document: brought by an officer, its text found, downloaded by a reader; without scripts as well."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from agreements.models import Document
from agreements.tasks import read_texts
from tests.chromium import axe_violations
from tests.factories import make_agreement, make_document
from tests.sample_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTENT = pdf("Cooperación contra el contrabando de antigüedades")
FILE = {"name": "Acuerdo año 2026.pdf", "mimeType": "application/pdf", "buffer": CONTENT}


@pytest.fixture
def agreement(office):
    return make_agreement(office, title="Working arrangement")


def bring(page, agreement, file=FILE):
    page.goto(f"/agreements/{agreement.reference}/")
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Kind").select_option("Signed copy")
    page.get_by_label("Title").fill("Signed copy in Spanish")
    page.get_by_role("group", name="The document").get_by_label("Language").select_option("Spanish")
    page.get_by_role("button", name="Add the document").click()


def test_a_document_is_brought_found_by_its_words_and_downloaded(page, olga, victor, log_in, agreement):
    log_in(page, olga)
    bring(page, agreement)
    documents = page.get_by_role("region", name="Documents", exact=True)
    expect(documents).to_contain_text("Signed copy in Spanish")
    expect(documents).to_contain_text("text is being read")
    read_texts()
    log_in(page, victor)
    page.goto("/search/?q=antiguedades")
    expect(page.get_by_role("main")).to_contain_text("Signed copy in Spanish")
    page.goto(f"/agreements/{agreement.reference}/")
    with page.expect_download() as download:
        documents.get_by_role("link", name="Signed copy in Spanish").click()
    assert download.value.suggested_filename == "Acuerdo año 2026.pdf"
    assert Path(download.value.path()).read_bytes() == CONTENT


@pytest.mark.full
def test_a_document_is_brought_without_scripts(new_page, olga, log_in, agreement):
    page = new_page(java_script_enabled=False)
    log_in(page, olga)
    bring(page, agreement)
    expect(page.get_by_role("region", name="Documents", exact=True)).to_contain_text("Signed copy in Spanish")


def test_a_page_called_pdf_is_refused_where_it_was_chosen(page, olga, log_in, agreement):
    log_in(page, olga)
    bring(page, agreement, {**FILE, "buffer": b"<html><body>Hello</body></html>"})
    expect(page.get_by_role("main")).to_contain_text("the name says PDF, the content is HTML")
    expect(page.get_by_label("Title")).to_have_value("Signed copy in Spanish")
    assert not Document.objects.exists()


@pytest.mark.full
@pytest.mark.parametrize(
    "end",
    [
        "",
        "documents/new/",
        *(pytest.param("{}/" + end, marks=pytest.mark.full) for end in ("edit/", "versions/new/", "withdraw/")),
    ],
)
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_the_pages_of_documents_are_accessible(new_page, olga, log_in, agreement, end, scheme):
    document = make_document(agreement, CONTENT, name="a.pdf", title="Signed copy")
    page = new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True, color_scheme=scheme)
    log_in(page, olga)
    page.goto(f"/agreements/{agreement.reference}/" + end.replace("{}", f"documents/{document.uid}"))
    assert axe_violations(page) == []
