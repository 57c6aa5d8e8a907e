"""The journeys of somebody who looks for something."""

import io

import pytest
from django.core.files import File
from playwright.sync_api import expect

from agreements.actions.document_files import NewFile
from agreements.actions.document_texts import read_next_text
from agreements.actions.documents import NewDocument, add_document
from core.actors import Actor
from institutions.actions.names import NewName
from tests.cast import acting
from tests.chromium import axe_violations
from tests.factories import make_activity, make_agreement, make_institution, make_programme
from tests.sample_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def arrangement(office, olga):
    """A working arrangement with a text in PDF, and what else has something to do with it."""
    europol = make_institution("Europol", kind="eu_agency", aliases=["European Police Office"])
    names = [NewName("Secretaría de Seguridad y Protección Ciudadana", "es")]
    sspc = make_institution("Ministry of Security", country="MX", acronym="SSPC", aliases=["SSCP"], names=names)
    agreement = make_agreement(
        office,
        titles={"en": "Working arrangement establishing cooperative relations", "es": "Acuerdo de trabajo"},
        summary="Exchange of specialist knowledge and general situation reports between the parties.",
        parties=[europol, sspc],
        officer=olga,
    )
    add_document(
        by=acting(olga),
        agreement=agreement,
        document=NewDocument(kind="signed_copy", title="Signed copy", language="en"),
        file=NewFile(
            content=File(io.BytesIO(pdf("Clandestine manufacture of ammunition")), name="a.pdf"), name="a.pdf"
        ),
    )
    while read_next_text(by=Actor.system("tests")):
        pass
    make_activity(office, title="Workshop on cooperative relations with Europol")
    make_programme("el-paccto", names={"en": "EL PAcCTO"})
    return agreement


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.full)])
def test_an_officer_finds_an_agreement_by_a_misspelt_party(new_page, olga, log_in, arrangement, scripts):
    page = new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    log_in(page, olga)
    page.goto("/")
    page.get_by_role("search", name="The whole register").first.get_by_role("searchbox").fill("Europool")
    page.keyboard.press("Enter")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Did you mean europol")
    main.get_by_role("link", name="Agreements 1").click()
    main.get_by_role("link", name="Working arrangement establishing").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Working arrangement")


def test_an_officer_finds_an_agreement_by_words_inside_a_pdf(page, olga, log_in, arrangement):
    log_in(page, olga)
    page.goto("/search/?q=manufacturing+clandestine")
    hit = page.get_by_role("main").get_by_role("listitem").filter(has_text="Signed copy")
    expect(hit.locator("mark").first).to_have_text("Clandestine")
    hit.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Working arrangement")


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
@pytest.mark.parametrize(
    "query",
    [
        "?q=europol",
        "?q=-x",
        *(
            pytest.param(query, marks=pytest.mark.full)
            for query in ("", "?q=Europool", "?q=zzz", "?q=europol&type=agreement")
        ),
    ],
)
def test_no_state_of_the_page_has_faults_of_accessibility(new_page, olga, log_in, arrangement, theme, query):
    page = new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True, color_scheme=theme)
    log_in(page, olga)
    page.goto(f"/search/{query}")
    assert axe_violations(page) == []


def test_nothing_scrolls_sideways_on_the_smallest_screen(new_page, olga, log_in, arrangement):
    page = new_page(viewport={"width": 320, "height": 640})
    log_in(page, olga)
    page.goto("/search/?q=europol")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
