"""People and workers acting at one moment, on real connections."""

import threading

import pytest

from agreements.actions import change_agreement, change_stage, create_agreement
from agreements.models import Agreement
from approvals.actions import decide_step
from approvals.models import Decision
from core.changes import recorded_change
from core.errors import Refused, StaleVersion
from core.history import anchor_chains, verify
from core.models import HistoryEntry, OutboxEvent
from core.outbox import deliver
from core.registries import registries
from tests.cast import NOW, acting
from tests.factories import make_agreement, make_pending_agreement
from tests.races import at_once, in_background, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """Nobody rings for a worker: there is none."""
    monkeypatch.setattr("core.outbox.ring", lambda: None)


def test_of_two_people_who_change_one_agreement_one_wins_and_the_other_is_told(transactional_db, office, olga, otto):
    agreement = make_agreement(office)
    texts = {"olga": olga, "otto": otto}
    results = at_once(
        [
            lambda who=who: change_agreement(
                by=acting(texts[who]), agreement=agreement, expected_version=agreement.version, summary=f"By {who}"
            )
            for who in texts
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Agreement", "StaleVersion"]
    winner = next(result for result in results if isinstance(result, Agreement))
    told = next(result for result in results if isinstance(result, StaleVersion))
    kept = Agreement.objects.get()
    assert (kept.summary, kept.version, told.current) == (winner.summary, agreement.version + 1, kept.version)


def test_without_an_expected_version_both_changes_of_different_fields_stay(transactional_db, office, olga, otto):
    agreement = make_agreement(office)
    at_once(
        [
            lambda: change_agreement(by=acting(olga), agreement=agreement, summary="Olga's"),
            lambda: change_agreement(by=acting(otto), agreement=agreement, legal_basis="Otto's"),
        ]
    )
    kept = Agreement.objects.get()
    assert (kept.summary, kept.legal_basis, kept.version) == ("Olga's", "Otto's", agreement.version + 2)


def test_a_stage_is_left_once(transactional_db, office, olga, otto):
    agreement = make_agreement(office, stage="negotiating")
    results = at_once(
        [lambda by=by: change_stage(by=acting(by), agreement=agreement, to="text_agreed") for by in (olga, otto)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Agreement", "Refused"]


def test_of_twenty_equal_decisions_one_is_recorded(transactional_db, office, ana):
    _agreement, (step, _other) = make_pending_agreement(office)
    results = at_once([lambda: decide_step(by=acting(ana), step=step, outcome="approved")] * 20)
    assert sum(isinstance(result, Decision) for result in results) == 1
    refusals = [result.refusals[0].code for result in results if isinstance(result, Refused)]
    assert refusals == ["already_decided"] * 19
    assert Decision.objects.count() == 1


def test_both_sides_decided_at_once_are_both_recorded(transactional_db, office, ana, hugo):
    agreement, steps = make_pending_agreement(office)
    agreement.refresh_from_db()
    results = at_once(
        [
            lambda step=step, by=by: decide_step(by=acting(by), step=step, outcome="approved")
            for step, by in zip(steps, (ana, hugo), strict=True)
        ]
    )
    assert all(isinstance(result, Decision) for result in results)
    version = agreement.version
    agreement.refresh_from_db()
    assert agreement.version == version + 2


def test_twenty_agreements_made_at_once_have_consecutive_references(transactional_db, office, olga):
    make = lambda: create_agreement(by=acting(olga), office=office, kind="treaty", titles={"en": "Treaty"})  # noqa: E731
    results = at_once([make] * 20)
    assert sorted(made.reference for made in results) == [f"LIS-TR-2026-{number:04d}" for number in range(1, 21)]


def test_chains_do_not_fork_under_changes_at_once(transactional_db, office, olga):
    agreement = make_agreement(office)
    at_once(
        [lambda text=text: change_agreement(by=acting(olga), agreement=agreement, summary=text) for text in "abcdefgh"]
    )
    rows = HistoryEntry.objects.filter(table_name="agreements_agreement", row_id=agreement.pk)
    assert sorted(rows.values_list("sequence", flat=True)) == list(range(1, 10))
    assert verify().fault == ""


def test_sealing_while_others_write_raises_no_false_alarm(transactional_db, office, olga):
    """One transaction has written and will write again; the seal waits for it, and a newcomer waits for the seal."""
    first, second = make_agreement(office), make_agreement(office)
    with recorded_change(by=acting(olga)):
        Agreement.objects.filter(pk=first.pk).update(summary="one")
        sealing = in_background(anchor_chains)
        wait_until_blocked(1)
        newcomer = in_background(lambda: Agreement.objects.filter(pk=second.pk).update(summary="two"))
        wait_until_blocked(2)
        Agreement.objects.filter(pk=first.pk).update(summary="three")
    sealing.join(10)
    newcomer.join(10)
    assert Agreement.objects.get(pk=second.pk).summary == "two"
    assert (verify().fault, verify().anchors) == ("", 1)


def test_two_workers_share_the_outbox_and_no_event_is_handed_out_twice(transactional_db, monkeypatch):
    handed, lock = [], threading.Lock()

    def handler(payload):
        with lock:
            handed.append(payload["number"])

    monkeypatch.setitem(registries.outbox_handlers, "test.counted", [handler])
    for number in range(30):
        OutboxEvent.objects.create(topic="test.counted", payload={"number": number}, created_at=NOW, available_at=NOW)
    results = at_once([lambda: deliver(now=NOW)] * 3)
    assert (sum(results), sorted(handed)) == (30, list(range(30)))
    assert not OutboxEvent.objects.filter(done_at=None).exists()


def test_a_worker_that_dies_in_the_middle_leaves_the_event_for_the_next(transactional_db, monkeypatch):
    handed = []

    class Killed(BaseException):
        """The process ends."""

    def dies(_payload):
        raise Killed

    monkeypatch.setitem(registries.outbox_handlers, "test.counted", [dies])
    OutboxEvent.objects.create(topic="test.counted", payload={"number": 1}, created_at=NOW, available_at=NOW)
    with pytest.raises(Killed):
        deliver(now=NOW)
    monkeypatch.setitem(registries.outbox_handlers, "test.counted", [handed.append])
    assert deliver(now=NOW) == 1
    assert handed == [{"number": 1}]
