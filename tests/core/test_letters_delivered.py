"""Delivery of letters: a real SMTP conversation, each looked at again when it goes, nothing lost or sent twice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.mail import deliver, forget_old, post
from core.mail.batches import CLAIM_LIMIT, PAUSES
from core.mail.delivery import Letters
from core.models import Letter
from core.registries import registries
from tests.cast import NOW
from tests.factories import make_person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def send(at=NOW, **options):
    return deliver(clock=lambda: at, **options)


def state_of(person):
    return Letter.objects.get(recipient=person).state


def test_a_letter_is_sent_once(ana, tell, mail_server):
    tell(ana)
    assert send().sent == 1
    assert send(NOW + DAY).sent == 0
    (message,) = mail_server.messages
    letter = Letter.objects.get()
    assert (letter.state, letter.sent_at, letter.claim, letter.closed_at) == ("sent", NOW, None, None)
    assert str(message["To"]) == "ana@example.org"
    assert str(message["Subject"]).strip() == "About step one"
    assert message.get_body(("plain",)).get_content().strip() == "step one"
    assert message.get_body(("html",)).get_content().strip() == "<p>step one</p>"


def test_its_headers_name_it_and_keep_automatic_answers_away(ana, tell, mail_server):
    tell(ana)
    send()
    (message,) = mail_server.messages
    assert str(message["Message-ID"]) == f"<letter.{Letter.objects.get().uid.hex}@127.0.0.1>"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert str(message["Content-Language"]) == "en"


def test_the_same_letter_posted_again_after_it_went_is_not_sent_again(ana, tell, mail_server):
    tell(ana)
    send()
    tell(ana)
    assert send().sent == 0


def test_somebody_without_an_account_is_written_to_at_the_address_of_that_moment(writer, db, mail_server):
    post(kind="test", key="link 7", address_key=7, payload={"topic": "a link"}, at=NOW)
    writer.addresses[7] = "outside@example.org"
    send()
    assert mail_server.recipients == ["outside@example.org"]


def test_every_reader_has_an_envelope_of_their_own_over_one_connection(ana, hugo, olga, tell, mail_server):
    for person in (ana, hugo, olga):
        tell(person)
    assert send().sent == 3
    assert mail_server.recipients == ["ana@example.org", "hugo@example.org", "olga@example.org"]
    assert mail_server.connections == 1


def test_several_batches_are_sent_in_one_round_oldest_first(ana, tell, mail_server):
    for number in (3, 1, 2):
        tell(ana, key=f"{number}", at=NOW + number * MINUTE)
    assert send(batch=2).sent == 3
    assert [str(each["Subject"]).strip() for each in mail_server.messages] == [f"About step {n}" for n in (1, 2, 3)]


def test_a_batch_costs_its_writer_one_call_and_the_database_a_fixed_number_of_reads(tell, writer, mail_server, db):
    def reads(people):
        for person in people:
            tell(person)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert send().sent == len(people)
        return sum(1 for query in seen if not query["sql"].startswith('UPDATE "core_letter"'))

    few = reads([make_person(f"p{number}") for number in range(2)])
    many = reads([make_person(f"q{number}") for number in range(20)])
    assert few == many
    assert writer.asked == [2, 20]


# Looked at again when sent


def test_one_who_may_no_longer_see_it_is_not_written_to(ana, hugo, tell, writer, mail_server):
    tell(ana)
    tell(hugo)
    writer.silent_to = {"ana@example.org"}
    outcome = send()
    assert (outcome.sent, outcome.cancelled) == (1, 1)
    letter = Letter.objects.get(recipient=ana)
    assert (letter.state, letter.closed_at) == ("cancelled", NOW)
    writer.silent_to = set()
    send(NOW + DAY)
    assert mail_server.recipients == ["hugo@example.org"]


@pytest.mark.parametrize("loss", [{"is_active": False}, {"email": ""}])
def test_a_person_who_can_no_longer_be_reached_is_not_written_to(ana, tell, mail_server, loss):
    tell(ana)
    User.objects.filter(pk=ana.pk).update(**loss)
    assert send().cancelled == 1
    assert (state_of(ana), mail_server.messages) == ("cancelled", [])


def test_the_writer_is_not_asked_about_closed_accounts(ana, tell, writer, mail_server):
    tell(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    send()
    assert writer.asked == []


def test_letters_of_a_kind_this_worker_does_not_know_wait_for_one_that_does(ana, tell, mail_server, monkeypatch):
    tell(ana)
    with monkeypatch.context() as older:
        older.delitem(registries.letter_writers, "test")
        assert send().sent == 0
    assert state_of(ana) == "planned"
    assert send().sent == 1


# Faults


def test_an_address_the_server_refuses_is_tried_again_with_growing_pauses_and_then_has_failed(
    ana, hugo, tell, mail_server
):
    mail_server.answers["ana@example.org"] = "550 no such mailbox"
    tell(ana)
    tell(hugo)
    now = NOW
    outcome = send(now)
    assert (outcome.sent, outcome.refused) == (1, 1)
    for number, pause in enumerate(PAUSES, start=1):
        letter = Letter.objects.get(recipient=ana)
        assert (letter.state, letter.attempts, letter.retry_at) == ("planned", number, now + pause * MINUTE)
        assert send(letter.retry_at - MINUTE / 2).refused == 0
        now = letter.retry_at
        assert send(now).refused == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.closed_at) == ("failed", len(PAUSES) + 1, now)
    assert "550 no such mailbox" in letter.last_error
    assert send(now + DAY).refused == 0


def test_an_address_refused_for_a_while_gets_its_letter_in_the_end(ana, tell, mail_server):
    mail_server.answers["ana@example.org"] = "451 try again later"
    tell(ana)
    send()
    mail_server.answers.clear()
    assert send(NOW + 2 * MINUTE).sent == 1
    assert Letter.objects.get().last_error == ""


def test_a_mail_server_that_is_away_costs_no_attempt_and_loses_nothing(ana, tell, mail_server, settings):
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    tell(ana)
    outcome = send()
    assert (outcome.sent, outcome.server_away) == (0, True)
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.claim) == ("planned", 0, None)
    settings.EMAIL_PORT = right
    assert send(NOW + MINUTE).sent == 1


def test_a_letter_that_breaks_its_writer_does_not_hold_up_the_others(ana, hugo, olga, tell, writer, mail_server):
    writer.broken_for = "hugo@example.org"
    for person in (ana, hugo, olga):
        tell(person)
    outcome = send()
    assert (outcome.sent, outcome.refused) == (2, 1)
    assert mail_server.recipients == ["ana@example.org", "olga@example.org"]
    letter = Letter.objects.get(recipient=hugo)
    assert (letter.state, letter.attempts) == ("planned", 1)
    assert "KeyError" in letter.last_error


def test_what_a_worker_killed_after_the_servers_answer_left_goes_again_with_the_same_message_id(
    ana, tell, mail_server, monkeypatch
):
    tell(ana)
    with monkeypatch.context() as killed:
        killed.setattr("core.mail.batches._finish", lambda *_args, **_values: None)
        killed.setattr("core.mail.batches._free", lambda _rows: 0)
        send()
    assert state_of(ana) == "sending"
    assert send(NOW + CLAIM_LIMIT).sent == 0
    assert send(NOW + CLAIM_LIMIT + MINUTE).sent == 1
    first, second = (str(message["Message-ID"]) for message in mail_server.messages)
    assert first == second


def test_what_a_killed_worker_left_claimed_is_sent_after_a_while(ana, tell, mail_server):
    tell(ana)
    Letters().claim(claim=uuid.uuid4(), now=NOW, limit=10)
    assert send(NOW + CLAIM_LIMIT).sent == 0
    assert send(NOW + CLAIM_LIMIT + MINUTE).sent == 1


# Kept and forgotten


def test_letters_that_went_are_kept_for_a_year_and_others_that_are_closed_for_half_a_year(
    ana, hugo, olga, tell, writer, mail_server
):
    writer.silent_to = {"hugo@example.org"}
    tell(ana)
    tell(hugo)
    send()
    tell(olga)  # still waits, however long
    assert forget_old(now=NOW + 180 * DAY) == 0
    assert forget_old(now=NOW + 181 * DAY) == 1
    assert forget_old(now=NOW + 366 * DAY) == 0
    assert forget_old(now=NOW + 367 * DAY) == 1
    assert [letter.recipient for letter in Letter.objects.all()] == [olga]
