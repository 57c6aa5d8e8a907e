"""Whom a waiting step is asked of where several could be, and why nobody is where nobody is left."""

from accounts.models import RoleAssignment, User
from agreements.actions import change_agreement
from approvals.askees import why_nobody
from approvals.steps import COMPLETED_BY_ACT
from tests.approvals.substitutes import asked, decides, found, gives, is_away, may, waiting_step
from tests.cast import NOW, acting
from tests.factories import make_agreement, make_case, make_person, make_step, submit


def why(step) -> str:
    return why_nobody(found(step), at=NOW)


def edits(person: User, step) -> None:
    change_agreement(by=acting(person), agreement=step.case.subject.agreement, legal_basis="Another one")


def test_the_holders_of_the_role_who_are_there(office, ana, hugo):
    step = waiting_step(office)
    assert sorted(asked(step)) == ["ana", "hugo"]
    is_away(ana)
    assert asked(step) == ["hugo"]


def test_where_who_is_there_is_barred_those_who_stand_in_for_the_absent(office, ana, hugo, nadia):
    step = waiting_step(office)
    is_away(ana, deputy=nadia)
    edits(hugo, step)
    assert asked(step) == ["nadia for ana"]
    assert may(nadia, step)


def test_who_is_asked_for_themselves_is_not_asked_for_another_too(office, ana, hugo):
    step = waiting_step(office, responsible=[hugo, ana], quorum=2)
    is_away(hugo, deputy=ana)
    assert asked(step) == ["ana"]


def test_a_delegate_may_decide_and_is_not_asked(office, ana, nadia):
    step = waiting_step(office, responsible=ana)
    gives(ana, nadia)
    assert asked(step) == ["ana"]


def test_no_reason_is_given_where_somebody_is_asked_or_need_not_be(office, ana):
    step = waiting_step(office, responsible=ana)
    outside = waiting_step(office, is_outside=True, body_name="Ministry")
    by_act = waiting_step(office, kind=sorted(COMPLETED_BY_ACT)[0])
    assert [why(each) for each in (step, outside, by_act)] == ["", "", ""]


def test_a_person_named_whose_account_is_closed_is_replaced_by_nobody(office, ana, hugo):
    step = waiting_step(office, responsible=ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert asked(step) == []
    assert not may(hugo, step)
    assert why(step) == "Ana Approver: no login any more."


def test_nobody_holds_the_role(office):
    assert why(waiting_step(office, role="viewer")) == (
        "In Lisbon office nobody holds a role that decides it (Viewer)."
    )


def test_everybody_is_away(office, ana, hugo, nadia):
    step = waiting_step(office, responsible=ana)
    for person, deputy in ((ana, nadia), (nadia, None), (hugo, None)):
        is_away(person, deputy=deputy)
    assert asked(step) == []
    assert why(step) == "Ana Approver: away, and neither a deputy nor a head of the office is there."


def test_a_deputy_who_edited_last(office, ana, otto):
    step = waiting_step(office, responsible=ana)
    is_away(ana, deputy=otto)
    edits(otto, step)
    assert asked(step) == []
    assert why(step).startswith("Otto Officer: barred, because they or whom they stand in for submitted this")


def test_who_decided_on_the_side_already(office, ana):
    first = waiting_step(office, responsible=ana)
    second = make_step(first.case, kind="legal_opinion", responsible=ana)
    assert why(second) == ""
    decides(ana, first)
    assert why(second).startswith("Ana Approver: barred")


def test_who_submitted(office, ana, hugo):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), role="approver")
    submit(agreement.approval_subject, by=acting(ana))
    assert why(step).startswith("Ana Approver: barred")
    RoleAssignment.objects.create(user=make_person("amir"), office=office, role="approver")
    assert (why(step), asked(step)) == ("", ["amir"])
