"""The page of one's own API tokens."""

import datetime as dt
import re

import pytest

from accounts.actions.tokens import create_token, find_token
from accounts.models import ApiToken
from tests.cast import NOW, PASSWORD, acting

PAGE = "/account/tokens/"
ASKED = {"name": "Case system", "scope": "write", "days": "30"}


@pytest.fixture
def olga_in(client, olga):
    client.login(username="olga", password=PASSWORD)
    return client


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_a_new_token_is_shown_once_works_and_is_never_shown_again(olga_in, olga):
    response = olga_in.post(PAGE, ASKED)
    secret = re.search(r'id="secret">(ent_[\w-]+)<', response.content.decode())[1]
    token = ApiToken.objects.get(user=olga)
    assert find_token(secret=secret, now=token.created_at) == token
    assert (token.scope, token.expires_at - token.created_at) == ("write", dt.timedelta(days=30))
    assert "no-store" in response["Cache-Control"]
    assert secret not in olga_in.get(PAGE).content.decode()


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("scope", "root"), ("days", "100000"), ("days", "x")])
def test_a_token_that_cannot_be_is_refused_at_its_field(olga_in, field, value):
    response = olga_in.post(PAGE, ASKED | {field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not ApiToken.objects.exists()


def test_ones_own_token_is_revoked_by_a_button_not_by_a_link(olga_in, olga):
    token, _secret = create_token(by=acting(olga), user=olga, name="Mine")
    assert olga_in.get(f"{PAGE}{token.pk}/revoke/").status_code == 405
    assert olga_in.post(f"{PAGE}{token.pk}/revoke/")["Location"] == PAGE
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_tokens_of_others_are_neither_shown_nor_revoked(olga_in, hugo):
    token, _secret = create_token(by=acting(hugo), user=hugo, name="Of Hugo")
    assert "Of Hugo" not in olga_in.get(PAGE).content.decode()
    assert olga_in.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_the_state_of_each_token_is_said_in_words(olga_in, olga):
    create_token(by=acting(olga, at=NOW - dt.timedelta(days=9999)), user=olga, name="Old")
    assert "Expired" in olga_in.get(PAGE).content.decode()
