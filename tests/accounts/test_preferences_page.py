"""The preferences page."""

import re

import pytest

from accounts.models import User
from tests.cast import PASSWORD

PAGE = "/account/preferences/"
CHOICES = {"full_name": "Olga O.", "language": "es", "time_zone": "Europe/Madrid", "theme": "dark"}


@pytest.fixture
def olga_in(client, olga):
    client.login(username="olga", password=PASSWORD)
    return client


def _row(person):
    return User.objects.values(*CHOICES).get(pk=person.pk)


def test_a_stranger_is_sent_to_the_log_in(client, db):
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_choices_are_kept_and_the_answer_is_already_in_them(olga_in, olga):
    page = olga_in.post(PAGE, CHOICES, follow=True)
    assert _row(olga) == CHOICES
    assert page["Content-Language"] == "es"
    assert 'data-bs-theme="dark"' in page.content.decode()


@pytest.mark.parametrize(
    ("theme", "links"),
    [
        ("light", []),
        ("dark", ['media="screen"']),
        ("auto", ['media="screen and (prefers-color-scheme: dark)"']),
    ],
)
def test_the_dark_values_are_linked_as_the_theme_asks(olga_in, olga, theme, links):
    User.objects.filter(pk=olga.pk).update(theme=theme)
    page = olga_in.get(PAGE).content.decode()
    assert re.findall(r'dark\.css"\s+([^>]+)>', page) == links


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Atlantis/Capital"), ("language", "tlh"), ("theme", "pink"), ("full_name", "x" * 151)],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(olga_in, olga, field, value):
    before = _row(olga)
    response = olga_in.post(PAGE, CHOICES | {field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert f'id="id_{field}_error"' in page
    assert _row(olga) == before


def test_other_fields_of_the_account_cannot_be_sent_along(olga_in, olga):
    olga_in.post(PAGE, CHOICES | {"is_superuser": "on", "username": "root", "email": "x@example.org"})
    person = User.objects.get(pk=olga.pk)
    assert (person.is_superuser, person.username, person.email) == (False, "olga", olga.email)
