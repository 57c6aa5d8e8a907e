"""Logging in and out, and a new password by mail."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD

LOG_IN = "/accounts/login/"
RESET = "/accounts/password/reset/"
NEW = "quite another phrase 7"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


def _signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def olga_with_mail(olga):
    User.objects.filter(pk=olga.pk).update(email="olga@example.org", language="es")
    return olga


@pytest.mark.parametrize("name", ["olga", "olga@example.org", "OLGA@example.org"])
def test_one_logs_in_by_user_name_or_address_and_lands_where_one_was_going(client, olga_with_mail, name):
    response = client.post(LOG_IN, {"login": name, "password": PASSWORD, "next": "/account/tokens/"})
    assert (response.status_code, response["Location"]) == (302, "/account/tokens/")
    assert _signed_in(client)


def test_a_wrong_password_is_said_and_the_name_kept(client, olga):
    response = client.post(LOG_IN, {"login": "olga", "password": "mistyped"})
    page = response.content.decode()
    assert not _signed_in(client)
    assert "<title>Error: " in page
    assert re.search(r'<div class="e-error-summary"\s+role="alert"\s+tabindex="-1"\s+autofocus', page)
    assert 'value="olga"' in page
    assert "mistyped" not in page


def test_a_wrong_name_and_a_wrong_password_read_the_same(client, olga):
    answers = [
        re.findall(r"<li>.*?</li>", client.post(LOG_IN, {"login": name, "password": "mistyped"}).content.decode())
        for name in ("olga", "nobody")
    ]
    assert answers[0] == answers[1]


def test_logging_in_never_leads_to_another_site(client, olga):
    response = client.post(LOG_IN, {"login": "olga", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_an_account_switched_off_is_told_so(client, olga):
    User.objects.filter(pk=olga.pk).update(is_active=False)
    response = client.post(LOG_IN, {"login": "olga", "password": PASSWORD}, follow=True)
    assert not _signed_in(client)
    assert "This account is switched off" in response.content.decode()


def test_a_link_does_not_log_out_a_button_does(client, olga):
    client.force_login(olga)
    assert client.get("/accounts/logout/").status_code == 200
    assert _signed_in(client)
    assert client.post("/accounts/logout/")["Location"] == LOG_IN
    assert not _signed_in(client)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/"])
def test_nobody_signs_up_or_changes_an_address_alone(client, db, path):
    assert client.get(path).status_code == 404


def test_the_mail_for_a_new_password_speaks_the_readers_language_and_leads_to_the_base_url(
    client, olga_with_mail, settings
):
    settings.BASE_URL = "https://entente.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": "olga@example.org"}, headers={"host": "evil.example", "accept-language": "en"})
    (message,) = mail.outbox
    html, kind = message.alternatives[0]
    assert message.to == ["olga@example.org"]
    assert kind == "text/html"
    assert '<html lang="es">' in html
    for body in (message.body, html):
        assert "https://entente.example/accounts/password/reset/key/" in body
        assert "evil.example" not in body


def test_an_unknown_address_gets_no_mail_and_the_page_does_not_tell(client, olga_with_mail):
    known = client.post(RESET, {"email": "olga@example.org"})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert len(mail.outbox) == 1
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def _link(message):
    return re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", message.body)[1]


def test_the_mailed_link_sets_a_new_password_once(client, olga_with_mail):
    client.post(RESET, {"email": "olga@example.org"})
    link = _link(mail.outbox[0])
    form = client.get(link, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert done.status_code == 200
    assert User.objects.get(pk=olga_with_mail.pk).check_password(NEW)
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode()


def test_opening_the_mailed_link_changes_nothing(client, olga_with_mail):
    client.post(RESET, {"email": "olga@example.org"})
    client.get(_link(mail.outbox[0]), follow=True)
    assert User.objects.get(pk=olga_with_mail.pk).check_password(PASSWORD)


def test_a_changed_password_is_told_by_mail_in_the_readers_language_and_zone(client, olga_with_mail):
    User.objects.filter(pk=olga_with_mail.pk).update(time_zone="America/Mexico_City")
    client.login(username="olga", password=PASSWORD)
    client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True
    )
    assert User.objects.get(pk=olga_with_mail.pk).check_password(NEW)
    (message,) = mail.outbox
    html, _kind = message.alternatives[0]
    assert message.to == ["olga@example.org"]
    assert '<html lang="es">' in html
    assert " CST" in message.body
    assert " CST" in html


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_the_whole_page_to_the_log_in(client, db):
    response = client.get(
        "/account/tokens/",
        headers={"hx-request": "true", "hx-current-url": "http://testserver/account/tokens/?x=1"},
    )
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Faccount%2Ftokens%2F%3Fx%3D1"
    assert response.content == b""


@pytest.mark.parametrize("embedded", [True, False])
def test_only_the_demonstration_register_tells_of_its_log_ins(client, db, settings, embedded):
    settings.EMBEDDED_DATABASE = embedded
    assert ("demonstration register" in client.get(LOG_IN).content.decode()) is embedded
