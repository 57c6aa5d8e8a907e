"""Which language a reader gets, and changing it from any page."""

import pytest
from django.utils import translation

from accounts.models import User
from core.models import HistoryEntry
from tests.cast import PASSWORD

LOG_IN = "/accounts/login/"
SWITCH = "/account/language/"


def _language(client, path=LOG_IN, **headers):
    response = client.get(path, headers=headers)
    assert response["Content-Language"] == response.wsgi_request.LANGUAGE_CODE
    assert f'<html lang="{response["Content-Language"]}"' in response.content.decode()
    return response["Content-Language"]


@pytest.mark.parametrize(
    ("asked", "given"), [("es-MX,es;q=0.9,en;q=0.5", "es"), ("en-GB", "en"), ("fr-FR,fr;q=0.9", "en"), ("", "en")]
)
def test_a_stranger_gets_the_browsers_language_where_it_is_offered(client, db, asked, given):
    assert _language(client, **{"accept-language": asked}) == given


def test_the_cookie_outranks_the_browser(client, db):
    client.cookies["django_language"] = "es"
    assert _language(client, **{"accept-language": "en"}) == "es"


def test_a_persons_own_language_outranks_cookie_and_browser(client, olga):
    User.objects.filter(pk=olga.pk).update(language="es")
    client.login(username="olga", password=PASSWORD)
    client.cookies["django_language"] = "en"
    assert _language(client, "/account/preferences/", **{"accept-language": "en"}) == "es"


def test_the_language_of_one_request_does_not_stay_for_the_next(client, db):
    _language(client, **{"accept-language": "es"})
    assert translation.get_language() == "en"
    assert _language(client) == "en"


def test_switching_comes_back_to_the_page_with_what_was_searched(client, db):
    response = client.post(SWITCH, {"language": "es", "next": "/agreements/?q=secretaría&stage=signed"})
    assert (response.status_code, response["Location"]) == (302, "/agreements/?q=secretar%C3%ADa&stage=signed")
    assert _language(client) == "es"


def test_switching_when_signed_in_is_kept_in_the_preferences_and_in_the_history(client, olga):
    client.login(username="olga", password=PASSWORD)
    client.post(SWITCH, {"language": "es", "next": "/"})
    assert User.objects.get(pk=olga.pk).language == "es"
    entry = HistoryEntry.objects.filter(table_name="accounts_user", row_id=olga.pk).latest("id")
    assert (entry.actor_id, entry.reason) == (olga.pk, "Language switched")


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)", ""])
def test_switching_never_leads_to_another_site(client, db, page):
    assert client.post(SWITCH, {"language": "es", "next": page})["Location"] == "/"


def test_a_language_not_offered_is_refused(client, db):
    assert client.post(SWITCH, {"language": "tlh", "next": "/"}).status_code == 400


def test_a_link_changes_nothing(client, db):
    assert client.get(SWITCH, {"language": "es"}).status_code == 405
    assert "django_language" not in client.cookies
