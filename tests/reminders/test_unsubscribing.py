"""The link in e-mails (RFC 8058): opening it changes nothing, a POST unsubscribes, without logging in."""

import pytest
from django.test import Client

from core.models import HistoryEntry
from reminders.delivery.tickets import ticket_for
from reminders.models import Reminder, Unsubscription
from reminders.planning import plan_everything
from tests.cast import NOW, TODAY
from tests.factories import make_pending_agreement
from tests.web.conftest import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(office, ana, only):
    only("approval_step_due", fallback_roles=["approver"])
    make_pending_agreement(office, steps={"due_on": TODAY})
    plan_everything(now=NOW)
    return f"/reminders/unsubscribe/{ticket_for(Reminder.objects.filter(channel='email')[0])}/"


def test_opening_it_only_asks(link, client):
    page = client.get(link)
    assert "No more e-mails “A test policy”?" in words_of(page)
    assert client.head(link).status_code == 200
    assert not Unsubscription.objects.exists()


def test_one_click_unsubscribes_without_a_session_or_a_form_secret(link, ana):
    outside = Client(enforce_csrf_checks=True)
    page = outside.post(link, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    unsubscription = Unsubscription.objects.get()
    assert unsubscription.user == ana
    assert HistoryEntry.objects.filter(table_name="reminders_unsubscription").get().actor == ana
    left = Reminder.objects.filter(state="planned").values_list("channel", flat=True)
    assert set(left) == {"in_app"}


def test_clicking_twice_is_as_good_as_once(link, client):
    for _time in range(2):
        assert client.post(link).status_code == 200
    assert Unsubscription.objects.count() == 1


def test_it_can_be_undone_on_the_spot(link, client):
    client.post(link)
    page = client.post(link, {"undo": "1"})
    assert "again" in words_of(page)
    assert not Unsubscription.objects.exists()
    plan_everything(now=NOW)
    assert Reminder.objects.filter(channel="email", state="planned").exists()


def test_what_is_unsubscribed_is_not_planned_by_mail_again(link, client):
    client.post(link)
    plan_everything(now=NOW)
    assert not Reminder.objects.filter(channel="email", state="planned").exists()


def test_a_policy_made_mandatory_since_stays(link, client):
    policy = Reminder.objects.first().policy
    type(policy).objects.update(is_mandatory=True)
    assert "has become mandatory" in words_of(client.get(link))
    assert client.post(link).status_code == 409
    assert not Unsubscription.objects.exists()


def test_a_policy_made_mandatory_later_mails_again_to_those_who_had_unsubscribed(link, client):
    client.post(link)
    policy = Reminder.objects.first().policy
    type(policy).objects.update(is_mandatory=True)
    plan_everything(now=NOW)
    assert Reminder.objects.filter(channel="email", state="planned").exists()


@pytest.mark.parametrize("ticket", ["nonsense", "WzEsMV0:1abcde:forged"])
def test_a_ticket_we_did_not_write_is_not_found(db, client, ticket):
    assert client.post(f"/reminders/unsubscribe/{ticket}/").status_code == 404


def test_the_page_is_in_the_readers_language(link, client, ana):
    type(ana).objects.filter(pk=ana.pk).update(language="es")
    assert "Una política" in words_of(client.get(link))
