"""Several workers at one moment, on real connections: nothing is sent twice, nothing waits for ever."""

import threading

import pytest
from django.utils import timezone

from core.registries import registries
from reminders.delivery import deliver_mail, show_in_app
from reminders.models import PlanningRun, Reminder
from reminders.planning import plan_everything, plan_record
from reminders.planning.turns import turn
from tests.factories import make_pending_agreement
from tests.races import at_once, in_background, wait_until_blocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    monkeypatch.setattr("core.bell.ring", lambda *_args, **_options: None)


@pytest.fixture
def agreements(transactional_db, office, ana, hugo, only):
    """Six agreements with two steps due today, each for two people: 24 mails."""
    only("approval_step_due", fallback_roles=["approver", "head"])
    return [make_pending_agreement(office, steps={"due_on": timezone.localdate()})[0] for _number in range(6)]


def send():
    return deliver_mail(clock=timezone.now, batch=3)


def test_two_workers_never_send_the_same_reminder_twice(agreements, mail_server):
    mail_server.pause = 0.02
    plan_everything(now=timezone.now())
    outcomes = at_once([send, send, send])
    assert sum(outcome.sent for outcome in outcomes) == 24
    ids = [str(message["Message-ID"]) for message in mail_server.messages]
    assert len(ids) == len(set(ids)) == 24
    assert sum(1 for outcome in outcomes if outcome.sent) > 1, "the work was shared"
    assert set(Reminder.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}


def test_planners_at_one_moment_plan_once(agreements):
    rounds = at_once([lambda: plan_everything(now=timezone.now()) for _number in range(4)])
    assert sum(each.planned for each in rounds) == Reminder.objects.count() == 48


def test_planning_of_records_beside_a_full_round_neither_doubles_nor_deadlocks(agreements, mail_server):
    deeds = [lambda: plan_everything(now=timezone.now()), send, lambda: show_in_app(now=timezone.now())]
    deeds += [
        lambda pk=agreement.pk: plan_record(record=("agreement", pk), now=timezone.now()) for agreement in agreements
    ]
    faults = [each for each in at_once(deeds) if isinstance(each, Exception)]
    assert faults == []
    plan_everything(now=timezone.now())
    assert Reminder.objects.count() == 48
    send()
    assert len({str(message["Message-ID"]) for message in mail_server.messages}) == len(mail_server.messages) == 24


def test_a_full_round_waits_for_mail_and_leaves_no_kind_out(agreements):
    """Beat rings for planning and mail at one moment: neither may cost the other its round."""
    waiting = threading.Event()

    def hold() -> None:
        with turn():
            waiting.set()
            wait_until_blocked()

    holder = in_background(hold)
    assert waiting.wait(10)
    planned = plan_everything(now=timezone.now()).planned
    holder.join(10)
    assert not holder.is_alive()
    assert planned == 48
    assert PlanningRun.objects.count() == len(registries.deadline_sources)
