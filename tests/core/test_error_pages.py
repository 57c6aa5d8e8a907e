"""Every error is a page that says what to do, in the design, whatever failed."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from core.errors import InvalidInput, NotAllowed, NotVisible, Refused
from core.refusals import Refusal
from core.web import errors
from tests.cast import PASSWORD
from tests.frame import frame_urls

FAILURES = {
    "bad": BadRequest("That cannot be read."),
    "forbidden": PermissionDenied("Only an officer may."),
    "missing": Http404("secret name"),
    "not-allowed": NotAllowed("You are not its officer."),
    "not-visible": NotVisible("secret name"),
    "invalid": InvalidInput({"stage": ["There is no such stage <b>."]}),
    "refused": Refused(Refusal("text", "The text is not agreed."), Refusal("party", "A party is missing.")),
    "broken": RuntimeError("secret detail"),
}


def _fail(request, how):
    raise FAILURES[how]


urlpatterns = [
    path("fail/<str:how>/", _fail),
    path("api/fail/<str:how>/", _fail),
    path("post/", lambda request: HttpResponse("taken")),
    *frame_urls,
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.server_error,
)

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def reader(olga):
    client = Client(raise_request_exception=False)
    client.login(username="olga", password=PASSWORD)
    return client


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("bad", 400, "That cannot be read."),
        ("forbidden", 403, "Only an officer may."),
        ("missing", 404, "There is no such page"),
        ("not-allowed", 403, "You are not its officer."),
        ("not-visible", 404, "There is no such page"),
        ("invalid", 400, "There is no such stage &lt;b&gt;."),
        ("refused", 409, "The text is not agreed. A party is missing."),
        ("broken", 500, "Something went wrong on our side"),
    ],
)
def test_a_failure_is_a_page_that_says_what_happened(reader, how, status, said):
    response = reader.get(f"/fail/{how}/")
    page = response.content.decode()
    assert response.status_code == status
    assert said in page
    assert "secret" not in page
    assert page.count("<h1") == 1
    assert response["X-Request-ID"] in page


def test_what_is_hidden_reads_like_what_does_not_exist(reader):
    pages = [reader.get(f"/fail/{how}/") for how in ("missing", "not-visible")]
    hidden, missing = (
        page.content.decode().replace(page["X-Request-ID"], "").replace("not-visible", "missing") for page in pages
    )
    assert _without_secrets(hidden) == _without_secrets(missing)


def _without_secrets(page):
    return [line for line in page.splitlines() if "csrf" not in line.lower()]


def test_the_page_of_a_broken_server_reads_no_database(reader):
    request = reader.get("/fail/missing/").wsgi_request
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = errors.server_error(request)
    assert response.status_code == 500
    assert len(queries) == 0


@pytest.mark.parametrize(("how", "status"), [("missing", 404), ("bad", 400), ("forbidden", 403), ("broken", 500)])
def test_addresses_of_the_api_answer_as_problem_documents(reader, how, status):
    response = reader.get(f"/api/fail/{how}/")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (response.json()["status"], response.json()["instance"]) == (status, f"/api/fail/{how}/")
    assert "secret" not in response.content.decode()


def test_a_form_without_its_secret_is_explained(olga):
    client = Client(enforce_csrf_checks=True)
    client.force_login(olga)
    response = client.post("/account/preferences/", {"full_name": "X"})
    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


def test_a_nul_byte_is_refused_before_anything_is_read(reader):
    assert reader.get("/post/?q=%00").status_code == 400


def test_errors_are_said_in_the_readers_language(client, db):
    assert '<html lang="es"' in client.get("/nowhere/", headers={"accept-language": "es"}).content.decode()
