"""Planning: from deadlines and policies to reminders, and back when the matter changes."""

import datetime as dt

import pytest

from accounts.models import Role
from activities.actions import change_activity
from agreements.actions import change_agreement, change_stage
from approvals.actions import decide_step
from approvals.models import Asked, Step
from reminders.models import Reminder, ReminderPolicy
from reminders.planning import plan_everything, plan_record
from tests.cast import NOW, TODAY, acting
from tests.factories import (
    MADE_AT,
    give_roles,
    make_activity,
    make_agreement,
    make_case,
    make_membership,
    make_office,
    make_pending_agreement,
    make_person,
    make_step,
    submit,
)
from tests.reminders.conftest import also, planned, states

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
IN_A_WEEK = TODAY + 7 * DAY


def plan(at=NOW):
    return plan_everything(now=at)


@pytest.fixture
def policy(only):
    """Three days before a step is due, to the person asked, else approvers and heads."""
    return only("approval_step_due", offset_days=-3, fallback_roles=["approver", "head"])


def pending(office, due_on=IN_A_WEEK, **values):
    """An agreement with one dated step for each of its two parties; the first one's."""
    agreement, steps = make_pending_agreement(office, steps={"due_on": due_on}, **values)
    Step.objects.filter(pk=steps[1].pk).update(due_on=None)
    return agreement, steps[0]


# What is planned


def test_a_step_with_a_date_is_planned_for_the_person_asked_by_each_channel(office, ana, hugo, policy):
    agreement, steps = make_pending_agreement(office, steps={"due_on": IN_A_WEEK, "responsible": ana})
    assert plan().planned == 4
    assert set(planned()) == {("ana", "email", "2026-03-06"), ("ana", "in_app", "2026-03-06")}
    reminder = Reminder.objects.first()
    assert (reminder.record_type, reminder.record_id, reminder.due_on) == ("agreement", agreement.pk, IN_A_WEEK)
    assert reminder.because == "responsible"
    assert {each.item_id for each in Reminder.objects.all()} == {step.pk for step in steps}


def test_an_unowned_step_falls_back_to_those_who_may_decide(office, ana, hugo, olga, policy):
    pending(office)
    plan()
    assert {(name, channel) for name, channel, _day in planned()} == {
        ("ana", "email"), ("ana", "in_app"), ("hugo", "email"), ("hugo", "in_app"),
    }  # fmt: skip


@pytest.mark.parametrize("loss", [{"is_active": False}, {"email": ""}])
def test_a_person_who_cannot_be_reached_is_stood_in_for_by_the_office(office, ana, hugo, policy, loss):
    asked = make_person("asked", roles={office: [Role.VIEWER]})
    make_pending_agreement(office, steps={"due_on": IN_A_WEEK, "responsible": asked})
    type(asked).objects.filter(pk=asked.pk).update(**loss)
    plan()
    assert {name for name, channel, _day in planned() if channel == "email"} == {"ana", "hugo"}


def test_where_no_approver_can_be_reached_officers_and_heads_are_told_then_administrators(office, only, adam):
    only("approval_step_due", offset_days=-3, to_responsible=False, to_roles=["approver"])
    pending(office)
    plan()
    assert {name for name, *_ in planned()} == {"adam"}
    make_person("olivia", roles={office: [Role.OFFICER]})
    plan()
    assert {name for name, state, _cause in states() if state == "planned"} == {"olivia"}


def test_people_of_other_offices_are_never_told(office, ana, oscar, policy):
    pending(office)
    plan()
    assert {name for name, *_ in planned()} == {"ana"}


def test_an_untouched_agreement_is_planned_for_thirty_days_after_its_last_change(office, olga, only):
    only("agreement_untouched", fallback_roles=["officer"])
    make_agreement(office, stage="negotiating", officer=olga)
    plan()
    assert planned(channel="email") == [("olga", "email", (MADE_AT.date() + 30 * DAY).isoformat())]


@pytest.mark.parametrize("stage", ["closed", "withdrawn", "rejected"])
def test_an_agreement_at_rest_may_lie_untouched(office, olga, only, stage):
    only("agreement_untouched", fallback_roles=["officer"])
    make_agreement(office, stage=stage, officer=olga)
    assert plan().planned == 0


def test_the_day_of_the_last_change_is_counted_in_the_offices_zone(only):
    """Made at 09:00 UTC on 2 February: in Auckland that day is over at 11:00 UTC, in Honolulu it has not begun."""
    only("agreement_untouched", fallback_roles=["officer"])
    for code, zone in (("AKL", "Pacific/Kiritimati"), ("HNL", "Pacific/Honolulu")):
        office = make_office(code=code, time_zone=zone)
        make_agreement(office, stage="negotiating", officer=make_person(code.lower(), roles={office: [Role.OFFICER]}))
    plan()
    assert {name: day for name, _channel, day in planned()} == {"akl": "2026-03-04", "hnl": "2026-03-03"}


def test_an_activity_about_to_start_is_planned_where_its_start_is_known_to_the_day(office, olga, only):
    only("activity_start", offset_days=-14, fallback_roles=["officer"])
    make_activity(office, state="scheduled", officer=olga, planned_start=dt.date.fromisoformat("2026-03-20"))
    make_activity(
        office, state="scheduled", officer=olga, planned_start=dt.date(2026, 4, 1), planned_start_precision="month"
    )
    make_activity(office, state="proposed", officer=olga, planned_start=dt.date.fromisoformat("2026-03-20"))
    plan()
    assert planned(channel="email") == [("olga", "email", "2026-03-06")]


def test_a_step_of_an_activity_or_a_membership_is_planned_under_its_record(office, ana, policy):
    activity = make_activity(office, state="approval_pending")
    membership = make_membership(office, state="approval_pending")
    for record in (activity, membership):
        make_step(make_case(record.approval_subject), due_on=IN_A_WEEK)
        submit(record.approval_subject)
    plan()
    found = Reminder.objects.filter(channel="email").values_list("record_type", "record_id")
    assert set(found) == {("activity", activity.pk), ("membership", membership.pk)}


def test_nothing_is_planned_further_ahead_than_the_horizon(office, ana, policy):
    pending(office, due_on=TODAY + 34 * DAY)
    assert plan().planned == 0
    assert plan(NOW + DAY).planned == 2


def test_a_repeated_policy_plans_each_occurrence_up_to_the_horizon(office, ana, only):
    only("approval_step_due", offset_days=7, repeat_every=7, repeat_times=4, fallback_roles=["approver"])
    pending(office)
    plan()
    assert [day for _name, _channel, day in planned(channel="email")] == [
        "2026-03-16", "2026-03-23", "2026-03-30",
    ]  # fmt: skip


def test_planning_twice_plans_once(office, ana, policy):
    pending(office)
    assert plan().planned == 2
    again = plan()
    assert (again.planned, again.cancelled) == (0, 0)


# Policies


def test_an_offices_own_policies_stand_instead_of_the_general_ones(office, other_office, ana, policy):
    approver = make_person("olaf", roles={other_office: [Role.APPROVER]})
    also("approval_step_due", offset_days=-1, office=other_office, fallback_roles=["approver"])
    pending(office)
    pending(other_office)
    plan()
    assert planned(channel="email") == [("ana", "email", "2026-03-06"), (approver.username, "email", "2026-03-08")]


def test_a_policy_out_of_use_cancels_what_it_planned_and_plans_it_again_when_back(office, ana, policy):
    pending(office)
    plan()
    ReminderPolicy.objects.filter(pk=policy.pk).update(is_active=False)
    assert plan().cancelled == 2
    assert states() == [("ana", "cancelled", "policy")] * 2
    ReminderPolicy.objects.filter(pk=policy.pk).update(is_active=True)
    plan()
    assert states() == [("ana", "planned", "")] * 2


def test_a_policy_with_another_day_moves_what_it_planned(office, ana, policy):
    pending(office)
    plan()
    ReminderPolicy.objects.filter(pk=policy.pk).update(offset_days=-2)
    plan()
    assert planned() == [("ana", "email", "2026-03-07"), ("ana", "in_app", "2026-03-07")]


def test_the_policies_an_installation_starts_with_reach_every_kind_of_deadline(office, olga, ana, hugo):
    make_activity(office, state="approved", officer=olga, planned_start=dt.date.fromisoformat("2026-03-10"))
    pending(office, officer=olga)
    plan()
    assert set(Reminder.objects.values_list("kind", flat=True)) == {
        "approval_step_due", "agreement_untouched", "activity_start",
    }  # fmt: skip


# What changes


def test_a_moved_date_cancels_and_plans_anew(office, ana, policy):
    _agreement, step = pending(office)
    plan()
    Step.objects.filter(pk=step.pk).update(due_on=IN_A_WEEK + 2 * DAY)
    plan()
    assert states(channel="email") == [("ana", "cancelled", "moved"), ("ana", "planned", "")]
    assert planned(channel="email", state="planned") == [("ana", "email", "2026-03-08")]


def test_a_date_moved_back_plans_the_first_reminder_again(office, ana, policy):
    _agreement, step = pending(office)
    plan()
    for due_on in (IN_A_WEEK + 2 * DAY, IN_A_WEEK):
        Step.objects.filter(pk=step.pk).update(due_on=due_on)
        plan()
    assert states(channel="email") == [("ana", "planned", ""), ("ana", "cancelled", "moved")]


def test_a_decided_step_cancels_its_reminders(office, ana, policy):
    _agreement, step = pending(office)
    plan()
    decide_step(by=acting(ana), step=step, outcome="approved")
    plan()
    assert states() == [("ana", "cancelled", "resolved")] * 2


def test_a_withdrawn_agreement_asks_for_nothing(office, ana, olga, policy):
    agreement, _step = pending(office)
    plan()
    change_stage(by=acting(olga), agreement=agreement, to="withdrawn", reason="Given up")
    plan()
    assert {state for _name, state, _cause in states()} == {"cancelled"}


def test_an_activity_put_off_moves_its_reminder(office, olga, only):
    only("activity_start", offset_days=-3, fallback_roles=["officer"])
    activity = make_activity(office, state="scheduled", officer=olga, planned_start=dt.date.fromisoformat("2026-03-20"))
    plan()
    change_activity(by=acting(olga), activity=activity, planned_start=dt.date.fromisoformat("2026-03-25"))
    plan()
    assert planned(channel="email", state="planned") == [("olga", "email", "2026-03-22")]


def test_a_new_person_asked_takes_over_what_was_planned(office, ana, hugo, policy):
    _agreement, step = pending(office)
    Asked.objects.create(step=step, user=ana)
    plan()
    Asked.objects.update(user=hugo)
    plan()
    assert states(channel="email") == [("ana", "cancelled", "readdressed"), ("hugo", "planned", "")]


def test_only_the_record_named_is_planned(office, ana, policy):
    agreement, _step = pending(office)
    pending(office)
    assert plan_record(record=("agreement", agreement.pk), now=NOW).planned == 2
    assert set(Reminder.objects.values_list("record_id", flat=True)) == {agreement.pk}


def test_planning_one_record_takes_nothing_back_of_another(office, ana, policy):
    first, _step = pending(office)
    _second, step = pending(office)
    plan()
    Step.objects.filter(pk=step.pk).update(due_on=None)
    assert plan_record(record=("agreement", first.pk), now=NOW).cancelled == 0
    assert plan_record(record=("agreement", _second.pk), now=NOW).cancelled == 2


def test_a_record_of_a_kind_without_deadlines_is_no_fault(db, policy):
    assert plan_record(record=("institution", 1), now=NOW).planned == 0


# Late, or just short


def test_what_was_to_go_while_nobody_planned_keeps_its_day(office, ana, policy):
    plan(NOW)
    pending(office, due_on=TODAY + 5 * DAY)
    plan(NOW + 4 * DAY)
    assert planned(channel="email") == [("ana", "email", (TODAY + 2 * DAY).isoformat())]


def test_what_is_made_at_short_notice_goes_today(office, ana, policy):
    plan(NOW)
    pending(office, due_on=TODAY + DAY)
    plan(NOW + dt.timedelta(minutes=1))
    assert planned(channel="email") == [("ana", "email", TODAY.isoformat())]


def test_of_the_reminders_of_an_old_deadline_only_the_latest_is_planned(office, ana, only):
    only("approval_step_due", offset_days=-14, fallback_roles=["approver"])
    also("approval_step_due", offset_days=7, repeat_every=7, repeat_times=10, fallback_roles=["approver"])
    pending(office, due_on=TODAY - 30 * DAY)
    plan()
    past = Reminder.objects.filter(channel="email", scheduled_on__lte=TODAY)
    assert [each.scheduled_on for each in past] == [TODAY - 2 * DAY]


# Who may see it


def test_a_restricted_record_is_planned_only_for_those_who_may_see_it(office, ana, hugo, olga, aude, policy):
    pending(office, classification="restricted")
    plan()
    assert {name for name, *_ in planned()} == {"hugo"}


def test_a_named_reader_who_may_decide_is_told_of_a_restricted_step(office, ana, hugo, olga, policy):
    agreement, _step = pending(office, classification="restricted", officer=olga)
    change_agreement(by=acting(olga), agreement=agreement, readers=[ana])
    plan()
    assert {name for name, *_ in planned()} == {"ana", "hugo"}


def test_where_nobody_addressed_may_see_a_restricted_record_the_nearest_who_may_is_told(office, ana, hugo, only):
    only("approval_step_due", offset_days=-3, to_responsible=False, to_roles=["approver"])
    pending(office, classification="restricted")
    plan()
    assert {name for name, *_ in planned()} == {"hugo"}


def test_a_record_that_becomes_restricted_takes_back_what_others_would_have_been_told(office, ana, hugo, olga, policy):
    agreement, _step = pending(office, officer=olga)
    plan()
    change_agreement(by=acting(olga), agreement=agreement, classification="restricted")
    plan()
    assert {name for name, state, _cause in states() if state == "planned"} == {"hugo"}


def test_an_activity_under_a_restricted_agreement_alone_is_planned_for_those_who_see_the_agreement(
    office, other_office, only
):
    only("activity_start", offset_days=-3, fallback_roles=["officer", "head"])
    secret = make_agreement(other_office, classification="restricted")
    inside = make_person("inside", roles={office: [Role.OFFICER]})
    give_roles(inside, other_office, Role.HEAD)
    make_person("outside", roles={office: [Role.HEAD]})
    make_activity(office, state="approved", agreements=[secret], planned_start=dt.date.fromisoformat("2026-03-20"))
    plan()
    assert {name for name, *_ in planned()} == {"inside"}


def test_a_person_in_charge_who_lost_every_role_is_stood_in_for(office, olga, hugo, only):
    only("agreement_untouched", fallback_roles=["head"])
    make_agreement(office, stage="negotiating", officer=olga)
    olga.role_assignments.all().delete()
    plan()
    assert {name for name, *_ in planned()} == {"hugo"}
