"""What holds up signature and entry into force on the page of an agreement, and on whom each side waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import change_agreement, change_stage
from approvals.actions import NewCondition, decide_step, record_absence
from approvals.steps import StepKind
from core.actors import Actor
from tests.factories import (
    lay_out_approval,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
    sign,
    submit,
)
from tests.web.conftest import words_of


def page_of(client, agreement):
    return words_of(client.get(f"/agreements/{agreement.reference}/"))


def two_sides(office, **values):
    europol, ministry = make_institution("Europol"), make_institution("Ministry", country="MX")
    return make_agreement(office, parties=[europol, ministry], **values), europol, ministry


def test_what_waits_on_whom_since_when_and_until_when_is_said_before_signature(office, victor, ana, hugo, browse):
    due = timezone.localdate() + dt.timedelta(days=3)
    agreement, europol, ministry = two_sides(office, stage="approval_pending")
    make_step(
        make_case(agreement.approval_subject, europol),
        kind=StepKind.GOVERNING_BODY,
        body_name="Management Board",
        responsible=ana,
        due_on=due,
    )
    make_step(make_case(agreement.approval_subject, ministry), responsible=hugo)
    submit(agreement.approval_subject, by=Actor.system("tests"))
    page = page_of(browse(victor), agreement)
    assert "Before signature Europol: Governing body – Management Board – waits on Ana Approver since" in page
    assert "due in 3 days" in page
    assert "Ministry: Executive approval – waits on Hugo Head since" in page
    assert "Before entry into force Beyond what signature needs, nothing in the approvals blocks" in page


def test_who_is_away_is_named_with_their_deputy(office, victor, ana, hugo, browse):
    agreement, _steps = make_pending_agreement(office, steps={"responsible": ana})
    today = timezone.localdate()
    record_absence(by=Actor.person(ana), user=ana, first_day=today, last_day=today, deputy=hugo)
    assert "waits on Hugo Head for Ana Approver, who is away since" in page_of(browse(victor), agreement)


def test_a_step_nobody_may_decide_says_so(office, victor, olga, browse):
    agreement, _steps = make_pending_agreement(office, by=Actor.person(olga), steps={"responsible": olga})
    before_signature = page_of(browse(victor), agreement).split("Before entry into force", 1)[0]
    assert "waits, and nobody who is asked may decide it" in before_signature


def test_nothing_blocks_signature_once_every_side_has_approved(office, victor, ana, hugo, browse):
    agreement, steps = make_pending_agreement(office)
    for step, person in zip(steps, (ana, hugo), strict=True):
        decide_step(by=Actor.person(person), step=step, outcome="approved")
    page = page_of(browse(victor), agreement)
    assert "Before signature Nothing blocks signature." in page
    assert "nothing in the approvals blocks entry into force." in page


def test_what_holds_up_entry_into_force_only_is_not_said_to_hold_up_signature(office, victor, ana, browse):
    agreement, europol, _ministry = two_sides(office, stage="approval_pending")
    case = make_case(agreement.approval_subject, europol)
    make_step(
        case,
        kind=StepKind.PARLIAMENT_APPROVED,
        blocks_signature=False,
        blocks_entry_into_force=True,
        responsible=ana,
    )
    submit(agreement.approval_subject, by=Actor.system("tests"))
    page = page_of(browse(victor), agreement)
    assert "Before entry into force Europol: Approved by parliament – waits on Ana Approver since" in page
    assert "Before signature Ministry – no approval step is laid out Before entry into force" in page


def test_conditions_that_are_not_met_hold_it_up(office, victor, ana, browse):
    agreement, (step, _other) = make_pending_agreement(office)
    conditions = [NewCondition("Until 2030"), NewCondition("In two languages")]
    decide_step(by=Actor.person(ana), step=step, outcome="approved_with_conditions", conditions=conditions)
    assert "approved, but 2 conditions are not met" in page_of(browse(victor), agreement)


def test_a_side_that_was_not_submitted_is_named_once(office, victor, browse):
    agreement, _europol, _ministry = two_sides(office, stage="text_agreed")
    lay_out_approval(agreement)
    assert "Before signature Europol, Ministry – not submitted for approval yet" in page_of(browse(victor), agreement)


def test_what_the_stage_machine_demands_besides_is_said_too(office, victor, browse):
    agreement, _europol, _ministry = two_sides(
        office, stage="approval_pending", kind="working_arrangement", personal_data="yes"
    )
    page = page_of(browse(victor), agreement)
    assert "no approval step is laid out" in page
    assert "A working arrangement that exchanges personal data needs a basis" in page.split("Before signature", 1)[1]


def test_once_signed_it_says_since_when_and_what_is_still_open(office, victor, ana, browse):
    agreement = make_agreement(office, stage="signed")
    page = page_of(browse(victor), agreement)
    assert "Before signature It is signed: since" in page
    assert "Before entry into force" in page


def test_nothing_is_said_of_an_agreement_at_rest(office, victor, browse):
    assert "Before signature" not in page_of(browse(victor), make_agreement(office, stage="closed"))


def test_a_quorum_says_how_many_have_approved(office, victor, ana, hugo, browse):
    agreement, (step, _other) = make_pending_agreement(office, steps={"quorum": 2})
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    page = page_of(browse(victor), agreement)
    assert "waits on Hugo Head since" in page
    assert "1 of 2 has approved" in page


def test_undone_decisions_are_seen_with_what_was_changed_until_somebody_decides_again(
    office, olga, otto, ana, hugo, browse
):
    agreement, (step, _other) = make_pending_agreement(office, by=Actor.person(olga))
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    change_agreement(by=Actor.person(otto), agreement=agreement, legal_basis="Article 23")
    page = page_of(browse(ana), agreement)
    assert "Decisions undone on" in page
    assert "Otto Officer changed what is approved. Changed: Legal basis." in page
    assert "1 decision of earlier rounds" in page
    decide_step(by=Actor.person(ana), step=step, outcome="approved")
    assert "Decisions undone on" not in page_of(browse(ana), agreement)


@pytest.mark.parametrize("person", ["olga", "victor"])
def test_many_parties_take_no_more_queries_than_two(office, person, browse, request):
    client = browse(request.getfixturevalue(person))

    def asked(number):
        parties = [make_institution(f"State {number} {each}") for each in range(number)]
        agreement, _steps = make_pending_agreement(office, parties=parties)
        client.get(f"/agreements/{agreement.reference}/")
        with CaptureQueriesContext(connection) as captured:
            page = words_of(client.get(f"/agreements/{agreement.reference}/"))
        assert ("and 2 more" in page) is (number == 8)
        return len(captured)

    assert asked(8) <= asked(2) <= 52


def test_it_says_whether_what_was_approved_is_what_is_registered_now(office, olga, otto, ana, hugo, victor, browse):
    agreement, steps = make_pending_agreement(office, by=Actor.person(olga))
    for step, person in zip(steps, (ana, hugo), strict=True):
        decide_step(by=Actor.person(person), step=step, outcome="approved")
    client = browse(victor)
    assert page_of(client, agreement).count("What was approved is what is registered now.") == 2
    change_stage(by=Actor.person(olga), agreement=agreement, to="approved")
    sign(agreement)
    agreement.refresh_from_db()
    change_stage(by=Actor.person(olga), agreement=agreement, to="signed")
    change_agreement(by=Actor.person(otto), agreement=agreement, legal_basis="Article 23")
    page = page_of(client, agreement)
    assert page.count("What is registered now has changed since it was approved.") == 2
    assert "What was approved is what is registered now." not in page
