"""Whatever fails, the answer is a problem document (RFC 9457) that says what and where."""

import pytest
from django.test import Client

from tests.factories import make_agreement

MEMBERS = {"type", "title", "status", "detail", "instance", "errors"}


def problem_of(response, status):
    """The document, after checking what holds for every one."""
    document = response.json()
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(document) == MEMBERS
    assert document["status"] == status
    assert document["type"].startswith("urn:entente:problem:")
    assert document["title"]
    assert document["detail"]
    assert document["instance"].startswith("/api/")
    for fault in document["errors"]:
        assert fault["detail"]
        assert fault["code"]
    return document


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v2/agreements/", "/api/v1/nothing"])
@pytest.mark.parametrize("method", ["get", "post", "patch", "put", "delete"])
def test_an_unknown_address(calling, olga, path, method):
    client = calling(olga).client
    assert problem_of(getattr(client, method)(path), 404)["instance"] == path


def test_an_unknown_address_needs_no_token(db):
    problem_of(Client().get("/api/v1/nothing/"), 404)


def test_a_missing_last_slash_is_told_keeping_method_and_body(calling, olga):
    client = calling(olga).client
    response = client.post("/api/v1/agreements?x=1", {}, content_type="application/json")
    assert (response.status_code, response["Location"]) == (308, "/api/v1/agreements/?x=1")


@pytest.mark.parametrize(
    "path",
    [
        "agreements/NONE-1/",
        "agreements/NONE-1/acts/",
        "agreements/NONE-1/history/",
        "agreements/%00/",
        "agreements/%ED%A0%80/",
        "institutions/6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01/",
        "institutions/not-an-id/",
        "institutions/99999999999999999999/",
        "memberships/6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01/",
        f"programmes/{'a' * 5000}/",
    ],
)
def test_a_record_there_is_not(calling, olga, path):
    response = calling(olga).get(path)
    problem_of(response, 400 if "%00" in path else 404)


def test_nobody_is_told_how_to_identify_themselves(calling):
    response = calling(None).get("agreements/")
    problem_of(response, 401)
    assert response["WWW-Authenticate"] == 'Bearer realm="entente"'


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "agreements/X-1/", "GET, PATCH, HEAD, OPTIONS"),
        ("put", "agreements/X-1/", "GET, PATCH, HEAD, OPTIONS"),
        ("delete", "agreements/", "GET, POST, HEAD, OPTIONS"),
        ("post", "agreements/X-1/history/", "GET, HEAD, OPTIONS"),
        ("put", "memberships/", "GET, POST, HEAD, OPTIONS"),
        ("get", "agreements/X-1/approvals/6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01/decisions/", "POST, OPTIONS"),
    ],
)
def test_a_method_there_is_not(calling, olga, method, path, allowed):
    response = getattr(calling(olga).client, method)(f"/api/v1/{path}")
    problem_of(response, 405)
    assert set(response["Allow"].split(", ")) == set(allowed.split(", "))


def test_options_says_which_methods_there_are(calling, olga):
    response = calling(olga).client.options("/api/v1/agreements/")
    assert response.status_code == 204
    assert set(response["Allow"].split(", ")) == {"GET", "POST", "HEAD", "OPTIONS"}


def test_a_format_there_is_not(calling, olga):
    problem_of(calling(olga).get("agreements/", headers={"Accept": "text/html"}), 406)
    assert calling(olga).get("agreements/", headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/xml"])
def test_a_body_in_another_format(calling, olga, kind):
    response = calling(olga).client.post("/api/v1/institutions/", b"kind=police", content_type=kind)
    problem_of(response, 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"kind": NaN}',
        b'{"kind": "\xff"}',
        b'{"kind": "\\ud800"}',
        b"\xff\xfe{\x00}\x00",
        b"[" * 5000 + b"]" * 5000,
        b"[" * 100 + b"]" * 100,
        b'{"names": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)
def test_a_body_that_cannot_be_read(calling, olga, body):
    response = calling(olga).client.post("/api/v1/institutions/", body, content_type="application/json")
    problem_of(response, 400)


@pytest.mark.parametrize("body", [b"null", b"[]", b"5", b'"text"', b"true", b"[{}]", b"{}"])
def test_a_body_of_another_type(calling, olga, body):
    response = calling(olga).client.post("/api/v1/institutions/", body, content_type="application/json")
    assert problem_of(response, 400)["errors"]


def test_a_body_that_is_too_large(calling, olga, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = calling(olga).client.post("/api/v1/institutions/", b'"' + b"a" * 2000 + b'"', "application/json")
    problem_of(response, 413)


def test_a_nul_character_is_told_with_its_place(calling, olga):
    body = {"names": [{"text": "a\x00b"}], "kind": "police"}
    document = problem_of(calling(olga).post("institutions/", body), 400)
    assert document["errors"][0]["pointer"] == "#/names/0/text"
    problem_of(calling(olga).post("institutions/", {"a\x00": 1}), 400)


def test_nul_in_a_parameter(calling, olga):
    problem_of(calling(olga).client.get("/api/v1/agreements/?q=%00"), 400)
    problem_of(calling(olga).client.get("/api/v1/agreements/?%00=1"), 400)


def test_a_pointer_names_odd_members_as_rfc_6901_does(calling, olga):
    document = problem_of(calling(olga).post("institutions/", {"a/b~c d": 1}), 400)
    assert document["errors"][0]["pointer"] == "#/a~1b~0c%20d"


def test_a_fault_of_ours(calling, office, olga, monkeypatch):
    agreement = make_agreement(office)

    def fail(*_arguments):
        raise RuntimeError("secret")

    monkeypatch.setattr("agreements.api.views.history_roots", fail)
    response = calling(olga).get(f"agreements/{agreement.reference}/history/")
    document = problem_of(response, 500)
    assert "secret" not in response.content.decode()
    assert document["title"] == "Something went wrong on our side"


def test_titles_and_sentences_are_in_the_language_asked_for(calling, olga):
    response = calling(olga).get("agreements/NONE-1/", headers={"Accept-Language": "es"})
    assert response["Content-Language"] == "es"
    problem_of(response, 404)
