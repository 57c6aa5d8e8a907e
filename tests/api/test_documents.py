"""Documents through the API: sent with their file, downloaded as exactly that, refused with a problem."""

import hashlib
import io
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Document, DocumentVersion, UploadBegun
from tests.api.conftest import ROOT, codes, places
from tests.factories import make_agreement
from tests.sample_files import SENTENCE, pdf, zip_bomb

PDF = pdf(SENTENCE)


@pytest.fixture
def agreement(office):
    return make_agreement(office)


@pytest.fixture
def path(agreement):
    return f"agreements/{agreement.reference}/documents/"


def send(caller, path, content=PDF, name="acuerdo.pdf", *, headers=None, **values):
    """POST a form with a file."""
    body = {"file": SimpleUploadedFile(name, content), **values}
    return caller.client.post(ROOT + path, body, headers=headers or {})


def add(caller, path, content=PDF, name="acuerdo.pdf", **values):
    response = send(caller, path, content, name, **{"kind": "signed_copy", **values})
    assert response.status_code == 201, response.content
    return response


def test_a_document_is_sent_with_its_file_and_answered(calling, olga, agreement, path):
    caller = calling(olga)
    response = add(caller, path, title="Copia firmada", language="es", is_authentic="true", source="The depositary")
    document = response.json()
    assert (document["kind"], document["title"], document["is_authentic"]) == ("signed_copy", "Copia firmada", True)
    version = document["versions"][0]
    assert (version["number"], version["name"], version["size"]) == (1, "acuerdo.pdf", len(PDF))
    assert version["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert version["text"] == "pending"
    assert caller.get(response["Location"]).json() == document
    assert caller.get(path).json()["results"] == [document]
    assert caller.get(f"agreements/{agreement.reference}/").json()["documents"] == [document]


def test_the_file_comes_back_as_a_download(calling, olga, victor, path):
    name = "Acuerdo “final”, año 2026 (ñ).pdf"
    address = add(calling(olga), path, name=name).json()["versions"][0]["url"]
    response = calling(victor).get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert calling(victor).get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert calling(victor).get(address, headers={"Accept": "application/pdf"}).status_code == 200


def test_a_page_that_is_sent_is_not_shown_by_a_browser_that_follows_the_address(calling, olga, path):
    page = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
    address = add(calling(olga), path, page, "page.html").json()["versions"][0]["url"]
    response = calling(olga).get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_each_version_keeps_its_own_address(calling, olga, path):
    caller = calling(olga)
    created = add(caller, path)
    address = created["Location"].removeprefix("http://testserver" + ROOT)
    response = send(caller, f"{address}versions/", pdf("Dos"), note="Article 4", headers={"If-Match": created["ETag"]})
    assert response.status_code == 201
    document = response.json()
    assert [(each["number"], each["note"]) for each in document["versions"]] == [(2, "Article 4"), (1, "")]
    assert b"".join(caller.get(f"{address}content/").streaming_content) == pdf("Dos")
    assert b"".join(caller.get(f"{address}content/?version=1").streaming_content) == PDF
    assert caller.get(f"{address}content/?version=3").status_code == 404
    assert caller.get(f"{address}content/?version=x").status_code == 400
    stale = send(caller, f"{address}versions/", pdf("Tres"), headers={"If-Match": created["ETag"]})
    assert stale.status_code == 412


def test_what_is_said_of_a_document_is_changed_under_its_own_tag(calling, olga, path):
    caller = calling(olga)
    created = add(caller, path)
    address = created["Location"]
    assert caller.patch(address, {"language": "pt"}).status_code == 428
    changed = caller.patch(address, {"language": "pt", "reason": "Misread"}, if_match=created["ETag"])
    assert (changed.status_code, changed.json()["language"]) == (200, "pt")
    assert caller.patch(address, {"language": "en"}, if_match=created["ETag"]).status_code == 412
    refused = caller.patch(address, {"kind": "translation", "is_authentic": True}, if_match=changed["ETag"])
    assert (refused.status_code, places(refused)) == (400, ["#/is_authentic"])


def test_a_withdrawn_document_is_there_for_its_office_only(calling, olga, victor, aude, path):
    caller = calling(olga)
    created = add(caller, path)
    address = created["Location"]
    withdrawn = caller.post(f"{address}withdrawal/", {"reason": "Belongs elsewhere"}, if_match=created["ETag"])
    assert (withdrawn.status_code, withdrawn.json()["withdrawal_reason"]) == (200, "Belongs elsewhere")
    assert caller.get(path).json()["results"] == []
    assert calling(aude).get(f"{address}content/").status_code == 200
    assert calling(victor).get(address).status_code == 404
    assert calling(victor).get(f"{address}content/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<html><body>Hello</body></html>", "treaty.pdf", "the content is HTML"),
        (zip_bomb(30_000_000), "treaty.docx", "zip bomb"),
        (b"", "treaty.pdf", "empty"),
    ],
)
def test_a_file_that_is_not_taken_is_a_problem_with_the_file(calling, olga, path, content, name, words):
    response = send(calling(olga), path, content, name, kind="other")
    assert (response.status_code, places(response)) == (400, ["#/file"])
    assert words in response.json()["detail"]
    assert not Document.objects.exists()
    assert not UploadBegun.objects.exists()


def test_twenty_megabytes_are_a_problem_and_nothing_is_written(calling, olga, path):
    response = send(calling(olga), path, b"%PDF-1.7\n" + bytes(20_000_000), "treaty.pdf", kind="other")
    assert (response.status_code, places(response), codes(response)) == (413, ["#/file"], ["too_large"])
    assert "19.1 MB; at most 16 MB" in response.json()["detail"]
    assert response["Content-Type"] == "application/problem+json"
    assert not Document.objects.exists()


def test_a_request_far_above_the_limit_is_not_read(calling, olga, path, settings):
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("The body was read")

    response = calling(olga).client.generic(
        "POST",
        ROOT + path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.REQUEST_LIMIT + 1),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"


def test_a_full_office_is_a_problem_of_its_own(calling, olga, path, settings):
    settings.OFFICE_QUOTA = 10
    response = send(calling(olga), path, kind="other")
    assert (response.status_code, codes(response)) == (507, ["storage_full"])


def test_the_same_file_again_is_refused_with_where_it_is(calling, olga, path):
    first = add(calling(olga), path).json()
    response = send(calling(olga), path, kind="draft", name="renamed.pdf")
    assert (response.status_code, codes(response)) == (409, ["same_file"])
    assert first["id"] in response.json()["detail"]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"kind": "poem"}, "#/kind"),
        ({"kind": "other", "language": "xx"}, "#/language"),
        ({"kind": "other", "is_authentic": "perhaps"}, "#/is_authentic"),
        ({"kind": "other", "colour": "red"}, "#/colour"),
        ({}, "#/kind"),
    ],
)
def test_values_that_cannot_be_taken_are_named(calling, olga, path, values, place):
    response = send(calling(olga), path, **values)
    assert (response.status_code, places(response)) == (400, [place])


def test_a_body_without_a_file_or_of_another_type_is_a_problem(calling, olga, path):
    caller = calling(olga)
    response = caller.client.post(ROOT + path, {"kind": "other"})
    assert (response.status_code, places(response)) == (400, ["#/file"])
    assert caller.post(path, {"kind": "other"}).status_code == 415


@pytest.mark.parametrize(
    ("classification", "name", "reads", "writes"),
    [
        ("internal", "olga", 200, 201),
        ("internal", "hugo", 200, 201),
        ("internal", "victor", 200, 403),
        ("internal", "aude", 200, 403),
        ("internal", "oscar", 200, 403),
        ("internal", "nadia", 404, 404),
        ("public", "nadia", 200, 403),
        ("restricted", "hugo", 200, 201),
        ("restricted", "aude", 200, 403),
        ("restricted", "victor", 404, 404),
        ("restricted", "oscar", 404, 404),
        ("restricted", "adam", 404, 404),
    ],
)
def test_documents_are_for_those_the_agreement_is_for(calling, office, hugo, cast, classification, name, reads, writes):
    agreement = make_agreement(office, classification=classification)
    path = f"agreements/{agreement.reference}/documents/"
    address = add(calling(hugo), path)["Location"]
    caller = calling(cast[name])
    found = [caller.get(each).status_code for each in (path, address, f"{address}content/")]
    assert found == [reads] * 3
    assert send(caller, path, pdf("Two"), kind="other").status_code == writes


def test_a_document_is_found_under_its_own_agreement_only(calling, office, olga, path):
    document = add(calling(olga), path).json()
    elsewhere = make_agreement(office)
    assert calling(olga).get(f"agreements/{elsewhere.reference}/documents/{document['id']}/").status_code == 404


def test_an_act_cites_a_document(calling, olga, agreement, path):
    caller = calling(olga)
    document = add(caller, path, title="Minutes").json()
    act = {"kind": "adoption", "date": "2020", "source": "Minutes", "source_document": document["id"]}
    response = caller.post(f"agreements/{agreement.reference}/acts/", act)
    assert response.json()["source_document"] == {"id": document["id"], "title": "Minutes"}
    act["source_document"] = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"
    response = caller.post(f"agreements/{agreement.reference}/acts/", act)
    assert (response.status_code, places(response)) == (400, ["#/source_document"])


def test_a_list_of_documents_takes_the_same_queries_whatever_its_length(
    calling, olga, path, django_assert_num_queries, django_assert_max_num_queries
):
    caller = calling(olga)
    add(caller, path)
    with django_assert_max_num_queries(9) as one:
        caller.get(path)
        expected = len(one)
    for number in range(3):
        add(caller, path, pdf(f"Number {number}"))
    with django_assert_num_queries(expected):
        assert len(caller.get(path).json()["results"]) == 4
    assert DocumentVersion.objects.count() == 4
