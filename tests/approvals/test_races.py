"""People deciding, editing and submitting at one moment, on real connections: one effect, the others are told."""

from collections import Counter

import pytest

from agreements.actions import change_agreement, change_stage
from approvals.actions import (
    change_step,
    decide_step,
    dispense_with_step,
    remove_step,
    submit_case,
    withdraw_case,
)
from approvals.models import Case, CaseEvent, Decision, Step
from core.errors import Refused, StaleVersion
from core.history import verify
from tests.approvals.model import check
from tests.cast import NOW, acting
from tests.factories import lay_out_approval, make_agreement, make_case, make_person, make_step, submit
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    monkeypatch.setattr("core.bell.ring", lambda *_args, **_options: None)


@pytest.fixture
def agreement(transactional_db, office, olga):
    return make_agreement(office, stage="approval_pending")


@pytest.fixture
def case(agreement) -> Case:
    return make_case(agreement.approval_subject)


@pytest.fixture
def approvers(office):
    return [make_person(f"approver{number}", roles={office: ["approver"]}) for number in range(20)]


def in_progress(case, olga, **values) -> Step:
    step = make_step(case, **values)
    submit(case.subject, by=acting(olga))
    return Step.objects.select_related("case__subject__office").get(pk=step.pk)


def approve(person, step, **values):
    return lambda: decide_step(by=acting(person), step=step, outcome="approved", **values)


def kinds(results) -> Counter:
    return Counter(type(result).__name__ for result in results)


def sound(agreement, people=()) -> None:
    """Nothing that must hold of approvals was broken, and the history is whole."""
    check(agreement, people, at=NOW)
    assert not verify().fault


def test_of_two_approvers_at_once_one_decides(agreement, case, olga, ana, hugo):
    step = in_progress(case, olga)
    results = at_once([approve(ana, step), approve(hugo, step)])
    assert kinds(results) == {"Decision": 1, "Refused": 1}
    (told,) = (each for each in results if isinstance(each, Refused))
    assert [each.code for each in told.refusals] == ["already_decided"]
    assert (Decision.objects.count(), Step.objects.get().outcome) == (1, "approved")
    sound(agreement, [ana, hugo])


def test_of_two_who_read_the_same_version_one_decides_and_the_other_is_told_the_present_one(case, olga, ana, hugo):
    step = in_progress(case, olga, quorum=2)
    results = at_once(
        [approve(ana, step, expected_version=step.version), approve(hugo, step, expected_version=step.version)]
    )
    assert kinds(results) == {"Decision": 1, "StaleVersion": 1}
    (told,) = (each for each in results if isinstance(each, StaleVersion))
    assert told.current == Step.objects.get().version


def test_of_three_approvers_at_once_two_make_a_quorum_of_two(agreement, case, olga, approvers):
    step = in_progress(case, olga, quorum=2)
    results = at_once([approve(person, step) for person in approvers[:3]])
    assert kinds(results) == {"Decision": 2, "Refused": 1}
    assert Step.objects.get().outcome == "approved"
    assert Decision.objects.filter(completed=True).count() == 1
    sound(agreement)


def test_twenty_identical_posts_of_one_person_count_once(agreement, case, olga, ana):
    step = in_progress(case, olga, quorum=2)
    results = at_once([approve(ana, step)] * 20)
    assert kinds(results) == {"Decision": 1, "Refused": 19}
    assert (Decision.objects.count(), Step.objects.get().outcome) == (1, "in_progress")
    sound(agreement, [ana])


def test_of_twenty_people_the_quorum_decides_and_the_rest_is_told(agreement, case, olga, approvers):
    step = in_progress(case, olga, quorum=3)
    results = at_once([approve(person, step) for person in approvers])
    assert kinds(results) == {"Decision": 3, "Refused": 17}
    assert Step.objects.get().outcome == "approved"
    sound(agreement)


def test_one_person_does_not_decide_two_steps_of_a_side_at_once(agreement, case, olga, ana):
    other = make_step(case)
    step = in_progress(case, olga)
    other = Step.objects.select_related("case__subject__office").get(pk=other.pk)
    results = at_once([approve(ana, step), approve(ana, other)])
    assert kinds(results) == {"Decision": 1, "Refused": 1}
    sound(agreement, [ana])


@pytest.mark.parametrize("attempt", range(3))
def test_a_decision_during_a_reset_is_either_undone_or_about_the_new_text(agreement, case, olga, ana, hugo, attempt):
    other = make_step(case, quorum=2)
    step = in_progress(case, olga)
    decide_step(by=acting(hugo), step=other, outcome="approved")
    seen = Case.objects.get().snapshot.sha256
    decided, changed = at_once(
        [
            approve(ana, step, seen=seen),
            lambda: change_agreement(by=acting(olga), agreement=agreement, legal_basis="Art. 7"),
        ]
    )
    assert not isinstance(changed, Exception)
    if isinstance(decided, Refused):
        assert [each.code for each in decided.refusals] == ["substance_changed"]
    assert not Decision.objects.counting().exists()
    assert CaseEvent.objects.filter(kind="reset").count() == 1
    assert set(Step.objects.values_list("outcome", flat=True)) == {"in_progress"}
    sound(agreement, [ana, hugo])


@pytest.mark.parametrize(
    "edit",
    [
        lambda by, step: change_step(by=by, step=step, changes={"quorum": 2}),
        lambda by, step: change_step(by=by, step=step, changes={"is_outside": True}),
        lambda by, step: remove_step(by=by, step=step),
        lambda by, step: dispense_with_step(by=by, step=step, outcome="skipped", comment="Not asked for"),
    ],
    ids=["more people", "outside", "taken out", "skipped"],
)
def test_a_step_is_decided_or_edited(agreement, case, olga, otto, ana, edit):
    make_step(case)
    step = in_progress(case, olga)
    decided, edited = at_once([approve(ana, step), lambda: edit(acting(otto), step)])
    outcomes = {isinstance(decided, Exception), isinstance(edited, Exception)}
    went_first = Decision.objects.filter(step=step.pk, outcome="approved").exists()
    assert went_first == (not isinstance(decided, Exception))
    if not went_first:
        assert not isinstance(edited, Exception), edited
    assert outcomes != {True}, (decided, edited)
    assert not Decision.objects.filter(decided_by=ana).exclude(outcome="approved").exists()
    sound(agreement, [ana])


def test_of_two_who_submit_at_once_one_does(agreement, office, olga, otto):
    agreement = make_agreement(office, stage="text_agreed")
    lay_out_approval(agreement)
    deeds = [
        lambda who=who: change_stage(by=acting(who), agreement=agreement, to="approval_pending") for who in (olga, otto)
    ]
    assert kinds(at_once(deeds)) == {"Agreement": 1, "Refused": 1}
    assert set(Case.objects.filter(subject=agreement.approval_subject).values_list("round", flat=True)) == {1}
    sound(agreement)


def test_one_side_is_submitted_once(agreement, case, olga, otto):
    make_step(case)
    results = at_once([lambda who=who: submit_case(by=acting(who), case=case) for who in (olga, otto, olga, otto)])
    assert kinds(results) == {"Case": 1, "Refused": 3}
    assert (Case.objects.get().round, CaseEvent.objects.count()) == (1, 1)
    sound(agreement)


@pytest.mark.parametrize("attempt", range(3))
def test_a_decision_while_it_is_withdrawn_does_not_count(agreement, case, olga, otto, ana, attempt):
    step = in_progress(case, olga)
    decided, withdrawn = at_once(
        [approve(ana, step), lambda: withdraw_case(by=acting(otto), case=case, reason="Not yet")]
    )
    assert not isinstance(withdrawn, Exception)
    if isinstance(decided, Refused):
        assert "not_submitted" in [each.code for each in decided.refusals]
    assert not Decision.objects.counting().exists()
    assert (Case.objects.get().submitted_at, Step.objects.get().outcome) == (None, "not_started")
    sound(agreement, [ana])
