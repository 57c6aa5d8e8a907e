"""The theme's scripts get what they need and no more, on the administration site alone."""

import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def policy_of(client: Client, address: str) -> dict[str, str]:
    header = client.get(address).headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_the_site_allows_evaluation_and_style_attributes_and_nothing_else(as_adam: Client) -> None:
    policy = policy_of(as_adam, "/admin/")

    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["style-src-attr"] == "'unsafe-inline'"
    assert policy["default-src"] == "'self'"
    assert "style-src" not in policy


def test_other_pages_allow_neither(as_adam: Client) -> None:
    policy = policy_of(as_adam, reverse("accounts:preferences"))

    assert "unsafe" not in str(policy)


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/", "/admin/agreements/subject/add/"])
def test_a_page_carries_no_script_or_style_of_its_own_and_names_no_other_host(as_adam: Client, address: str) -> None:
    page = as_adam.get(address).content.decode()

    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert "<style" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
