"""The rules of a track, pure: what its steps say of the whole, and what stands against a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.steps import (
    CASE_STATE_LABELS,
    DECISIONS,
    DISPENSATIONS,
    NEEDS_COMMENT,
    OPEN,
    OUTCOME_LABELS,
    STEP_KIND_LABELS,
    CaseState,
    Outcome,
    StepFacts,
    StepKind,
    case_state,
    current_group,
    outstanding,
    refusals_to_decide,
)


def step(outcome: str = "approved", group: int = 1, **values) -> StepFacts:
    return StepFacts(name="Step", group=group, outcome=Outcome(outcome), **values)


facts = st.builds(
    StepFacts,
    name=st.just("Step"),
    group=st.integers(1, 4),
    outcome=st.sampled_from(Outcome),
    blocks_signature=st.booleans(),
    blocks_entry_into_force=st.booleans(),
    conditions_met=st.booleans(),
)
tracks = st.lists(facts, max_size=6)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "in_progress"),
        ([step("in_progress")], "in_progress"),
        ([step("approved")], "approved"),
        ([step("approved"), step("in_progress")], "in_progress"),
        ([step("skipped"), step("not_required")], "approved"),
        ([step("approved_with_conditions")], "in_progress"),
        ([step("approved_with_conditions", conditions_met=True)], "approved"),
        ([step("approved"), step("changes_requested")], "changes_requested"),
        ([step("changes_requested"), step("rejected")], "rejected"),
        ([step("lapsed"), step("approved")], "lapsed"),
        ([step("approved"), step("not_started", blocks_signature=False)], "approved"),
        ([step("approved"), step("not_started", blocks_signature=False, blocks_entry_into_force=True)], "in_progress"),
    ],
)
def test_the_state_of_a_track_follows_from_its_steps(steps, state):
    assert case_state(steps, is_submitted=True) == state


@given(tracks)
def test_nothing_is_approved_that_was_not_submitted(steps):
    assert case_state(steps, is_submitted=False) is not CaseState.APPROVED


@given(tracks)
def test_approved_means_that_every_blocking_step_is_done_and_none_says_no(steps):
    approved = case_state(steps, is_submitted=True) is CaseState.APPROVED
    says_no = {Outcome.REJECTED, Outcome.LAPSED, Outcome.CHANGES_REQUESTED}
    nothing_missing = all(each.is_done for each in steps if each.blocks)
    assert approved == (bool(steps) and nothing_missing and not any(each.outcome in says_no for each in steps))


@given(tracks, st.booleans())
def test_one_rejection_ends_the_case(steps, submitted):
    rejected = [*steps, step("rejected", group=9)]
    assert case_state(rejected, is_submitted=submitted) is CaseState.REJECTED
    for each in rejected:
        codes = {one.code for one in refusals_to_decide(each, rejected, Outcome.APPROVED, "", is_submitted=submitted)}
        assert "case_ended" in codes


@given(st.lists(facts, min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_steps_are_read_does_not_matter(steps, random):
    shuffled = list(steps)
    random.shuffle(shuffled)
    assert case_state(shuffled, is_submitted=True) == case_state(steps, is_submitted=True)
    assert current_group(shuffled) == current_group(steps)


@given(tracks)
def test_steps_that_were_done_stay_done_whatever_is_added(steps):
    assert set(outstanding(steps)) <= set(outstanding([*steps, step("not_started", group=9)]))


@given(tracks)
def test_the_current_group_is_the_first_that_is_open(steps):
    group = current_group(steps)
    assert all(each.is_done for each in steps if group is None or each.group < group)
    assert group is None or any(not each.is_done for each in steps if each.group == group)


@given(tracks)
def test_only_steps_of_the_current_group_can_be_decided(steps):
    for each in steps:
        refusals = refusals_to_decide(each, steps, Outcome.APPROVED, "", is_submitted=True)
        if not refusals:
            assert each.group == current_group(steps)
            assert each.outcome in OPEN


def test_a_decision_lists_everything_that_stands_against_it():
    steps = [step("not_started", 1), step("not_started", 2)]
    codes = [each.code for each in refusals_to_decide(steps[1], steps, Outcome.REJECTED, " ", is_submitted=False)]
    assert codes == ["not_submitted", "earlier_step_open", "comment_missing"]


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in OPEN])
def test_a_step_is_decided_once(outcome):
    decided = step(outcome.value)
    codes = [each.code for each in refusals_to_decide(decided, [decided], Outcome.APPROVED, "", is_submitted=True)]
    assert codes[0] == "already_decided"


@pytest.mark.parametrize("outcome", [*DECISIONS, *DISPENSATIONS], ids=lambda each: each.value)
def test_only_a_plain_approval_needs_no_comment(outcome):
    waiting = step("in_progress")
    missing = {Outcome.APPROVED: [], Outcome.APPROVED_WITH_CONDITIONS: ["conditions_missing"]}
    refusals = refusals_to_decide(waiting, [waiting], outcome, "", is_submitted=True)
    assert [each.code for each in refusals] == missing.get(outcome, ["comment_missing"])
    assert (outcome in NEEDS_COMMENT) == (outcome is not Outcome.APPROVED)
    stated = ["Ask counsel"] if outcome is Outcome.APPROVED_WITH_CONDITIONS else []
    assert refusals_to_decide(waiting, [waiting], outcome, "Because", is_submitted=True, conditions=stated) == []


def test_everything_has_a_label():
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert set(STEP_KIND_LABELS) == set(StepKind)
    assert set(CASE_STATE_LABELS) == set(CaseState)
