"""The published OpenAPI document and the page that shows it."""

import io

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from core.api.documentation import published_schema
from tests.factories import make_agreement

OPERATIONS = {
    (path, method): operation
    for path, item in published_schema()["paths"].items()
    for method, operation in item.items()
    if method in ("get", "post", "patch", "put", "delete")
}


def test_it_is_valid_openapi_3_1_without_a_warning():
    GENERATOR_STATS.reset()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("wanted", "accept", "kind"),
    [
        ("", "*/*", "application/json"),
        ("", "application/json", "application/json"),
        ("", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("", "application/yaml", "application/yaml"),
        ("?format=json", "text/html", "application/json"),
        ("?format=yaml", "*/*", "application/yaml"),
    ],
)
def test_it_is_read_by_anyone_as_json_or_yaml(db, wanted, accept, kind):
    response = Client().get(f"/api/v1/schema/{wanted}", headers={"Accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == kind
    document = response.json() if "json" in kind else yaml.safe_load(response.content)
    assert document["info"]["title"] == "Entente"
    assert "/api/v1/agreements/{reference}/transitions/" in document["paths"]


def test_what_is_sent_is_valid_too(db):
    document = Client().get("/api/v1/schema/").json()
    validate_schema(document)
    assert document["openapi"].startswith("3.1")


def test_another_format_is_not_to_be_had(db):
    assert Client().get("/api/v1/schema/", headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation["operationId"])
def test_every_operation_is_described_and_says_which_problems_there_are(operation):
    assert operation["description"]
    assert operation["tags"]
    assert {"400", "401", "4XX"} <= set(operation["responses"])
    for status, response in operation["responses"].items():
        if status.startswith("4"):
            assert list(response["content"]) == ["application/problem+json"]
    if "requestBody" in operation:
        (body,) = operation["requestBody"]["content"].values()
        assert body["examples"]


def test_names_of_operations_are_unique():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names)) > 30


def needs_a_version(path, method):
    return method in ("patch", "put", "delete") or (path.endswith("/transitions/") and method == "post")


@pytest.mark.parametrize("key", [key for key in OPERATIONS if needs_a_version(*key)])
def test_changes_need_if_match(key):
    needed = [each["name"] for each in OPERATIONS[key]["parameters"] if each.get("required")]
    assert "If-Match" in needed
    assert {"412", "428"} <= set(OPERATIONS[key]["responses"])


@pytest.mark.browser
def test_the_page_shows_every_operation_and_calls_one(office, olga, page, log_in):
    """The page's fixture fails on a request to another host and on a breach of the policy."""
    agreement = make_agreement(office)
    log_in(page, olga)
    page.goto("/api/v1/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == len(OPERATIONS)
    block = page.locator("#operations-agreements-listAgreements")
    block.locator("button").first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table").get_by_text(agreement.reference).first.wait_for()
