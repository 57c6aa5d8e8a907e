"""Delivery: a real SMTP conversation, one message for each reminder, nothing lost and nothing sent twice."""

import datetime as dt
import uuid
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from accounts.models import Role, User
from activities.actions import change_state
from agreements.actions import change_agreement
from approvals.actions import decide_step
from approvals.models import Step
from core.mail.batches import CLAIM_LIMIT, PAUSES
from reminders.delivery import deliver_mail, show_in_app
from reminders.delivery.claims import DueReminders
from reminders.models import Reminder
from reminders.planning import plan_everything
from tests.cast import NOW, TODAY, acting
from tests.factories import MADE_AT, make_activity, make_agreement, make_office, make_pending_agreement, make_person
from tests.reminders.conftest import also, states

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def work(at=NOW):
    """What the worker does on its rounds: plan, show, send."""
    plan_everything(now=at)
    show_in_app(now=at)
    return deliver_mail(clock=lambda: at)


def send(at=NOW):
    return deliver_mail(clock=lambda: at)


@pytest.fixture
def policy(only):
    return only("approval_step_due", offset_days=-3, fallback_roles=["approver", "head"])


def due_step(office, due_on=TODAY + 3 * DAY, **values):
    agreement, steps = make_pending_agreement(office, steps={"due_on": due_on}, **values)
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    return agreement, steps[0]


def test_a_step_that_is_due_is_mailed_and_says_so(office, ana, policy, mail_server):
    due_step(office)
    assert work().sent == 1
    assert mail_server.recipients == ["ana@example.org"]
    reminder = Reminder.objects.get(channel="email")
    assert (reminder.state, reminder.sent_at, reminder.is_late) == ("sent", NOW, False)
    assert str(mail_server.messages[0]["Message-ID"]) == f"<reminder.{reminder.uid.hex}.0@127.0.0.1>"


def test_the_link_to_unsubscribe_arrives_whole(office, ana, policy, mail_server, client):
    due_step(office)
    work()
    link = str(mail_server.messages[0]["List-Unsubscribe"]).strip(" <>")
    assert client.post(urlsplit(link).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ana.unsubscriptions.get().policy == policy


def test_an_untouched_agreement_is_mailed(office, olga, only, mail_server):
    only("agreement_untouched")
    make_agreement(office, stage="negotiating", officer=olga, title="The long talk")
    work(MADE_AT + 29 * DAY)
    assert mail_server.recipients == []
    work(MADE_AT + 30 * DAY)
    assert mail_server.recipients == ["olga@example.org"]
    assert "Nobody has changed this agreement for 30 days" in mail_server.messages[0].get_body(("plain",)).get_content()


def test_an_activity_about_to_start_is_mailed(office, olga, only, mail_server):
    only("activity_start", offset_days=-14)
    activity = make_activity(office, state="approved", officer=olga, planned_start=TODAY + 14 * DAY, title="Course")
    work()
    assert mail_server.recipients == ["olga@example.org"]
    change_state(by=acting(olga), activity=activity, to="cancelled", reason="No money")
    work(NOW + DAY)
    assert len(mail_server.messages) == 1


def test_what_is_not_due_yet_waits(office, ana, policy, mail_server):
    due_step(office, due_on=TODAY + 4 * DAY)
    assert work().sent == 0
    assert work(NOW + DAY).sent == 1


def test_a_day_begins_in_the_offices_zone(only, mail_server):
    only("approval_step_due", fallback_roles=["approver"])
    office = make_office(code="TYO", time_zone="Asia/Tokyo")
    make_person("akira", roles={office: [Role.APPROVER]})
    due_step(office, due_on=TODAY + DAY)
    assert work(dt.datetime(2026, 3, 2, 14, 59, tzinfo=dt.UTC)).sent == 0
    assert work(dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)).sent == 1


def test_a_second_round_sends_nothing_again(office, ana, policy, mail_server):
    due_step(office)
    work()
    assert work(NOW + MINUTE).sent == 0
    assert work(NOW + DAY).sent == 0
    assert len(mail_server.messages) == 1


def test_a_whole_batch_goes_over_one_connection(office, ana, hugo, policy, mail_server):
    for _number in range(5):
        due_step(office)
    assert work().sent == 10
    assert mail_server.connections == 1


def test_several_batches_are_sent_in_one_round(office, ana, hugo, policy, mail_server):
    for _number in range(3):
        due_step(office)
    plan_everything(now=NOW)
    assert deliver_mail(clock=lambda: NOW, batch=2).sent == 6


# After an outage


def test_after_an_outage_one_reminder_of_each_matter_goes_out_and_is_marked_late(office, ana, only, mail_server):
    only("approval_step_due", offset_days=-14, fallback_roles=["approver"])
    also("approval_step_due", offset_days=0, fallback_roles=["approver"])
    also("approval_step_due", offset_days=7, repeat_every=7, repeat_times=4, fallback_roles=["approver"])
    due_step(office, due_on=TODAY + 15 * DAY)
    work()  # plans, sends nothing yet: then the worker is stopped for more than a month
    back = NOW + 33 * DAY
    assert work(back).sent == 1
    assert work(back + MINUTE).sent == 0
    sent = Reminder.objects.get(channel="email", state="sent")
    assert (sent.scheduled_on, sent.is_late) == (TODAY + 29 * DAY, True)
    text = mail_server.messages[0].get_body(("plain",)).get_content()
    assert "This reminder is late: it should have reached you on 31 March 2026" in text
    assert str(mail_server.messages[0]["Subject"]).strip().startswith("Late:")
    overtaken = Reminder.objects.filter(channel="email", state="cancelled")
    assert {each.cause for each in overtaken} == {"overtaken"}
    assert overtaken.count() == 3


def test_a_deadline_made_while_nobody_planned_is_late_too(office, ana, policy, mail_server):
    work()
    due_step(office, due_on=TODAY + 5 * DAY)
    work(NOW + 4 * DAY)
    assert Reminder.objects.get(channel="email").is_late


def test_a_deadline_made_at_short_notice_is_not_late(office, ana, policy, mail_server):
    work()
    due_step(office, due_on=TODAY + DAY)
    work(NOW + MINUTE)
    assert not Reminder.objects.get(channel="email").is_late
    assert "late" not in mail_server.messages[0].get_body(("plain",)).get_content()


def test_when_only_the_mail_was_away_the_delay_is_late_too(office, ana, policy, mail_server):
    due_step(office)
    plan_everything(now=NOW)
    plan_everything(now=NOW + 2 * DAY)
    send(NOW + 2 * DAY)
    assert Reminder.objects.get(channel="email").is_late


# Looked at again when sent


def test_a_matter_resolved_since_it_was_planned_is_not_sent(office, ana, policy, mail_server):
    _agreement, step = due_step(office)
    plan_everything(now=NOW)
    decide_step(by=acting(ana), step=step, outcome="approved")
    assert send().cancelled == 1
    assert mail_server.messages == []
    assert ("ana", "cancelled", "resolved") in states(channel="email")


def test_a_date_moved_since_it_was_planned_is_not_sent(office, ana, policy, mail_server):
    _agreement, step = due_step(office)
    plan_everything(now=NOW)
    Step.objects.filter(pk=step.pk).update(due_on=TODAY + 20 * DAY)
    assert send().sent == 0
    assert states(channel="email") == [("ana", "cancelled", "moved")]


def test_a_record_made_restricted_since_is_not_sent_to_those_who_see_it_no_more(
    office, ana, hugo, olga, policy, mail_server
):
    agreement, _step = due_step(office, officer=olga)
    plan_everything(now=NOW)
    change_agreement(by=acting(olga), agreement=agreement, classification="restricted")
    send()
    assert mail_server.recipients == ["hugo@example.org"]
    assert ("ana", "cancelled", "readdressed") in states(channel="email")


@pytest.mark.parametrize("loss", [{"is_active": False}, {"email": ""}])
def test_a_person_who_can_no_longer_be_reached_is_not_written_to(office, ana, policy, mail_server, loss):
    due_step(office)
    plan_everything(now=NOW)
    User.objects.filter(pk=ana.pk).update(**loss)
    assert send().sent == 0


# Faults


def test_an_address_the_server_refuses_is_tried_again_with_growing_pauses_and_then_has_failed(
    office, ana, hugo, policy, mail_server
):
    mail_server.answers["ana@example.org"] = "550 no such mailbox"
    due_step(office)
    now = NOW
    outcome = work(now)
    assert (outcome.sent, outcome.refused) == (1, 1)
    for number, pause in enumerate(PAUSES, start=1):
        reminder = Reminder.objects.get(recipient=ana, channel="email")
        assert (reminder.state, reminder.attempts) == ("planned", number)
        assert reminder.retry_at == now + pause * MINUTE
        assert send(reminder.retry_at - MINUTE / 2).refused == 0
        now = reminder.retry_at
        assert send(now).refused == 1
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts) == ("failed", len(PAUSES) + 1)
    assert "550 no such mailbox" in reminder.last_error
    assert mail_server.recipients == ["hugo@example.org"]


def test_an_address_refused_for_a_while_gets_its_message_in_the_end(office, ana, policy, mail_server):
    mail_server.answers["ana@example.org"] = "451 try again later"
    due_step(office)
    work()
    mail_server.answers.clear()
    assert send(NOW + 2 * MINUTE).sent == 1
    assert Reminder.objects.get(channel="email").last_error == ""


def test_a_mail_server_that_is_away_costs_no_attempt_and_loses_nothing(office, ana, policy, mail_server, settings):
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    due_step(office)
    outcome = work()
    assert (outcome.sent, outcome.server_away) == (0, True)
    reminder = Reminder.objects.get(channel="email")
    assert (reminder.state, reminder.attempts, reminder.claim) == ("planned", 0, None)
    settings.EMAIL_PORT = right
    assert send(NOW + MINUTE).sent == 1


def test_a_message_over_which_the_server_hangs_up_steps_back_behind_the_others(office, ana, hugo, policy, mail_server):
    mail_server.hang_up_on = "ana@example.org"
    due_step(office)
    first = work()
    assert first.server_away
    assert states(channel="email", state="sending") == []
    send(NOW + MINUTE / 2)
    assert mail_server.recipients == ["hugo@example.org"]


def test_a_record_that_breaks_its_message_does_not_hold_up_the_others(
    office, ana, hugo, policy, mail_server, monkeypatch
):
    from reminders.delivery import claims

    make = claims.message_for

    def broken_for_ana(errand):
        if errand.reminder.recipient == ana:
            raise KeyError("a field")
        return make(errand)

    monkeypatch.setattr(claims, "message_for", broken_for_ana)
    due_step(office)
    outcome = work()
    assert (outcome.sent, outcome.refused) == (1, 1)
    assert "KeyError" in Reminder.objects.get(recipient=ana, channel="email").last_error


def test_what_a_killed_worker_left_claimed_is_sent_after_a_while(office, ana, policy, mail_server):
    due_step(office)
    plan_everything(now=NOW)
    with transaction.atomic():
        DueReminders().claim(claim=uuid.uuid4(), now=NOW, limit=10)
    assert send(NOW + CLAIM_LIMIT).sent == 0
    assert send(NOW + CLAIM_LIMIT + MINUTE).sent == 1


def test_a_worker_that_lost_its_claim_does_not_overwrite_what_the_other_wrote(office, ana, policy, mail_server, caplog):
    due_step(office)
    plan_everything(now=NOW)
    moments = iter([NOW] * 4)

    def clock():
        """Just before the first message is marked as sent, another worker takes it over."""
        try:
            return next(moments)
        except StopIteration:
            Reminder.objects.filter(state="sending").update(claim=uuid.uuid4())
            return NOW

    deliver_mail(clock=clock)
    assert Reminder.objects.get(channel="email").state == "sending"
    assert "claimed by another worker" in caplog.text


# In Entente


def test_in_entente_a_reminder_is_shown_from_its_day_on_and_a_later_one_takes_its_place(office, ana, only):
    only("approval_step_due", offset_days=-3, channels=["in_app"], fallback_roles=["approver"])
    also("approval_step_due", offset_days=0, channels=["in_app"], fallback_roles=["approver"])
    due_step(office)
    plan_everything(now=NOW)
    assert show_in_app(now=NOW) == 1
    assert states() == [("ana", "sent", ""), ("ana", "planned", "")]
    show_in_app(now=NOW + 3 * DAY)
    assert states() == [("ana", "settled", "overtaken"), ("ana", "sent", "")]


def test_a_matter_resolved_is_settled_in_entente(office, ana, policy):
    _agreement, step = due_step(office)
    plan_everything(now=NOW)
    show_in_app(now=NOW)
    decide_step(by=acting(ana), step=step, outcome="approved")
    plan_everything(now=NOW)
    assert states(channel="in_app") == [("ana", "settled", "resolved")]
