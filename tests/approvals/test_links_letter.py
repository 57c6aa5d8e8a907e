"""The e-mail with a link: to the contact in their language, sent only while the link opens something."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from approvals.actions.links import issue_link, revoke_link
from approvals.links import link_of, token_of
from core.mail import deliver
from core.models import Letter
from institutions.actions.contacts import erase_contact_details
from tests.cast import acting
from tests.factories import make_contact, make_pending_agreement

pytestmark = pytest.mark.usefixtures("mail_server")


@pytest.fixture
def send(olga, office, settings):
    """Send a link on a new agreement to a contact; values are the contact's."""
    settings.BASE_URL = "https://entente.example"

    def send(*, agreement=None, **values):
        given = {"title": "Memorandum on lost art", "officer": olga, "steps": {"is_outside": True}, **(agreement or {})}
        _agreement, (step, _other) = make_pending_agreement(office, **given)
        contact = make_contact(step.case.institution, "Carla Contact", **values)
        return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)

    return send


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_it_says_who_asks_what_until_when_and_that_opening_it_decides_nothing(send, mail_server):
    link = send()
    assert deliver(clock=timezone.now).sent == 1
    (message,) = mail_server.messages
    text = text_of(message)
    assert message["To"] == "carla.contact@outside.example"
    assert "Lisbon office asks for your decision" in message["Subject"]
    for said in (
        "Hello Carla Contact,",
        "Executive approval",
        "Memorandum on lost art",
        "Opening the page decides nothing",
        "ask Olga Officer: olga@example.org",
        "Liaison officer",
    ):
        assert said in text
    assert f"https://entente.example/approvals/decide/{token_of(link)}/" in text
    assert token_of(link) in message.get_body(("html",)).get_content()
    found = re.search(r"/decide/([^/]+)/", text).group(1)
    assert link_of(found) == link


def test_it_is_in_the_contacts_language_and_on_their_clock(send, mail_server):
    send(language="es", time_zone="America/Mexico_City")
    deliver(clock=timezone.now)
    (message,) = mail_server.messages
    assert message["Content-Language"] == "es"
    assert "CST" in text_of(message)


def test_the_name_of_a_restricted_record_stays_out_of_it(send, mail_server):
    send(agreement={"classification": "restricted"})
    deliver(clock=timezone.now)
    (message,) = mail_server.messages
    html = message.get_body(("html",)).get_content()
    assert [each for each in (str(message["Subject"]), text_of(message), html) if "lost art" in each] == []


@pytest.mark.parametrize("what", ["revoked", "erased", "expired"])
def test_a_link_that_opens_nothing_is_not_sent(send, mail_server, olga, what):
    link = send()
    by = acting(olga, at=timezone.now())
    if what == "revoked":
        revoke_link(by=by, link=link)
    elif what == "erased":
        erase_contact_details(by=by, contact=link.contact, reason="Asked for it")
    else:
        link.created_at, link.expires_at = by.at - dt.timedelta(days=2), by.at - dt.timedelta(days=1)
        link.save()
    assert deliver(clock=timezone.now).cancelled == 1
    assert not mail_server.messages
    assert Letter.objects.get().state == "cancelled"
