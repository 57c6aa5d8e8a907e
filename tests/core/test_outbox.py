"""What must happen after a commit: kept until done, done once, tried again when it fails."""

import datetime as dt

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from agreements.models import Subject
from core import outbox
from core.changes import recorded_change
from core.models import OutboxEvent
from core.outbox import deliver, publish
from core.registries import registries
from tests.cast import NOW, acting
from tests.factories import make_subject


@pytest.fixture
def handled(monkeypatch) -> list:
    """What the handler of "test.topic" was given."""
    given: list = []
    monkeypatch.setitem(registries.outbox_handlers, "test.topic", [given.append])
    return given


@pytest.fixture
def failing(monkeypatch):
    def handler(_payload):
        make_subject("half-done")
        raise RuntimeError("the printer is on fire")

    monkeypatch.setitem(registries.outbox_handlers, "test.topic", [handler])


def post(number: int = 1, *, at: dt.datetime = NOW) -> OutboxEvent:
    return OutboxEvent.objects.create(topic="test.topic", payload={"number": number}, created_at=at, available_at=at)


def test_an_event_is_handed_to_its_topics_handler_once(db, handled):
    post()
    assert (deliver(now=NOW), deliver(now=NOW)) == (1, 0)
    assert handled == [{"number": 1}]
    assert OutboxEvent.objects.get().done_at == NOW


def test_events_are_handed_out_in_the_order_they_became_due(db, handled):
    post(2)
    post(1, at=NOW - dt.timedelta(hours=1))
    deliver(now=NOW)
    assert [payload["number"] for payload in handled] == [1, 2]


def test_what_is_not_due_waits(db, handled):
    post(at=NOW + dt.timedelta(seconds=1))
    assert deliver(now=NOW) == 0
    assert deliver(now=NOW + dt.timedelta(seconds=1)) == 1


def test_an_event_nobody_listens_to_is_done(db):
    OutboxEvent.objects.create(topic="nobody.listens", created_at=NOW, available_at=NOW)
    assert deliver(now=NOW) == 1
    assert OutboxEvent.objects.get().done_at == NOW


def test_a_limit_leaves_the_rest_for_the_next_time(db, handled):
    for number in range(5):
        post(number)
    assert (deliver(now=NOW, limit=3), deliver(now=NOW, limit=3)) == (3, 2)


def test_a_handler_that_fails_undoes_its_half_and_keeps_the_event(db, failing):
    post()
    deliver(now=NOW)
    event = OutboxEvent.objects.get()
    assert (event.done_at, event.attempts, event.last_error) == (None, 1, "RuntimeError: the printer is on fire")
    assert not Subject.objects.filter(code="half-done").exists()


def test_a_failing_event_does_not_hold_up_the_others(db, failing, monkeypatch):
    given: list = []
    monkeypatch.setitem(registries.outbox_handlers, "test.other", [given.append])
    post()
    OutboxEvent.objects.create(topic="test.other", payload={}, created_at=NOW, available_at=NOW)
    deliver(now=NOW)
    assert given == [{}]


def test_it_is_tried_again_after_ever_longer_pauses_of_an_hour_at_most_and_for_ever(db, failing):
    post()
    now, pauses = NOW, []
    for _attempt in range(60):
        assert deliver(now=now) == 1
        event = OutboxEvent.objects.get()
        pauses.append((event.available_at - now).total_seconds())
        now = event.available_at
    assert pauses[:4] == [10, 20, 40, 80]
    assert max(pauses) == pauses[-1] == 3600


def test_once_the_fault_is_gone_the_event_is_done_and_the_fault_forgotten(db, failing, monkeypatch):
    post()
    deliver(now=NOW)
    monkeypatch.setitem(registries.outbox_handlers, "test.topic", [])
    deliver(now=NOW + dt.timedelta(minutes=1))
    event = OutboxEvent.objects.get()
    assert (event.done_at is not None, event.attempts, event.last_error) == (True, 2, "")


def test_a_change_that_is_undone_tells_nobody(db, olga):
    with pytest.raises(ZeroDivisionError), recorded_change(by=acting(olga)):
        publish("test.topic", by=acting(olga), number=1)
        raise ZeroDivisionError
    assert not OutboxEvent.objects.exists()


def test_the_bell_is_rung_once_after_the_commit(olga, monkeypatch, django_capture_on_commit_callbacks):
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_options: rung.append(name))
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        for number in range(3):
            publish("test.topic", by=acting(olga), number=number)
        assert rung == []
    assert (len(callbacks), rung) == (1, [outbox.DELIVER])


def test_a_broker_that_is_away_is_no_fault(monkeypatch, caplog):
    def away(*_args, **_options):
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)
    outbox.ring()
    assert "broker is away" in caplog.text
