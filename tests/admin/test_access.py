"""Administrators get in, by the log-in everyone uses; nobody else does."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ADDRESSES = ["/admin/", "/admin/accounts/user/", "/admin/agreements/agreement/", "/admin/jsi18n/", "/admin/search/?s=a"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_is_sent_to_the_log_in_and_comes_back(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login") + "?next=/admin/")
    assert answer.templates[0].name == "account/login.html"


@pytest.mark.parametrize("name", ["olga", "hugo", "ana", "victor", "aude", "oscar", "nadia"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_is_no_administrator_is_told_that_this_is_not_theirs(
    client: Client, cast: dict[str, User], name: str, address: str
) -> None:
    client.force_login(cast[name])

    assert client.get(address).status_code == 403


def test_a_member_of_staff_without_the_administrators_rights_gets_in_nowhere(client: Client) -> None:
    client.force_login(make_person("half", is_staff=True))

    assert client.get("/admin/").status_code == 403


def test_an_administrator_gets_in(as_adam: Client) -> None:
    assert as_adam.get("/admin/").status_code == 200


def test_logging_out_there_is_logging_out(as_adam: Client) -> None:
    as_adam.post(reverse("admin:logout"))

    assert as_adam.get("/admin/").status_code == 302


def test_the_theme_s_own_pages_for_logging_in_and_passwords_are_not_offered(as_adam: Client) -> None:
    assert as_adam.get(reverse("admin:login")).url == reverse("admin:index")
    assert as_adam.get(reverse("admin:password_change")).url == reverse("account_change_password")
