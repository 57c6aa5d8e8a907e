"""Who is asked to decide is told so by e-mail: the right people, once, and never what they may not see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role, User
from agreements.models import Agreement
from approvals.actions import change_step, decide_step, record_absence
from approvals.models import Step
from core.mail import deliver as deliver_letters
from core.models import Letter, OutboxEvent
from core.outbox import deliver as deliver_outbox
from tests.approvals.notices import about, send, tell, text_of
from tests.cast import NOW, acting
from tests.factories import (
    give_roles,
    make_agreement,
    make_case,
    make_pending_agreement,
    make_person,
    make_step,
    submit,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(office):
    return make_case(make_agreement(office, stage="approval_pending", title="Arrangement on arms").approval_subject)


def test_those_who_may_decide_are_asked_and_nobody_else(case, cast, mail_server):
    make_step(case)
    submit(case.subject, by=acting(cast["hugo"]))
    assert send() == ["ana@example.org"]
    (message,) = mail_server.messages
    assert (
        str(message["Subject"]).strip() == "Please decide: Executive approval – LIS-MOU-2026-0001 Arrangement on arms"
    )


def test_it_says_what_is_asked_why_by_when_and_leads_to_the_step(case, ana, olga, mail_server, settings):
    settings.BASE_URL = "https://entente.example"
    step = make_step(case, responsible=ana, due_on=NOW.date() + 10 * DAY)
    submit(case.subject, by=acting(olga))
    send()
    for text in text_of(mail_server.messages[0]):
        assert "Please decide: Executive approval" in text
        assert "12 March 2026" in text
        assert "Olga Officer" in text
        assert "You are asked by name to decide." in text
        assert f"https://entente.example/approvals/steps/{step.uid}/" in text


def test_one_named_asks_nobody_else(case, ana, hugo, mail_server):
    make_step(case, responsible=ana)
    submit(case.subject)
    assert send() == ["ana@example.org"]


def test_twelve_steps_of_a_submission_are_one_letter(case, ana, mail_server):
    for _number in range(12):
        make_step(case, responsible=ana)
    submit(case.subject)
    assert send() == ["ana@example.org"]
    assert str(mail_server.messages[0]["Subject"]).strip().startswith("Please decide: 12 steps")


def test_handled_twice_it_is_sent_once(case, ana, mail_server):
    make_step(case)
    submit(case.subject)
    tell()
    tell(again=True)
    assert send() == ["ana@example.org"]
    tell(again=True)
    assert send() == []


def test_the_next_group_is_asked_when_its_turn_comes(case, ana, hugo, mail_server):
    first, _second = make_step(case, responsible=ana), make_step(case, group=2, responsible=hugo)
    submit(case.subject)
    assert send() == ["ana@example.org"]
    decide_step(by=acting(ana), step=first, outcome="approved")
    tell()
    assert [each.recipient.username for each in about("approval.asked")] == ["ana", "hugo"]


def test_a_running_step_that_asks_others_is_asked_anew_of_all_it_names(case, ana, hugo, olga, mail_server):
    step = make_step(case, responsible=ana)
    submit(case.subject)
    assert send() == ["ana@example.org"]
    step.refresh_from_db()
    change_step(by=acting(olga), step=step, changes={"responsible": (ana, hugo)})
    assert send() == ["ana@example.org", "hugo@example.org"]


def test_what_is_decided_before_it_goes_out_is_not_asked(case, ana, hugo, mail_server):
    step = make_step(case)
    submit(case.subject)
    tell()
    decide_step(by=acting(ana), step=step, outcome="approved")
    assert send(only="approval.asked") == []
    assert set(Letter.objects.filter(kind="approval.asked").values_list("state", flat=True)) == {"cancelled"}


def test_who_submitted_or_edited_last_is_not_asked(case, ana, hugo, olga, mail_server):
    give_roles(olga, case.subject.office, Role.APPROVER)
    make_step(case)
    type(case.subject).objects.filter(pk=case.subject_id).update(edited_by=hugo)
    submit(case.subject, by=acting(olga))
    assert send() == ["ana@example.org"]


def test_one_who_lost_sight_of_it_meanwhile_gets_nothing(case, ana, mail_server):
    make_step(case)
    submit(case.subject)
    tell()
    ana.role_assignments.all().delete()
    assert send() == []
    assert Letter.objects.get(recipient=ana).state == "cancelled"


def test_of_what_is_restricted_only_those_who_see_it_are_written_to(case, ana, hugo, mail_server):
    Agreement.objects.update(classification="restricted")
    make_step(case)
    submit(case.subject)
    assert send() == ["hugo@example.org"]


@pytest.mark.parametrize("loss", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_reached_is_not_written_to(case, ana, mail_server, loss):
    make_step(case)
    User.objects.filter(pk=ana.pk).update(**loss)
    submit(case.subject)
    assert send() == []


def test_the_deputy_is_asked_instead_of_one_who_is_away(case, ana, office, mail_server):
    dora = make_person("dora", roles={office: [Role.VIEWER]})
    now = timezone.now()
    by = acting(ana, at=now)
    record_absence(by=by, user=ana, first_day=now.date() - DAY, last_day=now.date() + 30 * DAY, deputy=dora)
    tell(at=now)
    Letter.objects.all().delete()
    make_step(case, responsible=ana)
    submit(case.subject)
    assert send(at=now) == ["dora@example.org"]
    assert "You stand in for Ana Approver, who is away." in text_of(mail_server.messages[0])[0]


def test_a_reader_of_spanish_gets_it_in_spanish(case, ana, mail_server):
    User.objects.filter(pk=ana.pk).update(language="es")
    make_step(case, due_on=NOW.date() + 10 * DAY)
    submit(case.subject)
    send()
    (message,) = mail_server.messages
    assert str(message["Content-Language"]) == "es"
    assert "12 de marzo de 2026" in text_of(message)[0]


def test_it_goes_through_the_outbox_and_the_mail_worker(office, ana, mail_server):
    make_pending_agreement(office)
    deliver_outbox(now=timezone.now())
    assert not OutboxEvent.objects.exclude(last_error="").exists()
    assert deliver_letters(clock=timezone.now).sent == 1
    assert mail_server.recipients == ["ana@example.org"]
    assert Step.objects.waiting().count() == 2  # both sides in one letter
