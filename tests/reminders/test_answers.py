"""Acknowledge, snooze, stop: recorded, for one's own reminders only."""

import datetime as dt

import pytest

from approvals.actions import decide_step
from approvals.models import Step
from core.errors import InvalidInput, NotVisible, Refused
from core.models import HistoryEntry
from reminders.actions import acknowledge, snooze, stop
from reminders.delivery import deliver_mail, show_in_app
from reminders.models import Answer, Reminder
from reminders.planning import plan_everything
from reminders.queries import done, due_for, due_now, upcoming
from tests.cast import NOW, TODAY, acting
from tests.factories import make_pending_agreement
from tests.reminders.conftest import also, states

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def work(at=NOW):
    plan_everything(now=at)
    show_in_app(now=at)
    return deliver_mail(clock=lambda: at)


@pytest.fixture
def step(office, ana, hugo, only):
    """A step due in three days: Ana and Hugo are reminded today, and again on the day."""
    only("approval_step_due", offset_days=-3, fallback_roles=["approver", "head"])
    also("approval_step_due", offset_days=0, fallback_roles=["approver", "head"])
    _agreement, steps = make_pending_agreement(office, steps={"due_on": TODAY + 3 * DAY})
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    return steps[0]


@pytest.fixture
def reminder(step, ana, mail_server):
    """What Ana sees of it."""
    work()
    return Reminder.objects.get(recipient=ana, channel="in_app", state="sent")


def test_due_now_holds_each_matter_once_with_what_it_says(reminder, ana):
    (item,) = due_for(user=ana, today=TODAY)
    assert item.reminder == reminder
    assert item.about.what.startswith("Decide the approval step")
    assert (item.due_on, item.label) == (TODAY + 3 * DAY, "Approval step due")
    assert due_for(user=ana, today=TODAY - DAY) == []


def test_a_stopped_worker_hides_nothing_that_was_planned(reminder, ana):
    (item,) = due_for(user=ana, today=TODAY + 4 * DAY)
    assert item.reminder.scheduled_on == TODAY + 3 * DAY


def test_an_acknowledged_reminder_leaves_what_is_due_and_the_next_still_comes(reminder, ana, hugo, mail_server):
    acknowledge(by=acting(ana), uid=reminder.uid)
    assert not due_now(ana, today=TODAY).exists()
    assert due_now(hugo, today=TODAY).exists()
    assert [each.scheduled_on for each in upcoming(ana, today=TODAY)] == [TODAY + 3 * DAY]
    assert list(done(ana, now=NOW)) == [reminder]
    work(NOW + 3 * DAY)
    assert due_now(ana, today=TODAY + 3 * DAY).count() == 1
    assert mail_server.recipients.count("ana@example.org") == 2


def test_a_snoozed_matter_is_silent_until_its_day_and_then_comes_again_by_both_channels(reminder, ana, mail_server):
    snooze(by=acting(ana), uid=reminder.uid, until=TODAY + 5 * DAY)
    for days in range(1, 5):
        work(NOW + days * DAY)
        assert not due_now(ana, today=TODAY + days * DAY).exists()
    assert mail_server.recipients.count("ana@example.org") == 1
    work(NOW + 5 * DAY)
    assert due_now(ana, today=TODAY + 5 * DAY).count() == 1
    assert mail_server.recipients.count("ana@example.org") == 2
    assert not Reminder.objects.filter(recipient=ana, is_late=True).exists()


def test_a_snoozed_reminder_with_nothing_after_it_comes_again_itself(office, ana, only, mail_server):
    only("approval_step_due", offset_days=0, fallback_roles=["approver"])
    _agreement, steps = make_pending_agreement(office, steps={"due_on": TODAY})
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    work()
    shown = Reminder.objects.get(channel="in_app")
    snooze(by=acting(ana), uid=shown.uid, until=TODAY + 2 * DAY)
    work(NOW + DAY)
    assert len(mail_server.messages) == 1
    work(NOW + 2 * DAY)
    assert len(mail_server.messages) == 2
    assert mail_server.messages[0]["Message-ID"] != mail_server.messages[1]["Message-ID"]


def test_a_stopped_matter_is_silent_to_the_person_and_goes_on_for_others(reminder, ana, hugo, mail_server):
    stop(by=acting(ana), uid=reminder.uid, reason="Agreed by telephone")
    work(NOW + 3 * DAY)
    assert not due_now(ana, today=TODAY + 3 * DAY).exists()
    assert mail_server.recipients.count("ana@example.org") == 1
    assert mail_server.recipients.count("hugo@example.org") == 2
    assert ("ana", "settled", "stopped") in states(channel="in_app")


def test_another_date_asks_anew(reminder, step, ana, mail_server):
    stop(by=acting(ana), uid=reminder.uid, reason="Agreed by telephone")
    Step.objects.filter(pk=step.pk).update(due_on=TODAY + 10 * DAY)
    work(NOW + 7 * DAY)
    assert due_now(ana, today=TODAY + 7 * DAY).count() == 1


def test_answers_are_in_the_history_with_who_and_why(reminder, ana):
    stop(by=acting(ana), uid=reminder.uid, reason="Agreed by telephone")
    entry = HistoryEntry.objects.filter(table_name="reminders_answer").latest("id")
    assert (entry.actor, entry.reason) == (ana, "Agreed by telephone")
    assert entry.after["kind"] == "stopped"


def test_the_last_answer_counts(reminder, ana):
    snooze(by=acting(ana), uid=reminder.uid, until=TODAY + 2 * DAY)
    again = Reminder.objects.get(recipient=ana, channel="in_app", scheduled_on=TODAY)
    acknowledge(by=acting(ana), uid=again.uid)
    answer = Answer.objects.get()
    assert (answer.kind, answer.until) == ("acknowledged", None)


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_day_that_is_not_ahead_or_too_far_is_refused(reminder, ana, days):
    with pytest.raises(InvalidInput):
        snooze(by=acting(ana), uid=reminder.uid, until=TODAY + days * DAY)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_stopping_without_a_reason_is_refused(reminder, ana, reason):
    with pytest.raises(InvalidInput):
        stop(by=acting(ana), uid=reminder.uid, reason=reason)


def test_nobody_answers_for_another(reminder, hugo, oscar):
    for other in (hugo, oscar):
        with pytest.raises(NotVisible):
            acknowledge(by=acting(other), uid=reminder.uid)


def test_what_is_over_cannot_be_answered(reminder, step, ana, hugo):
    decide_step(by=acting(hugo), step=step, outcome="approved")
    plan_everything(now=NOW)
    for answer in (
        lambda: acknowledge(by=acting(ana), uid=reminder.uid),
        lambda: snooze(by=acting(ana), uid=reminder.uid, until=TODAY + DAY),
        lambda: stop(by=acting(ana), uid=reminder.uid, reason="No"),
    ):
        with pytest.raises(Refused):
            answer()
