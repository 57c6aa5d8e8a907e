"""Reminders on the pages of records, before a change is made, and after it."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.actions import change_state
from agreements.actions import change_stage
from approvals.models import Step
from core.models import OutboxEvent
from core.outbox import deliver
from core.registries import Proposal, registries
from reminders.models import Reminder, ReminderPolicy
from reminders.panels import planned_reminders
from reminders.planning import plan_everything
from reminders.planning.topics import TOPICS, record_of
from tests.cast import NOW, TODAY, acting
from tests.factories import lay_out_approval, make_activity, make_agreement, make_membership, make_pending_agreement
from tests.reminders.conftest import states
from tests.web.conftest import browse, words_of

pytestmark = pytest.mark.django_db
__all__ = ["browse"]
DAY = dt.timedelta(days=1)


def one_step(office, due_on, **values):
    agreement, steps = make_pending_agreement(office, steps={"due_on": due_on}, **values)
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    return agreement, steps[0]


def said_before(record, viewer, *, old, new, field="stage"):
    proposal = Proposal(record=record, field=field, old=old, new=new, on=TODAY, today=TODAY)
    return [each.sentence for each in registries.consequences_of(proposal, viewer) if "eminder" in each.sentence]


# The panel


def test_a_record_shows_what_is_planned_to_whom_and_when(office, ana, hugo, only, browse):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver", "head"])
    agreement, _step = one_step(office, timezone.localdate() + 10 * DAY)
    plan_everything(now=timezone.now())
    panel = planned_reminders(agreement, ana)
    (line,) = panel.context["planned"]
    assert (sorted(line.people), line.channels) == (["Ana Approver", "Hugo Head"], ["E-mail", "In Entente"])
    words = words_of(browse(ana).get(f"/agreements/{agreement.reference}/"))
    assert "Approval step due" in words
    assert "Ana Approver, Hugo Head" in words


def test_it_shows_what_could_not_be_delivered(office, ana, only, browse):
    only("approval_step_due", channels=["email"], fallback_roles=["approver"])
    agreement, _step = one_step(office, TODAY)
    plan_everything(now=NOW)
    Reminder.objects.update(state="failed")
    words = words_of(browse(ana).get(f"/agreements/{agreement.reference}/"))
    assert "Could not be delivered Ana Approver" in words


def test_an_activity_shows_its_own(office, olga, only, browse):
    only("activity_start", offset_days=-3)
    activity = make_activity(office, state="approved", officer=olga, planned_start=TODAY + 10 * DAY)
    plan_everything(now=NOW)
    assert "Start of an activity" in words_of(browse(olga).get(f"/activities/{activity.reference}/"))


def test_a_record_with_nothing_planned_says_so(office, olga, only, browse):
    only("activity_start")
    agreement = make_agreement(office)
    words = words_of(browse(olga).get(f"/agreements/{agreement.reference}/"))
    assert "No reminder goes out about it within 30 days." in words


# Before a change


def test_submitting_says_which_reminders_will_be_planned(office, olga, only):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement, due_on=TODAY + 10 * DAY)
    said = said_before(agreement, olga, old="text_agreed", new="approval_pending")
    assert said == [
        "Reminders are planned: Approval step due, 12 March 2026. The first goes out on 9 March 2026.",
    ]


def test_withdrawing_says_which_reminders_will_be_cancelled(office, ana, olga, only):
    only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    agreement, _step = one_step(office, TODAY + 10 * DAY)
    plan_everything(now=NOW)
    said = said_before(agreement, olga, old="approval_pending", new="withdrawn")
    assert said == ["2 planned reminders are cancelled: Approval step due."]


def test_any_change_of_stage_moves_the_reminder_that_nobody_touched_it(office, olga, only):
    only("agreement_untouched")
    agreement = make_agreement(office, stage="negotiating", officer=olga)
    plan_everything(now=NOW)
    said = said_before(agreement, olga, old="negotiating", new="text_agreed")
    assert said == [
        "Reminders move: Agreement not touched for a while, now 1 April 2026. The first goes out on 1 April 2026."
    ]


def test_approving_an_activity_says_when_its_start_is_reminded_of(office, olga, only):
    only("activity_start", offset_days=-14)
    activity = make_activity(office, state="approval_pending", officer=olga, planned_start=TODAY + 10 * DAY)
    said = said_before(activity, olga, old="approval_pending", new="approved", field="state")
    assert said == ["Reminders are planned: Start of an activity, 12 March 2026. The first goes out on 2 March 2026."]


# After a change


def test_every_topic_of_these_records_is_listened_to(office, olga):
    for topic in TOPICS:
        assert registries.outbox_handlers[topic]


def test_the_outbox_plans_the_record_within_the_same_round(office, ana, only):
    only("approval_step_due", fallback_roles=["approver"])
    one_step(office, TODAY)
    deliver(now=NOW)
    assert states(channel="email") == [("ana", "planned", "")]
    assert not OutboxEvent.objects.filter(done_at=None).exists()


def test_a_change_of_stage_takes_back_through_the_outbox(office, ana, olga, only):
    only("approval_step_due", offset_days=3, fallback_roles=["approver"])
    agreement, _step = one_step(office, TODAY)
    deliver(now=NOW)
    change_stage(by=acting(olga), agreement=agreement, to="withdrawn", reason="Given up")
    deliver(now=NOW)
    assert {state for _name, state, _cause in states()} == {"cancelled"}


def test_an_activity_that_has_begun_needs_no_reminder_of_its_start(office, olga, only):
    only("activity_start", offset_days=3)
    activity = make_activity(office, state="scheduled", officer=olga, planned_start=TODAY)
    deliver(now=NOW)
    assert states() == [("olga", "planned", "")] * 2
    change_state(by=acting(olga), activity=activity, to="under_way")
    deliver(now=NOW)
    assert states() == [("olga", "cancelled", "resolved")] * 2


def test_the_record_of_a_payload_is_found_by_its_kind_or_its_subject(office):
    agreement, _step = one_step(office, TODAY)
    membership = make_membership(office)
    assert record_of({"agreement": 7, "act": 1}) == ("agreement", 7)
    assert record_of({"subject": agreement.approval_subject_id}) == ("agreement", agreement.pk)
    assert record_of({"subject": membership.approval_subject_id}) == ("membership", membership.pk)
    assert record_of({"subject": 0}) is None
    assert record_of({}) is None


# The administration


def test_an_administrator_changes_a_policy_and_planning_follows(office, ana, adam, only, browse):
    policy = only("approval_step_due", offset_days=-3, fallback_roles=["approver"])
    one_step(office, TODAY + 10 * DAY)
    plan_everything(now=NOW)
    answer = browse(adam).post(
        f"/admin/reminders/reminderpolicy/{policy.pk}/change/",
        {
            "names_en": "Mine", "names_es": "Mía", "offset_days": "-5", "repeat_every": "0", "repeat_times": "0",
            "to_responsible": "on", "fallback_roles": ["approver"], "channels": ["email"], "is_active": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 302, words_of(answer)
    plan_everything(now=NOW)
    waiting = Reminder.objects.get(state="planned")
    assert (waiting.channel, waiting.act_on) == ("email", TODAY + 5 * DAY)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"channels": []}, "This field is required."),
        ({"to_responsible": "", "to_roles": []}, "Say to whom: the person responsible, or at least one role."),
        ({"repeat_times": "3", "repeat_every": "0"}, "Say after how many days it is repeated."),
        ({"offset_days": "400"}, "Ensure this value is less than or equal to 365."),
        ({"fallback_roles": ["emperor"]}, "Select a valid choice. emperor is not one of the available choices."),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_a_sentence(adam, only, browse, wrong, sentence):
    policy = only("approval_step_due", offset_days=-3)
    sent = {
        "names_en": "Mine", "offset_days": "-5", "repeat_every": "0", "repeat_times": "0",
        "to_responsible": "on", "channels": ["email"], "is_active": "on", **wrong,
    }  # fmt: skip
    page = browse(adam).post(
        f"/admin/reminders/reminderpolicy/{policy.pk}/change/", {k: v for k, v in sent.items() if v != ""}
    )
    assert page.status_code == 200
    errors = page.context["adminform"].form.errors
    assert [str(each) for sentences in errors.values() for each in sentences] == [sentence]
    assert ReminderPolicy.objects.get(pk=policy.pk).offset_days == -3
