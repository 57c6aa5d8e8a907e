"""A power that was given: from its first to its last day, within its scope, never passed on, with both names."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.actions import change_agreement
from agreements.models import Agreement
from approvals.actions import revoke_delegation
from approvals.deciders import Decider
from approvals.models import ApprovalSubject, Asked, Delegation
from core.errors import InvalidInput, NotAllowed, Refused
from core.history import history_of
from tests.approvals.substitutes import decides, found, gives, is_away, may, waiting_step
from tests.cast import NOW, TODAY, acting
from tests.expectations import invalid
from tests.factories import make_activity, make_agreement, make_case, make_person, make_step, submit

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def step(office, hugo):
    """Hugo alone is asked."""
    return waiting_step(office, responsible=hugo)


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Asia/Tokyo", "2026-03-02T15:00Z", "2026-03-04T15:00Z"),
        ("America/Mexico_City", "2026-03-03T06:00Z", "2026-03-05T06:00Z"),
    ],
)
def test_the_days_are_those_of_the_person_who_gives(step, hugo, nadia, zone, begins, ends):
    User.objects.filter(pk=hugo.pk).update(time_zone=zone)
    hugo.refresh_from_db()
    gives(hugo, nadia, first_day=dt.date(2026, 3, 3), last_day=dt.date(2026, 3, 4))
    first, after = dt.datetime.fromisoformat(begins), dt.datetime.fromisoformat(ends)
    moments = [first - SECOND, first, after - SECOND, after]
    assert [may(nadia, step, at=moment) for moment in moments] == [False, True, True, False]


def test_it_holds_within_its_office(office, other_office, step, hugo, nadia):
    given = gives(hugo, nadia, office=other_office)
    assert not may(nadia, step)
    revoke_delegation(by=acting(hugo), delegation=given)
    gives(hugo, nadia, office=office)
    assert may(nadia, step)


def test_it_holds_for_its_kinds_of_record_and_of_step(office, step, hugo, nadia):
    activity = make_activity(office, state="approval_pending")
    legal = make_step(make_case(activity.approval_subject), kind="legal_opinion", responsible=hugo)
    submit(activity.approval_subject)
    gives(hugo, nadia, subject_kinds=["activity"])
    assert (may(nadia, step), may(nadia, legal)) == (False, True)
    gives(hugo, nadia, step_kinds=["executive_approval"])
    assert (may(nadia, step), may(nadia, legal)) == (True, True)


def test_kinds_of_both_sorts_must_fit_at_once(step, hugo, nadia):
    gives(hugo, nadia, subject_kinds=["agreement"], step_kinds=["legal_opinion"])
    assert not may(nadia, step)


def test_it_is_not_passed_on(step, hugo, ana, nadia):
    gives(hugo, ana)
    gives(ana, nadia)
    is_away(ana, deputy=nadia)
    assert may(ana, step)
    assert not may(nadia, step)


def test_it_covers_what_the_delegator_decides_by_role_where_they_have_it(office, other_office, hugo, nadia):
    here, there = waiting_step(office), waiting_step(other_office)
    gives(hugo, nadia)
    assert (may(nadia, here), may(nadia, there)) == (True, False)


def test_both_names_stand_in_decision_and_history(step, hugo, ana):
    gives(hugo, ana)
    decision = decides(ana, step, instead_of=hugo)
    assert (decision.decided_by, decision.on_behalf_of, decision.through) == (ana, hugo, "delegation")
    roots = [("approvals_approvalsubject", step.case.subject_id)]
    written = [each.after for each in history_of(roots).filter(table_name="approvals_decision")]
    assert [(row["decided_by_id"], row["on_behalf_of_id"]) for row in written] == [(ana.pk, hugo.pk)]


def test_taken_back_it_ends_at_once_and_what_was_decided_stays(office, step, hugo, ana):
    given, other = gives(hugo, ana), waiting_step(office, responsible=hugo)
    decides(ana, step, instead_of=hugo)
    revoke_delegation(by=acting(hugo), delegation=given)
    assert not may(ana, other)
    assert found(step).outcome == "approved"
    with pytest.raises(Refused, match="ended already"):
        revoke_delegation(by=acting(hugo), delegation=given)


def test_nobody_but_the_giver_takes_it_back(hugo, ana, adam):
    given = gives(hugo, ana)
    for person in (ana, adam):
        with pytest.raises(NotAllowed):
            revoke_delegation(by=acting(person), delegation=given)


def test_it_dies_with_the_account_of_who_gave_it(step, hugo, nadia):
    gives(hugo, nadia)
    User.objects.filter(pk=hugo.pk).update(is_active=False)
    assert not may(nadia, step)


def test_a_delegate_who_submitted_is_barred(office, hugo, otto):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), responsible=hugo)
    submit(agreement.approval_subject, by=acting(otto))
    gives(hugo, otto)
    assert not may(otto, step)


def test_a_delegate_who_edited_last_is_barred(step, hugo, otto):
    change_agreement(by=acting(otto), agreement=step.case.subject.agreement, legal_basis="Another one")
    gives(hugo, otto)
    assert not may(otto, step)


def test_a_delegate_who_decided_on_the_side_is_barred(office, hugo, ana):
    first = waiting_step(office, responsible=ana)
    second = make_step(first.case, kind="legal_opinion", responsible=hugo)
    gives(hugo, ana)
    assert may(ana, second)
    decides(ana, first)
    assert not may(ana, second)


def test_the_power_of_who_is_barred_is_barred(office, hugo, ana, nadia):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), responsible=[hugo, ana])
    submit(agreement.approval_subject, by=acting(hugo))
    gives(hugo, nadia)
    assert not may(nadia, step)
    gives(ana, nadia)
    assert may(nadia, step)


def test_one_person_counts_once_however_they_are_represented(office, hugo, nadia, ana):
    step = waiting_step(office, responsible=[hugo, ana], quorum=2)
    gives(hugo, nadia)
    gives(ana, nadia)
    decides(nadia, step, instead_of=hugo)
    assert not may(hugo, step)
    assert not may(nadia, step)
    assert may(ana, step)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_day": TODAY, "last_day": TODAY - dt.timedelta(days=1)}, "last_day"),
        ({"first_day": TODAY - dt.timedelta(days=9), "last_day": TODAY - dt.timedelta(days=2)}, "last_day"),
        ({"first_day": TODAY, "last_day": TODAY + dt.timedelta(days=800)}, "last_day"),
        ({"subject_kinds": ["weather"]}, "subject_kinds"),
    ],
)
def test_what_cannot_be_given_is_told_by_field(hugo, ana, values, field):
    with pytest.raises(InvalidInput) as refused:
        gives(hugo, ana, **values)
    assert field in refused.value.errors


def test_nobody_gives_to_themselves_or_to_an_account_that_is_closed(hugo):
    gone = make_person("gone", is_active=False)
    for person in (hugo, gone):
        with pytest.raises(InvalidInput) as refused:
            gives(hugo, person)
        assert set(refused.value.errors) == {"delegate"}


# What a delegate sees of restricted records. The present moment is the database's.


@pytest.fixture
def hidden(office, olga, ana):
    """A restricted agreement, of whose two steps one asks Ana by name."""
    agreement = make_agreement(office, stage="approval_pending", classification="restricted", officer=olga)
    case = make_case(agreement.approval_subject)
    step = make_step(case, kind="legal_opinion", responsible=ana)
    make_step(case)
    submit(agreement.approval_subject)
    return found(step)


def sees(person, step) -> bool:
    shown = ApprovalSubject.objects.visible_to(person).filter(pk=step.case.subject_id).exists()
    assert Agreement.objects.visible_to(person).filter(approval_subject=step.case.subject_id).exists() == shown
    return shown


def today() -> dict[str, dt.date]:
    day = timezone.localdate()
    return {"first_day": day, "last_day": day + dt.timedelta(days=3)}


def test_a_restricted_record_is_shown_while_the_power_lasts(hidden, ana, nadia, oscar):
    assert not sees(nadia, hidden)
    given = gives(ana, nadia, at=timezone.now(), **today())
    assert sees(nadia, hidden)
    assert not sees(oscar, hidden)
    revoke_delegation(by=acting(ana, at=timezone.now()), delegation=given)
    assert not sees(nadia, hidden)


def test_afterwards_it_is_shown_to_who_decided_on_it(hidden, ana, nadia):
    now = timezone.now()
    given = gives(ana, nadia, at=now, **today())
    decides(nadia, hidden, instead_of=ana, at=timezone.now())
    revoke_delegation(by=acting(ana, at=timezone.now()), delegation=given)
    Asked.objects.all().delete()
    assert sees(nadia, hidden)
    assert sees(ana, hidden)  # in whose name it was


def test_a_power_of_days_gone_by_shows_nothing(hidden, ana, nadia):
    gives(ana, nadia, at=NOW)
    assert not sees(nadia, hidden)


@pytest.mark.parametrize(
    ("scope", "is_shown"),
    [
        ({"subject_kinds": ["agreement"]}, True),
        ({"subject_kinds": ["activity"]}, False),
        ({"step_kinds": ["legal_opinion"]}, True),
        ({"step_kinds": ["executive_approval"]}, False),
    ],
)
def test_it_is_shown_only_within_the_scope(hidden, ana, nadia, scope, is_shown):
    gives(ana, nadia, at=timezone.now(), **today(), **scope)
    assert sees(nadia, hidden) is is_shown


def test_the_power_for_another_office_shows_nothing(hidden, other_office, ana, nadia):
    gives(ana, nadia, at=timezone.now(), **today(), office=other_office)
    assert not sees(nadia, hidden)


def test_the_power_of_who_is_not_named_shows_nothing(hidden, otto, hugo, nadia):
    """Hugo sees it as head of the office, and might decide its other step: that is not passed on with his power."""
    gives(hugo, nadia, at=timezone.now(), **today())
    assert not sees(nadia, hidden)


def test_a_closed_account_shows_nothing_to_its_delegates(hidden, ana, nadia):
    gives(ana, nadia, at=timezone.now(), **today())
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert not sees(nadia, hidden)


def test_rights_are_read_in_five_queries(office, hugo, ana, otto, django_assert_max_num_queries):
    for person in (ana, otto, *(make_person() for _each in range(4))):
        gives(person, hugo)
        is_away(person)
    head = User.objects.get(pk=hugo.pk)
    with django_assert_max_num_queries(5):
        mandates = Decider(head, at=NOW).mandates
        assert len(mandates) == 13
        assert [each.principal.roles_by_office for each in mandates]


@pytest.mark.parametrize("scope", [{}, {"subject_kinds": ["agreement", "activity"], "step_kinds": ["legal_opinion"]}])
def test_the_same_is_not_given_twice_for_the_same_days(office, hugo, nadia, scope):
    first = gives(hugo, nadia, office=office, **scope)
    again = {**scope, "subject_kinds": scope.get("subject_kinds", [])[::-1], "office": office}
    with invalid("delegate"):
        gives(hugo, nadia, **again, first_day=first.last_day, last_day=first.last_day + dt.timedelta(days=3))
    assert Delegation.objects.count() == 1
    revoke_delegation(by=acting(hugo), delegation=first)
    gives(hugo, nadia, **again)


def test_on_other_days_of_other_things_or_to_and_from_others_it_is_given(office, hugo, ana, nadia):
    first = gives(hugo, nadia)
    gives(hugo, nadia, first_day=first.last_day + dt.timedelta(days=1), last_day=first.last_day + dt.timedelta(days=2))
    gives(hugo, nadia, office=office)
    gives(hugo, nadia, subject_kinds=["activity"])
    gives(hugo, nadia, step_kinds=["legal_opinion"])
    gives(hugo, ana)
    gives(ana, nadia)
    assert Delegation.objects.count() == 7
