"""The working arrangement stands where the document left it."""

import datetime as dt

import pytest

from accounts.models import User
from agreements.actions import change_stage
from agreements.models import Act, Agreement
from approvals.actions import decide_step, record_outside_decision
from approvals.models import Step
from core.actors import Actor
from core.errors import Refused
from institutions.models import Institution
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


def steps() -> list[Step]:
    rows = Step.objects.filter(case__subject=arrangement().approval_subject).select_related("case__institution", "body")
    return list(rows.order_by("case_id", "group", "id"))


def short_name(institution: Institution | None) -> str:
    return institution.short_name if institution else ""


def test_each_side_has_the_route_of_its_template_with_its_first_step_in_progress() -> None:
    assert [(short_name(step.case.institution), step.kind, step.outcome) for step in steps()] == [
        ("Europol", "data_protection_review", "in_progress"),
        ("Europol", "governing_body", "not_started"),
        ("SSPC", "legal_opinion", "in_progress"),
        ("SSPC", "registered", "not_started"),
    ]
    assert steps()[1].body_name == "Management Board"
    assert {short_name(step.body) for step in steps()[2:]} == {"Ministry of Foreign Affairs"}


def test_that_the_steps_are_not_in_the_document_is_said_with_the_rule_they_are_from() -> None:
    assert all("steps: demo, as in the template" in step.source_note for step in steps())
    assert all("Regulation (EU) 2016/794" in step.source_note for step in steps()[:2])
    assert all("Ley sobre la Celebración de Tratados" in step.source_note for step in steps()[2:])


def test_the_first_step_is_due_two_weeks_after_the_first_run_and_says_that_this_is_demo() -> None:
    due = steps()[0]

    assert due.due_on == LOADED_AT.date() + dt.timedelta(days=14)
    assert "due date: demo" in due.source_note


def test_every_log_in_sees_it() -> None:
    people = User.objects.all()

    assert len(people) == 5
    assert all(Agreement.objects.visible_to(person).exists() for person in people)


def test_head_and_approver_each_decide_and_the_officer_records_what_the_ministry_said() -> None:
    for username, step in zip(["head", "approver"], steps()[:2], strict=True):
        decide_step(by=Actor.person(User.objects.get(username=username)), step=step, outcome="approved")
    officer = Actor.person(User.objects.get(username="officer"), at=LOADED_AT)
    record_outside_decision(
        by=officer, step=steps()[2], outcome="approved", decided_on=LOADED_AT.date(), source="A letter"
    )

    assert [step.outcome for step in steps()] == ["approved", "approved", "approved", "in_progress"]


def test_the_officer_cannot_record_approval_while_both_sides_are_pending() -> None:
    officer = User.objects.get(username="officer")

    with pytest.raises(Refused) as refused:
        change_stage(by=Actor.person(officer), agreement=arrangement(), to="approved")

    assert [refusal.code for refusal in refused.value.refusals] == ["approval_pending"]
