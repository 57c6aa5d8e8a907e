"""Who is told of what became of an approval: those who wait for it, in words, and never who did it."""

from __future__ import annotations

import datetime as dt

import pytest

from agreements.actions import change_agreement, change_stage
from agreements.models import Agreement
from approvals.actions import (
    NewCondition,
    confirm_condition,
    confirm_conditions_met,
    decide_step,
    delegate_decisions,
    dispense_with_step,
    end_absence,
    lapse_case,
    record_absence,
    record_outside_decision,
    revoke_delegation,
    withdraw_case,
)
from approvals.actions.links import issue_link, use_link
from approvals.models import Condition, Step
from core.models import Letter
from tests.approvals.notices import about, send, tell, text_of
from tests.cast import NOW, TODAY, acting, the_system
from tests.factories import (
    make_agreement,
    make_case,
    make_contact,
    make_pending_agreement,
    make_person,
    make_step,
    submit,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
LATER = NOW + MINUTE


@pytest.fixture
def steps(office, olga, otto):
    """One step for each of two sides, submitted by Olga; Otto is in charge of the agreement."""
    _agreement, steps = make_pending_agreement(office, by=acting(olga), officer=otto, title="Arrangement on arms")
    return steps


@pytest.fixture
def silent(steps, ana, hugo, mail_server):
    """What is asked has gone out; what comes next is about what happens then."""
    send()
    mail_server.messages.clear()


def subjects(mail_server) -> set[str]:
    return {str(message["Subject"]).strip().split(" – ")[0] for message in mail_server.messages}


# Decisions


def test_who_submitted_and_the_officer_in_charge_learn_what_was_decided(steps, silent, ana, mail_server):
    decide_step(by=acting(ana), step=steps[0], outcome="approved", comment="Fine with <me>")
    assert send() == ["olga@example.org", "otto@example.org"]
    for plain_or_html in (0, 1):
        text = text_of(mail_server.messages[0])[plain_or_html]
        assert "Ana Approver" in text
        assert "You submitted it for approval." in text
    assert "“Fine with <me>”" in text_of(mail_server.messages[0])[0]
    assert "Fine with &lt;me&gt;" in text_of(mail_server.messages[0])[1]


def test_the_letter_about_the_last_side_says_that_signature_is_free(steps, silent, ana, hugo, mail_server):
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    send()
    assert subjects(mail_server) == {f"Approved on the side of {steps[0].case}"}
    assert "other sides are still open" in text_of(mail_server.messages[0])[0]
    mail_server.messages.clear()
    decide_step(by=acting(hugo, at=LATER), step=steps[1], outcome="approved")
    send(at=LATER)
    assert subjects(mail_server) == {"Approved by every side"}
    assert "signature is no longer held up by approvals" in text_of(mail_server.messages[0])[0]


def test_a_request_for_changes_goes_to_the_last_editor_too_with_the_comment(steps, silent, ana, mail_server, hugo):
    subject = steps[0].case.subject
    type(subject).objects.filter(pk=subject.pk).update(edited_by=hugo)
    decide_step(by=acting(ana), step=steps[0], outcome="changes_requested", comment="Article 3 is too wide")
    assert send() == ["hugo@example.org", "olga@example.org", "otto@example.org"]
    assert subjects(mail_server) == {"Changes requested: Executive approval"}
    assert "Article 3 is too wide" in text_of(mail_server.messages[0])[0]
    assert "submit this side again" in text_of(mail_server.messages[0])[0]


def test_a_rejection_says_that_it_ends_the_side(steps, silent, ana, mail_server):
    decide_step(by=acting(ana), step=steps[0], outcome="rejected", comment="Beyond the mandate")
    assert send() == ["olga@example.org", "otto@example.org"]
    assert subjects(mail_server) == {"Rejected: Executive approval"}
    assert "This ends the approval of this side." in text_of(mail_server.messages[0])[0]


def test_who_dispenses_with_a_step_is_not_told_of_it(steps, silent, otto):
    dispense_with_step(by=acting(otto), step=steps[0], outcome="skipped", comment="Done elsewhere")
    assert send() == ["olga@example.org"]


@pytest.mark.parametrize("recorded", [True, False])
def test_a_decision_taken_outside_names_the_person_with_the_role(office, olga, otto, mail_server, recorded):
    _agreement, (step, _other) = make_pending_agreement(
        office, by=acting(olga), officer=otto, steps={"is_outside": True}
    )
    contact = make_contact(step.case.institution, "Carla Contact")
    outcome = {"step": step, "outcome": "approved"}
    if recorded:
        given = {"decided_on": TODAY, "contact": contact, "source": "Letter 5"}
        record_outside_decision(by=acting(olga), **outcome, **given)
    else:
        link = issue_link(by=acting(olga), step=step, contact=contact)
        use_link(by=the_system("approval link"), link=link, outcome="approved", network="0" * 32)
    send(only="approval.decided")
    text = text_of(mail_server.messages[-1])[0]
    assert f"Carla Contact (Liaison officer), {step.case.institution}" in text


def test_one_in_whose_name_it_was_decided_learns_by_whom(steps, silent, ana, nadia, mail_server):
    delegate_decisions(by=acting(ana), delegate=nadia, first_day=TODAY, last_day=TODAY)
    send()
    mail_server.messages.clear()
    decide_step(by=acting(nadia), step=steps[0], outcome="approved", on_behalf_of=ana)
    assert send() == ["ana@example.org", "olga@example.org", "otto@example.org"]
    for message in mail_server.messages:
        assert "Nadia Nobody, on behalf of Ana Approver" in text_of(message)[0]


def test_nobody_is_told_who_may_no_longer_see_it(steps, silent, ana, otto):
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    Agreement.objects.update(classification="restricted", officer=None)
    assert send() == []
    assert set(Letter.objects.filter(kind="approval.decided").values_list("state", flat=True)) == {"cancelled"}


def test_handled_twice_everything_is_sent_once(steps, silent, ana):
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    tell()
    tell(again=True)
    assert send() == ["olga@example.org", "otto@example.org"]
    tell(again=True)
    assert send() == []


# Conditions


def test_conditions_confirmed_together_are_one_letter_to_who_set_them_and_the_submitter(
    steps, silent, ana, otto, mail_server
):
    conditions = [NewCondition("Ask the ministry"), NewCondition("Name a contact")]
    decide_step(by=acting(ana), step=steps[0], outcome="approved_with_conditions", conditions=conditions)
    send()
    mail_server.messages.clear()
    confirm_conditions_met(by=acting(otto, at=LATER), step=steps[0], on=TODAY, evidence="Note 12")
    assert send(at=LATER) == ["ana@example.org", "olga@example.org"]
    text = text_of(mail_server.messages[0])[0]
    for words in ("Ask the ministry", "Name a contact", "Note 12", "All conditions of this step are met."):
        assert words in text
    assert f"The approval of {steps[0].case} is complete; other sides are still open." in text


def test_of_one_condition_it_says_how_many_are_left(steps, silent, ana, otto, mail_server):
    conditions = [NewCondition("Ask the ministry"), NewCondition("Name a contact")]
    decide_step(by=acting(ana), step=steps[0], outcome="approved_with_conditions", conditions=conditions)
    send()
    mail_server.messages.clear()
    confirm_condition(by=acting(otto, at=LATER), condition=Condition.objects.order_by("id")[0], on=TODAY)
    send(at=LATER)
    text = text_of(mail_server.messages[0])[0]
    assert "1 condition is still open." in text
    assert "Name a contact" not in text
    assert "is complete" not in text


# A change of what was approved


@pytest.fixture
def reset(steps, ana, otto, mail_server, silent):
    """Ana approved one side; then Otto changed the legal basis."""
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    send()
    mail_server.messages.clear()
    agreement = Agreement.objects.get()
    change_agreement(by=acting(otto, at=LATER), agreement=agreement, legal_basis="Article 25")
    return agreement


def test_whose_decision_was_undone_learns_what_changed_and_is_asked_again_in_the_same_letter(reset, mail_server, ana):
    assert send(at=LATER) == ["ana@example.org", "hugo@example.org", "olga@example.org"]
    by_person = {str(message["To"]): message for message in mail_server.messages}
    text = text_of(by_person["ana@example.org"])[0]
    assert str(by_person["ana@example.org"]["Subject"]).strip().startswith("Your decision no longer counts")
    for words in ("Legal basis", "Article 25", "Otto Officer", "You are asked again now: Executive approval"):
        assert words in text
    assert "/approvals/steps/" in text
    assert "You submitted it for approval." in text_of(by_person["olga@example.org"])[0]
    assert str(by_person["hugo@example.org"]["Subject"]).strip().startswith("Please decide")


def test_asked_again_later_one_reads_what_changed_since(office, olga, otto, ana, hugo, mail_server):
    agreement = make_agreement(office, stage="approval_pending", officer=otto)
    case = make_case(agreement.approval_subject, agreement.parties.first().institution)
    first, second = make_step(case, responsible=hugo), make_step(case, group=2, responsible=ana)
    submit(agreement.approval_subject, by=acting(olga))
    decide_step(by=acting(hugo), step=first, outcome="approved")
    decide_step(by=acting(ana), step=second, outcome="approved")
    send()
    change_agreement(by=acting(otto, at=LATER), agreement=agreement, legal_basis="Article 25")
    mail_server.messages.clear()
    send(at=LATER)
    by_person = {str(message["To"]): text_of(message)[0] for message in mail_server.messages}
    assert "You are asked again now: Executive approval" in by_person["hugo@example.org"]
    assert "You are asked again once the steps before yours are done" in by_person["ana@example.org"]
    mail_server.messages.clear()
    decide_step(by=acting(hugo, at=LATER + MINUTE), step=first, outcome="approved")
    assert "ana@example.org" in send(at=LATER + MINUTE)
    text = next(text_of(each)[0] for each in mail_server.messages if each["To"] == "ana@example.org")
    assert "What has changed since you decided on 2 March 2026:" in text
    assert "Legal basis: Not stated → Article 25" in text


# Withdrawn, lapsed


def test_those_who_were_asked_learn_that_it_was_withdrawn(steps, silent, olga, otto, mail_server):
    withdraw_case(by=acting(otto, at=LATER), case=steps[0].case, reason="The other side asks for time")
    assert send(at=LATER) == ["ana@example.org", "hugo@example.org", "olga@example.org"]
    for message in mail_server.messages:
        assert "The other side asks for time" in text_of(message)[0]


def test_of_what_is_withdrawn_before_the_mail_goes_those_asked_hear_nothing(steps, ana, hugo, otto, mail_server):
    tell()
    change_stage(by=acting(otto, at=LATER), agreement=Agreement.objects.get(), to="negotiating", reason="New text")
    assert send(at=LATER) == ["olga@example.org"]
    assert {each.state for each in about("approval.asked")} == {"cancelled"}


def test_a_record_that_leaves_its_approval_tells_each_person_of_each_side_once(steps, silent, otto, mail_server):
    change_stage(by=acting(otto, at=LATER), agreement=Agreement.objects.get(), to="negotiating", reason="New text")
    send(at=LATER)
    assert subjects(mail_server) == {
        "Your decision is no longer needed: approval withdrawn", "Approval withdrawn",
    }  # fmt: skip


def test_that_it_lapsed_is_told_to_who_decided_and_who_was_asked(steps, silent, ana, otto, mail_server):
    make_step(steps[0].case, group=2)
    decide_step(by=acting(ana), step=steps[0], outcome="approved")
    send()
    mail_server.messages.clear()
    lapse_case(by=acting(otto, at=LATER), case=steps[0].case, reason="A year has passed")
    assert send(at=LATER) == ["ana@example.org", "hugo@example.org", "olga@example.org"]
    assert subjects(mail_server) == {"An approval has lapsed"}
    assert "A year has passed" in text_of(mail_server.messages[0])[0]


# Delegations and absences


def test_a_delegation_is_confirmed_to_both(ana, nadia, mail_server):
    given = delegate_decisions(
        by=acting(ana), delegate=nadia, first_day=TODAY, last_day=TODAY + 5 * DAY, reason="Leave"
    )
    assert send() == ["ana@example.org", "nadia@example.org"]
    assert subjects(mail_server) == {
        "Nadia Nobody may decide in your name", "You may decide in the name of Ana Approver",
    }  # fmt: skip
    assert "2 March 2026 to 7 March 2026" in text_of(mail_server.messages[0])[0]
    mail_server.messages.clear()
    revoke_delegation(by=acting(ana), delegation=given)
    assert send() == ["ana@example.org", "nadia@example.org"]
    assert "You no longer decide in the name of Ana Approver" in subjects(mail_server)


def test_the_deputy_learns_that_they_stand_in_and_when_it_ends_early(ana, office, mail_server):
    dora = make_person("dora")
    away = record_absence(by=acting(ana), user=ana, first_day=TODAY, last_day=TODAY + 5 * DAY, deputy=dora)
    assert send() == ["dora@example.org"]
    assert subjects(mail_server) == {"You stand in for Ana Approver"}
    mail_server.messages.clear()
    end_absence(by=acting(ana, at=LATER), absence=away)
    assert send(at=LATER) == ["dora@example.org"]
    assert subjects(mail_server) == {"You no longer stand in for Ana Approver"}


def test_without_a_deputy_the_head_on_whom_something_falls_is_told(steps, silent, ana, hugo, mail_server):
    record_absence(by=acting(ana), user=ana, first_day=TODAY, last_day=TODAY + 5 * DAY)
    assert send() == []
    Step.objects.get(pk=steps[0].pk).asked.create(user=ana)
    record_absence(by=acting(ana), user=ana, first_day=TODAY, last_day=TODAY + 6 * DAY)
    assert send() == ["hugo@example.org"]
    assert "Nobody is named as deputy" in text_of(mail_server.messages[0])[0]
