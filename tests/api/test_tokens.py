"""Who calls: a token with its scope, or a signed-in browser."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.models import ApiToken
from core.actors import Actor
from tests.cast import PASSWORD
from tests.factories import make_agreement

BODY = {"names": [{"text": "National Guard", "language": "en"}], "kind": "gendarmerie"}


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer unknown", "Bearer \xe9", "bearer a b c", "Basic b2xnYTp4"]
)
def test_a_token_that_is_none(db, header):
    response = Client().get("/api/v1/agreements/", headers={"Authorization": header})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer realm=")


@pytest.mark.parametrize("end", ["revoked", "expired", "locked out"])
def test_a_token_that_is_no_longer_usable(calling, olga, end):
    caller = calling(olga)
    assert caller.get("agreements/").status_code == 200
    if end == "revoked":
        ApiToken.objects.update(revoked_at=timezone.now())
    elif end == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    else:
        olga.is_active = False
        olga.save(update_fields=["is_active"])
    response = caller.get("agreements/")
    assert response.status_code == 401
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_a_token_for_reading_reads_and_writes_nothing(calling, olga):
    caller = calling(olga, scope="read")
    assert caller.get("institutions/").status_code == 200
    for response in (caller.post("institutions/", BODY), caller.patch("institutions/", BODY)):
        assert response.status_code == 403
        assert response.json()["errors"][0]["code"] == "insufficient_scope"
        assert 'error="insufficient_scope"' in response["WWW-Authenticate"]


def test_a_token_for_writing_writes_and_reads(calling, olga):
    caller = calling(olga, scope="write")
    assert caller.post("institutions/", BODY).status_code == 201
    assert caller.get("institutions/").status_code == 200


def test_the_use_of_a_token_is_noted(olga):
    by = Actor.system("tests")
    token, secret = create_token(by=by, user=olga, name="Reporting")
    Client().get("/api/v1/agreements/", headers={"Authorization": f"Bearer {secret}"})
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert secret not in (token.digest, token.prefix)


def test_a_signed_in_browser_reads_and_writes_with_the_forms_secret(olga):
    browser = Client(enforce_csrf_checks=True)
    browser.login(username="olga", password=PASSWORD)
    assert browser.get("/api/v1/institutions/").status_code == 200
    without = browser.post("/api/v1/institutions/", BODY, content_type="application/json")
    assert without.status_code == 403
    assert without["Content-Type"] == "application/problem+json"
    browser.get("/api/v1/docs/")
    secret = browser.cookies["csrftoken"].value
    with_it = browser.post(
        "/api/v1/institutions/", BODY, content_type="application/json", headers={"X-CSRFToken": secret}
    )
    assert with_it.status_code == 201


def test_somebody_without_a_role_sees_what_is_public_only(calling, office, nadia):
    make_agreement(office, classification="internal")
    shown = make_agreement(office, classification="public")
    results = calling(nadia).get("agreements/").json()["results"]
    assert [each["reference"] for each in results] == [shown.reference]
