"""Secrets generated at first use."""

import re

import pytest

from config.embedded.kept import demo_password, secret_key


@pytest.mark.parametrize("secret", [demo_password, secret_key])
def test_a_secret_stays_the_same_once_generated(secret, tmp_path):
    assert secret(tmp_path / "var") == secret(tmp_path / "var")


@pytest.mark.parametrize("secret", [demo_password, secret_key])
def test_two_checkouts_have_different_ones(secret, tmp_path):
    assert secret(tmp_path / "a") != secret(tmp_path / "b")


@pytest.mark.parametrize("secret", [demo_password, secret_key])
def test_only_the_owner_may_read_it(secret, tmp_path):
    secret(tmp_path)

    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_the_password_is_easy_to_type_and_long_enough(tmp_path):
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", demo_password(tmp_path))
