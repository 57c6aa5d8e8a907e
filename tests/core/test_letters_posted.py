"""A letter is written down with the change it tells of, once, and a worker is rung for."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import DatabaseError, transaction

from core.mail import DELIVER, post
from core.models import Letter
from tests.cast import NOW
from tests.races import at_once, in_background, wait_until_blocked


def test_a_letter_waits_with_what_its_writer_needs(ana, tell):
    tell(ana, key="asked:step 12")
    letter = Letter.objects.get()
    assert (letter.kind, letter.key, letter.recipient) == ("test", f"asked:step 12:user {ana.pk}", ana)
    assert (letter.state, letter.created_at, letter.payload) == ("planned", NOW, {"topic": "step asked:step 12"})


def test_the_same_letter_posted_twice_is_one(ana, tell):
    tell(ana)
    tell(ana)
    assert Letter.objects.count() == 1


def test_the_same_occasion_is_told_to_each_reader(ana, hugo, tell):
    tell(ana)
    tell(hugo)
    assert Letter.objects.count() == 2


def test_a_change_that_is_undone_tells_nobody(ana, tell):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(ana)
        raise ZeroDivisionError
    assert not Letter.objects.exists()


def test_nobody_writes_letters_of_an_unknown_kind(ana, tell):
    with pytest.raises(LookupError, match="'gossip'"):
        tell(ana, kind="gossip")


@pytest.mark.parametrize("both", [True, False])
def test_a_letter_is_either_to_a_user_or_to_an_address(ana, writer, both):
    to = {"recipient": ana, "address_key": 7} if both else {}
    with pytest.raises(DatabaseError, match="letter_is_to_one"), transaction.atomic():
        post(kind="test", key="one", payload={}, at=NOW, **to)


def test_the_bell_of_the_mail_queue_is_rung_once_after_the_commit(
    ana, hugo, tell, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.undo()
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: rung.append((name, options["queue"])))
    monkeypatch.setattr("core.mail.posting.registries.letter_writers", {"test": None})
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell(ana)
        tell(hugo)
        assert rung == []
    assert rung == [(DELIVER, "mail")]


@pytest.mark.django_db(transaction=True)
def test_twenty_who_post_the_same_letter_at_one_moment_post_one(transactional_db, ana, tell):
    assert at_once([lambda: tell(ana)] * 20) == [None] * 20
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_posted_though_somebody_else_undid_the_same(transactional_db, ana, tell):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(ana)
        other = in_background(lambda: tell(ana))
        wait_until_blocked()
        raise ZeroDivisionError
    other.join(10)
    assert Letter.objects.count() == 1
