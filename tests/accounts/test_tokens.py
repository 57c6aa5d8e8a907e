"""API tokens: shown once, kept as a hash, ending by themselves or at once."""

import datetime as dt
import hashlib

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.actions.tokens import LIFETIME, create_token, find_token, revoke_token
from accounts.models import ApiToken
from core.errors import NotVisible
from tests.cast import NOW, acting
from tests.expectations import invalid

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(olga) -> tuple[ApiToken, str]:
    return create_token(by=acting(olga), user=olga, name="export script")


def test_the_secret_is_given_once_and_only_its_digest_is_kept(made):
    token, secret = made
    token.refresh_from_db()
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret.startswith(token.prefix)
    assert len(token.prefix) < 10
    assert len(secret) >= 43
    assert all(secret not in str(value) for value in vars(token).values())


def test_a_token_acts_as_its_person_until_it_expires(made, olga):
    token, secret = made
    last_moment = token.expires_at - dt.timedelta(microseconds=1)
    assert find_token(secret=secret, now=last_moment).user == olga
    assert find_token(secret=secret, now=token.expires_at) is None
    assert token.expires_at == NOW + LIFETIME


@pytest.mark.parametrize("change", [str.upper, lambda secret: secret[:-1], lambda secret: secret + "x", lambda _: ""])
def test_any_other_secret_finds_nothing(made, change):
    assert find_token(secret=change(made[1]), now=NOW) is None


def test_a_revoked_token_ends_at_once_and_stays_listed(made, olga):
    token, secret = made
    revoke_token(by=acting(olga), user=olga, token_id=token.pk)
    assert find_token(secret=secret, now=NOW) is None
    assert ApiToken.objects.get().revoked_at == NOW


def test_it_is_revoked_once_and_by_its_person_only(made, olga, adam):
    token, _secret = made
    with pytest.raises(NotVisible):
        revoke_token(by=acting(adam), user=adam, token_id=token.pk)
    revoke_token(by=acting(olga), user=olga, token_id=token.pk)
    with pytest.raises(NotVisible):
        revoke_token(by=acting(olga), user=olga, token_id=token.pk)


def test_the_token_of_a_person_who_may_not_log_in_finds_nothing(made, olga):
    olga.is_active = False
    olga.save()
    assert find_token(secret=made[1], now=NOW) is None


def test_its_last_use_is_noted_once_a_minute_at_most(made):
    token, secret = made
    for seconds, noted in ((0, 0), (59, 0), (61, 61), (62, 61)):
        find_token(secret=secret, now=NOW + dt.timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == NOW + dt.timedelta(seconds=noted)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scope": "admin"}, "scope"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"lifetime": DAY - dt.timedelta(seconds=1)}, "lifetime"),
        ({"lifetime": LIFETIME + DAY}, "lifetime"),
        ({"lifetime": -DAY}, "lifetime"),
    ],
)
def test_what_cannot_be_is_no_input(olga, values, field):
    with invalid(field):
        create_token(by=acting(olga), user=olga, **{"name": "script", **values})


def test_no_two_secrets_are_the_same(olga):
    secrets = {create_token(by=acting(olga), user=olga, name="script")[1] for _each in range(20)}
    assert len(secrets) == 20


class TestTheCommand:
    """`manage.py create_token USERNAME [--scope read|write]`"""

    def test_prints_a_secret_that_works_and_nothing_else(self, olga, capsys):
        call_command("create_token", "olga", "--scope", "write")
        printed = capsys.readouterr().out
        token = find_token(secret=printed.strip(), now=timezone.now())
        assert (token.user, token.scope, printed.count("\n")) == (olga, "write", 1)

    def test_reads_only_unless_told_otherwise(self, olga, capsys):
        call_command("create_token", "olga")
        assert ApiToken.objects.get().scope == "read"

    def test_fails_for_somebody_who_is_not_there(self, db):
        with pytest.raises(CommandError, match="no active user 'nobody'"):
            call_command("create_token", "nobody")
