"""The working arrangement stands where the document left it."""

import datetime as dt

import pytest

from accounts.models import User
from agreements.actions import change_stage
from agreements.models import Act, Agreement
from approvals.actions import decide_step
from approvals.models import Step
from core.actors import Actor
from core.errors import Refused
from tests.demo.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def arrangement() -> Agreement:
    return Agreement.objects.get()


def test_its_approval_is_pending_and_nothing_was_signed() -> None:
    assert (arrangement().kind, arrangement().stage) == ("working_arrangement", "approval_pending")
    assert not Act.objects.exists()


def test_europol_and_the_sspc_are_the_parties_and_the_foreign_ministry_facilitates() -> None:
    roles = [(party.institution.short_name, party.role) for party in arrangement().parties.all()]

    assert roles == [("Europol", "party"), ("SSPC", "party"), ("Ministry of Foreign Affairs", "facilitator")]


def test_its_purposes_are_its_subjects_each_with_its_sentence() -> None:
    links = arrangement().subject_links.select_related("subject")

    assert {link.subject.code for link in links} == {
        "organised-crime", "corruption", "terrorism", "arms-trafficking", "ammunition", "explosives",
    }  # fmt: skip
    assert all(link.source_quote for link in links)


def test_each_party_has_one_step_in_progress_by_a_body_the_source_does_not_state() -> None:
    steps = Step.objects.filter(case__subject=arrangement().approval_subject).order_by("id")

    assert [step.case.institution.short_name for step in steps] == ["Europol", "SSPC"]
    assert {(step.outcome, step.body_name) for step in steps} == {("in_progress", "not stated in the source")}
    assert all("demo" in step.source_note for step in steps)


def test_one_step_alone_is_due_two_weeks_after_the_first_run_and_says_that_this_is_demo() -> None:
    due = Step.objects.exclude(due_on=None).get()

    assert due.due_on == LOADED_AT.date() + dt.timedelta(days=14)
    assert "due date: demo" in due.source_note


def test_every_log_in_sees_it() -> None:
    people = User.objects.all()

    assert len(people) == 5
    assert all(Agreement.objects.visible_to(person).exists() for person in people)


def test_head_and_approver_may_each_decide_because_nobody_of_theirs_submitted() -> None:
    steps = Step.objects.filter(case__subject=arrangement().approval_subject).order_by("id")

    for username, step in zip(["head", "approver"], steps, strict=True):
        decide_step(by=Actor.person(User.objects.get(username=username)), step=step, outcome="approved")

    assert {step.outcome for step in steps.all()} == {"approved"}


def test_the_officer_cannot_record_approval_while_both_sides_are_pending() -> None:
    officer = User.objects.get(username="officer")

    with pytest.raises(Refused) as refused:
        change_stage(by=Actor.person(officer), agreement=arrangement(), to="approved")

    assert [refusal.code for refusal in refused.value.refusals] == ["approval_pending"]
