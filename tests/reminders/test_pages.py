"""The reader's reminders on their pages."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.models import Step
from reminders.delivery import show_in_app
from reminders.models import Answer, Reminder, Unsubscription
from reminders.planning import plan_everything
from tests.factories import make_pending_agreement
from tests.web.conftest import browse, words_of

pytestmark = pytest.mark.django_db
__all__ = ["browse"]
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def agreement(office, ana, only, today):
    """One step due in two days, of which Ana is reminded now."""
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    return due_step(office, today + 2 * DAY)


def due_step(office, due_on, **values):
    agreement, steps = make_pending_agreement(office, steps={"due_on": due_on}, **values)
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    plan_everything(now=timezone.now())
    show_in_app(now=timezone.now())
    return agreement


def own(person):
    return Reminder.objects.get(recipient=person, channel="in_app")


def test_due_now_lists_the_matter_with_its_answers(agreement, ana, browse):
    page = browse(ana).get("/reminders/")
    words = words_of(page)
    assert agreement.title in words
    assert "Decide the approval step" in words
    assert "due in 2 days" in words
    assert f'action="/reminders/{own(ana).uid}/acknowledge/"' in page.content.decode()


def test_the_bell_counts_what_the_first_list_holds(agreement, office, ana, browse, today):
    due_step(office, today)
    page = browse(ana).get("/reminders/")
    assert page.context["unread_reminders"] == len(page.context["items"]) == 2


def test_acknowledging_moves_it_to_done(agreement, ana, browse):
    client = browse(ana)
    page = client.post(f"/reminders/{own(ana).uid}/acknowledge/", follow=True)
    assert "Acknowledged." in words_of(page)
    assert "Nothing is due" in words_of(page)
    assert "acknowledged by you" in words_of(client.get("/reminders/?show=done"))


def test_upcoming_says_on_which_day(office, ana, only, browse, today):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    due_step(office, today + 10 * DAY)
    words = words_of(browse(ana).get("/reminders/?show=upcoming"))
    assert "you are reminded on" in words


def test_a_reminder_says_why_and_takes_answers(agreement, ana, browse):
    words = words_of(browse(ana).get(f"/reminders/{own(ana).uid}/"))
    assert "You are an approver of the responsible office." in words
    assert "Europe/Lisbon" in words
    assert "3 days before the date" in words


def test_snoozing_takes_a_day(agreement, ana, browse, today):
    client = browse(ana)
    until = today + 5 * DAY
    client.post(f"/reminders/{own(ana).uid}/snooze/", {"until": until.isoformat()})
    assert Answer.objects.get().until == until
    assert own(ana).act_on == until
    assert "snoozed" in words_of(client.get("/reminders/?show=upcoming"))


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01"])
def test_a_day_that_cannot_be_is_explained_and_kept(agreement, ana, browse, until):
    page = browse(ana).post(f"/reminders/{own(ana).uid}/snooze/", {"until": until})
    assert page.status_code == 422
    assert page.context["snooze_form"].errors["until"]
    assert "Error:" in page.content.decode().split("</title>")[0]


def test_stopping_takes_a_reason(agreement, ana, browse):
    client = browse(ana)
    assert client.post(f"/reminders/{own(ana).uid}/stop/", {"reason": " "}).status_code == 422
    client.post(f"/reminders/{own(ana).uid}/stop/", {"reason": "Agreed by telephone"})
    assert "stopped by you: Agreed by telephone" in words_of(client.get("/reminders/?show=done"))


def test_looking_changes_nothing(agreement, ana, browse):
    client = browse(ana)
    for act in ("acknowledge", "snooze", "stop"):
        assert client.get(f"/reminders/{own(ana).uid}/{act}/").status_code == 405
    client.get(f"/reminders/{own(ana).uid}/")
    assert not Answer.objects.exists()


def test_others_do_not_find_it(agreement, ana, hugo, oscar, browse):
    for person in (hugo, oscar):
        assert browse(person).get(f"/reminders/{own(ana).uid}/").status_code == 404
        assert browse(person).post(f"/reminders/{own(ana).uid}/acknowledge/").status_code == 404
    assert browse(ana).get(f"/reminders/{uuid.uuid4()}/").status_code == 404


def test_what_is_over_is_said_to_be_over(agreement, ana, browse):
    uid = own(ana).uid
    Step.objects.update(due_on=None)
    plan_everything(now=timezone.now())
    page = browse(ana).post(f"/reminders/{uid}/acknowledge/")
    assert page.status_code == 409
    assert "Nothing is due here any more" in words_of(page)


def test_a_record_that_became_restricted_is_neither_shown_nor_counted(agreement, ana, browse):
    type(agreement).objects.update(classification="restricted")
    page = browse(ana).get("/reminders/")
    assert agreement.title not in page.content.decode()
    assert page.context["unread_reminders"] == 0


def test_signed_out_readers_are_sent_to_the_log_in(client, db):
    assert client.get("/reminders/")["Location"].startswith("/accounts/login/")


def test_there_is_no_other_list(ana, browse):
    assert browse(ana).get("/reminders/?show=everything").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(office, ana, only, browse, today, django_assert_num_queries):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    client = browse(ana)
    due_step(office, today)
    client.get("/reminders/")
    with CaptureQueriesContext(connection) as one:
        client.get("/reminders/")
    for _number in range(4):
        due_step(office, today)
    with django_assert_num_queries(len(one)):
        page = client.get("/reminders/")
    assert len(page.context["items"]) == 5


def test_pages_follow_each_other_without_loss(office, ana, only, browse, today, monkeypatch):
    monkeypatch.setattr("reminders.web.lists.ROWS", 2)
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    titles = [due_step(office, today).title for _number in range(5)]
    client, address, seen = browse(ana), "/reminders/", []
    while address:
        page = client.get(address)
        seen += [item.about.name for item, _answer in page.context["items"]]
        address = f"/reminders/{page.context['next']}" if page.context["next"] else ""
    assert sorted(seen) == sorted(titles)


# E-mails


def test_a_kind_of_mail_can_be_turned_off_and_on_again(agreement, ana, only, browse):
    client = browse(ana)
    policy = own(ana).policy
    assert "Turn off" in words_of(client.get("/reminders/e-mails/"))
    client.post("/reminders/e-mails/", {"policy": policy.pk, "wanted": "no"})
    assert Unsubscription.objects.get().user == ana
    assert "Turn on" in words_of(client.get("/reminders/e-mails/"))
    assert not Reminder.objects.filter(recipient=ana, channel="email", state="planned").exists()
    client.post("/reminders/e-mails/", {"policy": policy.pk, "wanted": "yes"})
    plan_everything(now=timezone.now())
    assert Reminder.objects.filter(recipient=ana, channel="email", state="planned").exists()


def test_a_mandatory_mail_cannot_be_turned_off(agreement, ana, browse):
    policy = own(ana).policy
    type(policy).objects.update(is_mandatory=True)
    page = browse(ana).post("/reminders/e-mails/", {"policy": policy.pk, "wanted": "no"})
    assert page.status_code == 409
    assert not Unsubscription.objects.exists()


@pytest.mark.parametrize("policy", ["", "x", "99999999999999999999", "0"])
def test_a_policy_that_is_not_there_is_not_found(ana, browse, policy):
    assert browse(ana).post("/reminders/e-mails/", {"policy": policy}).status_code == 404
