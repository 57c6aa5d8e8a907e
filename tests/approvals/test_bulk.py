"""Several steps approved at once: all or nothing, and only what is plain."""

import pytest

from approvals.actions.bulk import MOST_AT_ONCE, Choice, SomeRefused, decide_steps, preview_decisions
from approvals.models import Decision, Step
from core.actors import Actor
from core.errors import InvalidInput
from tests.factories import make_agreement, make_case, make_institution, make_pending_agreement, make_step, submit


@pytest.fixture
def steps(office):
    """Steps of three agreements, the first of each."""
    return [make_pending_agreement(office)[1][0] for _each in range(3)]


def chosen(steps):
    return [Choice(step, seen=step.case.snapshot.sha256) for step in steps]


def problems(results):
    return [getattr(each.problem, "refusals", [each.problem])[0] if each.problem else None for each in results]


def test_all_are_decided_and_told_in_the_order_given(ana, steps):
    choices = chosen(steps[::-1])
    results = decide_steps(by=Actor.person(ana), choices=choices, comment="As the board decided")
    assert [each.decision.step for each in results] == steps[::-1]
    assert {each.comment for each in Decision.objects.all()} == {"As the board decided"}


def test_where_one_cannot_be_decided_none_is(ana, otto, steps):
    decide_steps(by=Actor.person(ana), choices=chosen(steps[:1]))
    with pytest.raises(SomeRefused) as failure:
        decide_steps(by=Actor.person(ana), choices=chosen(steps))
    assert [bool(each.problem) for each in failure.value.results] == [True, False, False]
    assert Decision.objects.count() == 1


def test_partly_decides_those_that_can_be(ana, steps):
    decide_steps(by=Actor.person(ana), choices=chosen(steps[:1]))
    results = decide_steps(by=Actor.person(ana), choices=chosen(steps), partly=True)
    assert [bool(each.decision) for each in results] == [False, True, True]
    assert Decision.objects.count() == 3


def test_a_preview_does_nothing(ana, steps):
    results = preview_decisions(by=Actor.person(ana), choices=chosen(steps))
    assert problems(results) == [None, None, None]
    assert not Decision.objects.exists()
    assert set(Step.objects.filter(pk__in=[each.pk for each in steps]).values_list("outcome", flat=True)) == {
        "in_progress"
    }


def test_what_changed_since_it_was_looked_at_is_not_decided(ana, steps):
    choices = [Choice(steps[0], seen="0" * 64), *chosen(steps[1:])]
    with pytest.raises(SomeRefused) as failure:
        decide_steps(by=Actor.person(ana), choices=choices)
    assert problems(failure.value.results)[0].code == "substance_changed"


def test_a_restricted_record_is_decided_by_itself(office, hugo):
    _agreement, (step, _other) = make_pending_agreement(office, classification="restricted")
    (result,) = preview_decisions(by=Actor.person(hugo), choices=chosen([step]))
    assert result.problem.refusals[0].code == "decided_by_itself"


def test_a_step_decided_outside_is_not_decided_in_bulk(office, ana):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject, make_institution())
    step = make_step(case, is_outside=True)
    submit(agreement.approval_subject)
    step.refresh_from_db()
    (result,) = preview_decisions(by=Actor.person(ana), choices=[Choice(step)])
    assert result.problem is not None


def test_one_person_decides_once_on_a_side_also_in_bulk(office, ana):
    agreement = make_agreement(office, stage="approval_pending")
    case = make_case(agreement.approval_subject)
    pair = [make_step(case), make_step(case, kind="legal_opinion")]
    submit(agreement.approval_subject)
    with pytest.raises(SomeRefused) as failure:
        decide_steps(by=Actor.person(ana), choices=[Choice(step) for step in pair])
    assert [bool(each.problem) for each in failure.value.results] == [False, True]
    assert [each.code for each in failure.value.results[1].problem.refusals] == ["two_of_one_side"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["rejected", "changes_requested", "approved_with_conditions", "skipped"])
def test_nothing_but_plain_approval_is_given_in_bulk(ana, steps, outcome):
    with pytest.raises(InvalidInput) as failure:
        decide_steps(by=Actor.person(ana), choices=chosen(steps), outcome=outcome, comment="Why")
    assert list(failure.value.errors) == ["outcome"]


def test_none_too_many_and_the_same_twice_are_refused(ana, steps):
    for choices in ([], chosen(steps[:1] * 2), chosen(steps[:1]) * (MOST_AT_ONCE + 1)):
        with pytest.raises(InvalidInput):
            decide_steps(by=Actor.person(ana), choices=choices)
