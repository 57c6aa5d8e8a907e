"""While somebody is away their deputy decides for them, and where none is there the head of the office."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from approvals.actions import end_absence, record_absence
from approvals.deadlines.steps import StepsDue
from approvals.deciders import Decider
from approvals.models import ApprovalSubject
from core.errors import InvalidInput, NotAllowed, Refused
from core.registries import DEADLINE_COLUMNS
from tests.approvals.substitutes import asked, decides, is_away, may, waiting_step
from tests.cast import NOW, TODAY, TOMORROW, acting
from tests.factories import make_agreement, make_case, make_person, make_step, submit


@pytest.fixture
def step(office, ana):
    """Ana alone is asked."""
    return waiting_step(office, responsible=ana)


@pytest.fixture
def head(office, hugo):
    """A second head of the office."""
    return make_person("helena", roles={office: ["head"]})


def close(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_the_deputy_decides_while_the_person_is_away_and_no_longer(step, ana, nadia):
    is_away(ana, deputy=nadia, first_day=TOMORROW, last_day=TOMORROW)
    begins = dt.datetime.combine(TOMORROW, dt.time(), tzinfo=dt.UTC)
    ends, second = begins + dt.timedelta(days=1), dt.timedelta(seconds=1)
    moments = [begins - second, begins, ends - second, ends]
    assert [may(nadia, step, at=moment) for moment in moments] == [False, True, True, False]
    assert [asked(step, at=moment) for moment in moments] == [["ana"], ["nadia for ana"], ["nadia for ana"], ["ana"]]


def test_both_names_stand_in_the_decision_of_a_deputy(step, ana, nadia):
    is_away(ana, deputy=nadia)
    decision = decides(nadia, step, instead_of=ana)
    assert (decision.decided_by, decision.on_behalf_of, decision.through) == (nadia, ana, "deputy")


def test_the_person_may_decide_from_afar(step, ana, nadia):
    is_away(ana, deputy=nadia)
    assert may(ana, step)


def test_without_a_deputy_the_head_of_the_office_decides(step, ana, hugo, oscar):
    is_away(ana)
    assert asked(step) == ["hugo for ana"]
    assert may(hugo, step)
    assert not may(oscar, step)
    assert decides(hugo, step, instead_of=ana).through == "escalation"


def test_with_a_deputy_who_is_there_the_head_does_not_decide(step, ana, hugo, nadia):
    is_away(ana, deputy=nadia)
    assert not may(hugo, step)


def test_a_deputy_who_is_away_too_leaves_it_to_the_head(step, ana, hugo, nadia, otto):
    is_away(ana, deputy=nadia)
    is_away(nadia, deputy=otto)
    assert asked(step) == ["hugo for ana"]
    assert (may(hugo, step), may(otto, step)) == (True, False)


def test_a_deputy_who_cannot_log_in_leaves_it_to_the_head(step, ana, hugo, nadia):
    is_away(ana, deputy=nadia)
    close(nadia)
    assert asked(step) == ["hugo for ana"]
    assert (may(hugo, step), may(nadia, step)) == (True, False)


def test_a_head_who_is_away_leaves_it_to_the_others(step, ana, hugo, head):
    is_away(ana)
    is_away(hugo)
    assert asked(step) == ["helena for ana"]


def test_the_other_heads_decide_for_a_head_who_is_away(office, hugo, head):
    step = waiting_step(office, responsible=hugo)
    is_away(hugo)
    assert asked(step) == ["helena for hugo"]
    assert may(head, step)


def test_nobody_stands_in_for_an_account_that_is_closed(step, ana, hugo, nadia):
    is_away(ana, deputy=nadia)
    close(ana)
    assert (may(nadia, step), may(hugo, step), asked(step)) == (False, False, [])


@pytest.mark.parametrize("order", [("nadia", None), (None, "nadia")])
def test_overlapping_absences_have_the_deputy_that_one_of_them_names(step, cast, order):
    for deputy in order:
        is_away(cast["ana"], deputy=cast.get(deputy))
    assert asked(step) == ["nadia for ana"]
    assert (may(cast["nadia"], step), may(cast["hugo"], step)) == (True, False)


def test_two_overlapping_absences_ask_both_deputies(step, ana, nadia, otto):
    is_away(ana, deputy=nadia)
    is_away(ana, deputy=otto)
    assert asked(step) == ["nadia for ana", "otto for ana"]
    assert (may(nadia, step), may(otto, step)) == (True, True)


def test_a_right_held_twice_stands_once(office, ana, hugo, nadia):
    for _each in range(2):
        is_away(ana)
        is_away(hugo, deputy=nadia)
    assert [each.principal for each in Decider(hugo, at=NOW).mandates] == [hugo, ana]
    assert [each.principal for each in Decider(nadia, at=NOW).mandates] == [nadia, hugo]


def test_reminders_go_to_whom_decides(office, ana, hugo, nadia):
    """Of overlapping absences, of a deputy who is away, and of one who is not."""
    now, day = timezone.now(), timezone.localdate()
    step = waiting_step(office, responsible=ana, due_on=day)
    week = {"first_day": day, "last_day": day + dt.timedelta(days=6)}

    def reminded() -> set[int]:
        rows = StepsDue().rows(until=day, today=day)
        return {row[responsible] for row in rows if row[item] == step.pk}

    item, responsible = DEADLINE_COLUMNS.index("item_id"), DEADLINE_COLUMNS.index("responsible_id")
    assert reminded() == {ana.pk}
    record_absence(by=acting(ana, at=now), user=ana, **week)
    assert reminded() == {hugo.pk}
    record_absence(by=acting(ana, at=now), user=ana, deputy=nadia, **week)
    assert reminded() == {nadia.pk}
    record_absence(by=acting(nadia, at=now), user=nadia, **week)
    assert reminded() == {hugo.pk}


def test_ended_it_ends_at_once_and_only_once(step, ana, nadia):
    away = is_away(ana, deputy=nadia)
    end_absence(by=acting(ana), absence=away)
    assert (may(nadia, step), asked(step)) == (False, ["ana"])
    with pytest.raises(Refused, match="ended already"):
        end_absence(by=acting(ana), absence=away)


def test_the_head_records_for_members_and_nobody_for_others(ana, hugo, olga, oscar, nadia):
    record_absence(by=acting(hugo), user=ana, first_day=TODAY, last_day=TODAY)
    for recorder, person in ((olga, ana), (hugo, oscar), (hugo, nadia), (oscar, ana)):
        with pytest.raises(NotAllowed):
            record_absence(by=acting(recorder), user=person, first_day=TODAY, last_day=TODAY)


def test_a_deputy_is_somebody_else_who_can_log_in(ana, nadia):
    close(nadia)
    for deputy in (ana, User.objects.get(pk=nadia.pk)):
        with pytest.raises(InvalidInput) as refused:
            is_away(ana, deputy=deputy)
        assert set(refused.value.errors) == {"deputy"}


def test_a_deputy_sees_a_restricted_record_that_names_the_person_while_they_are_away(office, olga, ana, nadia, otto):
    agreement = make_agreement(office, stage="approval_pending", classification="restricted", officer=olga)
    make_step(make_case(agreement.approval_subject), responsible=ana)
    submit(agreement.approval_subject)
    now, day = timezone.now(), timezone.localdate()

    def sees(person: User) -> bool:
        return ApprovalSubject.objects.visible_to(person).filter(pk=agreement.approval_subject_id).exists()

    record_absence(by=acting(ana), user=ana, deputy=nadia, first_day=TODAY, last_day=TODAY)  # over long ago
    assert (sees(nadia), sees(otto)) == (False, False)
    away = record_absence(by=acting(ana, at=now), user=ana, deputy=nadia, first_day=day, last_day=day)
    record_absence(
        by=acting(ana, at=now), user=ana, deputy=otto, first_day=day + dt.timedelta(9), last_day=day + dt.timedelta(9)
    )
    assert (sees(nadia), sees(otto)) == (True, False)
    end_absence(by=acting(ana, at=timezone.now()), absence=away)
    assert not sees(nadia)
