"""Documents on the agreement's page: listed, brought, changed, withdrawn and downloaded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.actions.documents import change_document, withdraw_document
from agreements.models import Act, Document, DocumentVersion
from tests.cast import acting
from tests.factories import make_agreement, make_document
from tests.sample_files import SENTENCE, pdf
from tests.web.conftest import hidden, words_of

PDF = pdf(SENTENCE)


@pytest.fixture
def agreement(office):
    return make_agreement(office)


def page_of(agreement):
    return f"/agreements/{agreement.reference}/"


def upload(content=PDF, name="acuerdo.pdf"):
    return SimpleUploadedFile(name, content)


def new(agreement):
    return f"{page_of(agreement)}documents/new/"


def at(document, end):
    return f"{page_of(document.agreement)}documents/{document.uid}/{end}"


def test_the_page_says_where_to_bring_the_first_document(browse, agreement, olga, victor):
    assert "No document is held" in words_of(browse(victor).get(page_of(agreement)))
    assert "Add a document" not in words_of(browse(victor).get(page_of(agreement)))
    assert "Add a document" in words_of(browse(olga).get(page_of(agreement)))


def test_a_document_is_brought_and_listed(browse, agreement, olga, victor):
    sent = {"file": upload(), "kind": "authentic_text", "title": "Text", "language": "es", "source": "The depositary"}
    response = browse(olga).post(new(agreement), sent)
    assert response["Location"] == f"{page_of(agreement)}#documents"
    document = Document.objects.get()
    assert (document.is_authentic, document.source) == (True, "The depositary")
    words = words_of(browse(victor).get(page_of(agreement)))
    assert "Text Authentic text · PDF" in words
    assert "text is being read" in words
    assert "Spanish Version 1" in words


def test_a_file_that_is_not_taken_keeps_what_was_typed(browse, agreement, olga):
    sent = {"file": upload(b"<html><body>x</body></html>"), "kind": "draft", "title": "My draft"}
    response = browse(olga).post(new(agreement), sent)
    assert response.status_code == 422
    assert "the name says PDF, the content is HTML" in words_of(response)
    assert 'value="My draft"' in response.content.decode()
    assert "<title>Error:" in " ".join(response.content.decode().split())


def test_twenty_megabytes_are_refused_on_the_form_which_keeps_what_was_typed(browse, agreement, olga):
    sent = {"file": upload(b"%PDF-1.7\n" + bytes(20_000_000)), "kind": "draft", "title": "My draft"}
    response = browse(olga).post(new(agreement), sent)
    assert response.status_code == 413
    assert "The file has 19.1 MB; at most 16 MB are taken." in words_of(response)
    assert 'value="My draft"' in response.content.decode()
    assert not Document.objects.exists()


def test_a_request_far_above_the_limit_gets_a_page(browse, agreement, olga, settings):
    settings.REQUEST_LIMIT = 1000
    response = browse(olga).post(new(agreement), {"file": upload(bytes(2000)), "kind": "draft"})
    assert response.status_code == 413
    assert "That is too large" in words_of(response)


def test_a_form_without_a_file_asks_for_one(browse, agreement, olga):
    response = browse(olga).post(new(agreement), {"kind": "draft"})
    assert response.status_code == 422
    assert "Choose a file." in words_of(response)


def test_the_same_file_again_says_where_it_is(browse, agreement, olga):
    make_document(agreement, PDF, name="a.pdf", title="Signed copy")
    response = browse(olga).post(new(agreement), {"file": upload(), "kind": "draft"})
    assert response.status_code == 422
    assert "it is version 1 of “Signed copy”" in words_of(response)


def test_a_new_version_holds_and_the_earlier_one_stays(browse, agreement, olga, victor):
    document = make_document(agreement, PDF, name="a.pdf", title="Signed copy")
    response = browse(olga).post(at(document, "versions/new/"), {"file": upload(pdf("Dos")), "note": "Article 4"})
    assert response.status_code == 302
    words = words_of(browse(victor).get(page_of(agreement)))
    assert "Version 2" in words
    assert "Article 4" in words
    assert "1 earlier version" in words
    client = browse(victor)
    assert b"".join(client.get(at(document, "file/")).streaming_content) == pdf("Dos")
    assert b"".join(client.get(at(document, "file/1/")).streaming_content) == PDF
    assert client.get(at(document, "file/3/")).status_code == 404


def test_what_is_said_of_a_document_is_changed(browse, agreement, olga):
    document, client = make_document(agreement, title="Old"), browse(olga)
    page = client.get(at(document, "edit/"))
    sent = {"kind": "draft", "title": "New", "reason": "Clearer", **hidden(page, "version", "seen", "opened")}
    assert client.post(at(document, "edit/"), sent).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.kind) == ("New", "draft")


def test_two_people_at_once_lose_nothing(browse, agreement, olga, otto):
    document, client = make_document(agreement, title="Old"), browse(olga)
    page = client.get(at(document, "edit/"))
    change_document(by=acting(otto), document=document, title="Otto's", language="pt")
    sent = {"kind": "other", "title": "Olga's", **hidden(page, "version", "seen", "opened")}
    response = client.post(at(document, "edit/"), sent)
    assert response.status_code == 409
    words = words_of(response)
    assert "Otto's" in words
    assert 'value="Olga&#x27;s"' in response.content.decode()


def test_a_withdrawn_document_is_listed_apart_for_those_who_may_see_it(browse, agreement, olga, aude, victor):
    document = make_document(agreement, title="Letter")
    response = browse(olga).post(at(document, "withdraw/"), {"reason": "Belongs elsewhere"})
    assert response.status_code == 302
    assert "1 withdrawn document Letter" in words_of(browse(aude).get(page_of(agreement)))
    assert "Letter" not in words_of(browse(victor).get(page_of(agreement))).split("History")[0]
    assert browse(aude).get(at(document, "file/")).status_code == 200
    assert browse(victor).get(at(document, "file/")).status_code == 404


@pytest.mark.parametrize("end", ["edit/", "versions/new/", "withdraw/"])
def test_the_forms_are_for_those_who_keep_the_agreement(browse, agreement, olga, victor, nadia, end):
    document = make_document(agreement)
    assert browse(olga).get(at(document, end)).status_code == 200
    assert browse(victor).get(at(document, end)).status_code == 403
    assert browse(nadia).get(at(document, end)).status_code == 404
    withdraw_document(by=acting(olga), document=document, reason="Not needed")
    assert browse(olga).get(at(document, end)).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("hugo", 200), ("aude", 200), ("victor", 404), ("oscar", 404), ("adam", 404)]
)
def test_a_restricted_agreements_file_is_there_for_its_readers_only(browse, office, cast, name, status):
    document = make_document(make_agreement(office, classification="restricted"))
    assert browse(cast[name]).get(at(document, "file/")).status_code == status


def test_a_download_is_no_place_for_those_not_signed_in(client, agreement):
    document = make_document(agreement)
    assert client.get(at(document, "file/")).status_code == 302


def test_a_download_is_an_attachment_that_nothing_runs_in(browse, agreement, victor):
    document = make_document(agreement, b"<html><script>x</script></html>", name="página.html")
    response = browse(victor).get(at(document, "file/"))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''p%C3%A1gina.html"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-cache"
    again = browse(victor).get(at(document, "file/"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_an_act_names_the_document_that_is_its_source(browse, agreement, olga, victor):
    document, client = make_document(agreement, title="Minutes of the board"), browse(olga)
    address = f"{page_of(agreement)}acts/new/"
    sent = {
        "kind": "adoption", "party": "", "date_day": "", "date_month": "", "date_year": "2020", "standing": "reported",
        "source": "Minutes", "source_document": str(document.uid),
        **hidden(client.get(address), "version", "seen", "opened"),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert Act.objects.get().source_document == document
    assert "Held here as Minutes of the board" in words_of(browse(victor).get(page_of(agreement)))


def test_the_card_takes_the_same_queries_whatever_the_number_of_documents(
    browse, agreement, victor, django_assert_num_queries, django_assert_max_num_queries
):
    client = browse(victor)
    make_document(agreement, b"one")
    with django_assert_max_num_queries(60) as one:
        client.get(page_of(agreement))
        expected = len(one)
    for number in range(3):
        make_document(agreement, f"another {number}".encode())
    with django_assert_num_queries(expected):
        client.get(page_of(agreement))
    assert DocumentVersion.objects.count() == 4
