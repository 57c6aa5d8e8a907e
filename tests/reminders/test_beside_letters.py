"""Who is asked by letter on the day an e-mail reminder of the same matter is to go gets one mail, and never none."""

import datetime as dt
from itertools import permutations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Step
from core import mail
from core.models import Letter
from reminders.actions import snooze
from reminders.delivery import deliver_mail, forget_cancelled, show_in_app
from reminders.delivery.told import letters_beside
from reminders.models import Reminder
from reminders.panels import planned_reminders
from reminders.planning import plan_everything
from tests.approvals.notices import tell
from tests.cast import NOW, TODAY, acting
from tests.factories import make_office, make_pending_agreement, make_person
from tests.reminders.conftest import also, states

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def policy(only):
    return only("approval_step_due", offset_days=-3, fallback_roles=["approver", "head"])


def asked(office, olga, *, due_on=TODAY + 3 * DAY, at=NOW):
    """Ana is asked to decide a step, at this moment: nothing has been planned or told yet."""
    agreement, steps = make_pending_agreement(office, by=acting(olga, at=at), steps={"due_on": due_on})
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    return agreement, steps[0]


def remind(at):
    plan_everything(now=at)
    show_in_app(now=at)
    return deliver_mail(clock=lambda: at)


def tell_at(at):
    tell(at=at)


def send_letters(at):
    return mail.deliver(clock=lambda: at)


def write(at):
    tell_at(at)
    return send_letters(at)


def subjects(mail_server):
    return [str(message["Subject"]).split(":")[0].strip() for message in mail_server.messages]


def test_the_letter_goes_alone_and_the_reminder_on_the_page_stays(office, ana, olga, policy, mail_server):
    asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    assert subjects(mail_server) == ["Please decide"]
    assert states(channel="email") == [("ana", "cancelled", "told")]
    assert states(channel="in_app") == [("ana", "sent", "")]
    remind(NOW + DAY)
    assert len(mail_server.messages) == 1


@pytest.mark.parametrize("rounds", list(permutations([remind, tell_at, send_letters])))
@pytest.mark.parametrize("pause", [0, 30, 3600])
def test_in_whatever_order_and_however_slowly_the_workers_come_nobody_is_left_without_a_mail(
    office, ana, olga, policy, mail_server, rounds, pause
):
    asked(office, olga)
    for number in range(9):
        rounds[number % 3](NOW + number * dt.timedelta(seconds=pause))
    remind(NOW + 9 * dt.timedelta(seconds=pause) + 5 * MINUTE)
    assert "Please decide" in subjects(mail_server)
    assert len(mail_server.messages) == 1 or pause == 3600


def test_a_reminder_waits_while_the_letter_waits(office, ana, olga, policy, mail_server):
    asked(office, olga)
    tell(at=NOW)
    remind(NOW + 30 * MINUTE)
    assert (subjects(mail_server), states(channel="email")) == ([], [("ana", "planned", "")])
    write(NOW + 31 * MINUTE)
    remind(NOW + 32 * MINUTE)
    assert subjects(mail_server) == ["Please decide"]


def test_it_does_not_wait_for_ever(office, ana, olga, policy, mail_server):
    asked(office, olga)
    tell(at=NOW)
    remind(NOW + 30 * MINUTE)
    assert remind(NOW + 61 * MINUTE).sent == 1


def test_nobody_is_waited_for_to_whom_no_letter_is_posted(office, ana, olga, policy, mail_server):
    asked(office, olga)
    assert remind(NOW).sent == 0
    assert remind(NOW + 3 * MINUTE).sent == 1


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_letter_that_did_not_go_leaves_the_reminder(office, ana, olga, policy, mail_server, state):
    asked(office, olga)
    tell(at=NOW)
    Letter.objects.filter(recipient=ana).update(state=state, closed_at=NOW)
    assert remind(NOW + 5 * MINUTE).sent == 1


def test_a_letter_that_was_refused_leaves_the_reminder(office, ana, olga, policy, mail_server):
    mail_server.answers["ana@example.org"] = "451 try again later"
    asked(office, olga)
    write(NOW)
    mail_server.answers.clear()
    assert remind(NOW + 3 * MINUTE).sent == 1


def test_a_letter_of_an_earlier_day_leaves_the_reminder(office, ana, olga, policy, mail_server):
    asked(office, olga, due_on=TODAY + 4 * DAY)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    remind(NOW + DAY)
    assert len(subjects(mail_server)) == 2


def test_the_later_ones_go(office, ana, olga, policy, mail_server):
    also("approval_step_due", offset_days=0, fallback_roles=["approver"])
    asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    remind(NOW + 3 * DAY)
    assert states(channel="email") == [("ana", "cancelled", "told"), ("ana", "sent", "")]
    assert len(mail_server.messages) == 2


def test_what_is_overdue_goes_all_the_same(office, ana, olga, only, mail_server):
    only("approval_step_due", offset_days=7, fallback_roles=["approver"])
    asked(office, olga, due_on=TODAY - 7 * DAY)
    write(NOW)
    assert remind(NOW + 5 * MINUTE).sent == 1


def test_a_day_the_letter_did_not_name_is_told(office, ana, olga, policy, mail_server):
    _agreement, step = asked(office, olga, due_on=TODAY + 20 * DAY)
    write(NOW)
    Step.objects.filter(pk=step.pk).update(due_on=TODAY + 2 * DAY)
    assert remind(NOW + 5 * MINUTE).sent == 1


def test_a_letter_about_an_earlier_spell_leaves_the_reminder(office, ana, olga, policy, mail_server):
    _agreement, step = asked(office, olga)
    write(NOW)
    Step.objects.filter(pk=step.pk).update(spell=step.spell + 1)
    assert remind(NOW + 5 * MINUTE).sent == 1


def test_what_was_snoozed_comes_back_whatever_letter_went(office, ana, olga, policy, mail_server):
    asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    snooze(by=acting(ana, at=NOW), uid=Reminder.objects.get(channel="in_app").uid, until=TODAY + DAY)
    Letter.objects.update(sent_at=NOW + DAY)
    assert remind(NOW + DAY + 5 * MINUTE).sent == 1
    assert states(channel="email") == [("ana", "sent", "")]


def test_others_than_who_got_the_letter_are_reminded(office, ana, hugo, olga, only, mail_server):
    only("approval_step_due", offset_days=-3, to_roles=["head", "officer"])
    asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    told = set(Letter.objects.filter(state="sent").values_list("recipient__username", flat=True))
    reminded = set(Reminder.objects.filter(channel="email", state="sent").values_list("recipient__username", flat=True))
    assert "olga" in reminded
    assert told & reminded == set()


def test_the_day_is_that_of_the_office(only, mail_server, olga):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    office = make_office(code="TYO", time_zone="Asia/Tokyo")
    akira = make_person("akira", roles={office: ["approver"]})
    night = dt.datetime(2026, 3, 2, 15, 30, tzinfo=dt.UTC)  # half past midnight in Tokyo, on 3 March
    asked(office, olga, due_on=dt.date(2026, 3, 6), at=night)
    write(night)
    remind(night + 9 * 60 * MINUTE)  # 00:30 on 3 March in UTC
    assert mail_server.recipients == [akira.email]


def test_long_after_it_is_not_planned_again(office, ana, olga, policy, mail_server):
    asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    forget_cancelled(before=NOW + 95 * DAY)
    remind(NOW + 95 * DAY)
    assert len(mail_server.messages) == 1


def test_the_record_says_that_it_was_left_out(office, ana, olga, policy, mail_server, client):
    agreement, _step = asked(office, olga)
    write(NOW)
    remind(NOW + 5 * MINUTE)
    gone = planned_reminders(agreement, olga).context["gone"]
    assert sorted((line.is_told, line.channels) for line in gone) == [(False, ["In Entente"]), (True, ["E-mail"])]
    client.force_login(olga, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(f"/agreements/{agreement.reference}/").content.decode()
    assert "Left out" in page and "another e-mail asked for it on the same day" in page


def test_the_number_of_queries_does_not_grow_with_the_letters(office, ana, olga, policy, mail_server):
    for _number in range(4):
        asked(office, olga)
    write(NOW)
    plan_everything(now=NOW + 5 * MINUTE)
    mails = list(Reminder.objects.filter(channel="email"))
    with CaptureQueriesContext(connection) as seen:
        assert len(letters_beside(mails, now=NOW + 5 * MINUTE)) == 4
    assert len(seen) == 2
