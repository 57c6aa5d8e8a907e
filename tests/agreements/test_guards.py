"""Each guard by itself: facts in, a refusal or nothing out."""

from dataclasses import replace

import pytest

from agreements import guards
from agreements.facts import AgreementFacts, PartyFacts
from agreements.kinds import PersonalData, TransferBasis
from approvals.steps import CaseState
from core.errors import say

READY = PartyFacts(name="Alpha", has_signed=True, approval=CaseState.APPROVED, has_steps=True, was_submitted=True)
ALSO_READY = replace(READY, name="Beta")
FACTS = AgreementFacts(
    kind="working_arrangement",
    parties=(READY, ALSO_READY),
    personal_data=PersonalData.UNKNOWN,
    transfer_basis=TransferBasis.NONE,
)
EVERY_GUARD = (
    guards.has_two_parties,
    guards.every_party_has_steps,
    guards.every_side_has_approved,
    guards.every_side_may_sign,
    guards.approval_stands,
    guards.nothing_blocks_signature,
    guards.nothing_blocks_entry_into_force,
    guards.every_party_has_signed,
    guards.management_board_has_authorised,
    guards.personal_data_has_a_basis,
)


def with_first(**changes) -> AgreementFacts:
    return replace(FACTS, parties=(replace(READY, **changes), ALSO_READY))


@pytest.mark.parametrize("guard", EVERY_GUARD, ids=lambda guard: guard.__name__)
def test_an_agreement_with_everything_in_place_is_let_through(guard):
    assert guard(FACTS) is None


@pytest.mark.parametrize(
    ("guard", "facts", "code", "named"),
    [
        (guards.has_two_parties, replace(FACTS, parties=(READY,)), "two_parties_missing", ""),
        (guards.has_two_parties, replace(FACTS, parties=()), "two_parties_missing", ""),
        (guards.every_party_has_steps, with_first(has_steps=False), "approval_steps_missing", "Alpha"),
        (guards.nothing_blocks_signature, with_first(open_before_signature=("Mandate",)), "steps_block_signature",
         "Alpha: Mandate"),
        (guards.nothing_blocks_entry_into_force, with_first(open_before_force=("Published",)), "steps_open",
         "Alpha: Published"),
        (guards.nothing_blocks_entry_into_force, with_first(open_before_signature=("Mandate",)), "steps_open",
         "Alpha: Mandate"),
        (guards.every_party_has_signed, with_first(has_signed=False), "signatures_missing", "Alpha"),
        (guards.management_board_has_authorised, with_first(is_eu_agency=True), "management_board_missing", "Alpha"),
        (guards.personal_data_has_a_basis, replace(FACTS, personal_data=PersonalData.YES),
         "personal_data_basis_missing", ""),
    ],
)  # fmt: skip
def test_a_guard_refuses_and_names_what_is_missing(guard, facts, code, named):
    refusal = guard(facts)
    assert refusal.code == code
    assert named in say(refusal)
    assert "%" not in say(refusal)
    assert "Beta" not in say(refusal)


@pytest.mark.parametrize("state", [None, *(each for each in CaseState if each is not CaseState.APPROVED)])
def test_approved_on_one_side_is_not_approved_on_the_other(state):
    refusal = guards.every_side_has_approved(with_first(approval=state))
    assert refusal.code == "approval_pending"
    assert say(refusal).endswith("Alpha.")


@pytest.mark.parametrize(
    "guard", [guards.every_side_may_sign, guards.approval_stands], ids=lambda guard: guard.__name__
)
@pytest.mark.parametrize(
    "changes",
    [
        {"approval": None, "was_submitted": False},  # it joined after the others were asked
        {"approval": CaseState.NOT_SUBMITTED},  # its submission was taken back
        {"approval": CaseState.CHANGES_REQUESTED},
        {"approval": CaseState.REJECTED},
        {"approval": CaseState.LAPSED},
        {"approval": CaseState.IN_PROGRESS, "open_before_signature": ("Mandate",)},
    ],
)
def test_no_side_is_signed_over(guard, changes):
    steps = changes.get("open_before_signature", ())
    assert say(guard(with_first(**changes))).endswith(f"Alpha ({steps[0]})." if steps else "Alpha.")


@pytest.mark.parametrize(
    "guard", [guards.every_side_may_sign, guards.approval_stands], ids=lambda guard: guard.__name__
)
def test_what_is_asked_before_entry_into_force_only_does_not_hold_up_signature(guard):
    assert guard(with_first(approval=CaseState.IN_PROGRESS, open_before_force=("Published",))) is None


def test_what_was_taken_over_without_a_track_may_be_signed():
    untracked = {"approval": None, "has_steps": False, "was_submitted": False}
    facts = replace(FACTS, parties=(replace(READY, **untracked), replace(ALSO_READY, **untracked)))
    assert guards.approval_stands(facts) is None
    assert guards.every_side_may_sign(facts).code == "approval_pending"


def test_a_step_that_blocks_signature_and_entry_into_force_is_named_once():
    facts = with_first(open_before_signature=("Mandate",), open_before_force=("Mandate", "Published"))
    assert say(guards.nothing_blocks_entry_into_force(facts)).endswith("Alpha: Mandate; Alpha: Published.")


def test_every_party_that_lacks_something_is_named():
    facts = replace(FACTS, parties=(replace(READY, has_signed=False), replace(ALSO_READY, has_signed=False)))
    assert "Alpha, Beta" in say(guards.every_party_has_signed(facts))


def test_the_management_board_is_asked_for_with_working_arrangements_of_eu_bodies_only():
    other_kind = replace(with_first(is_eu_agency=True), kind="memorandum_of_understanding")
    assert guards.management_board_has_authorised(other_kind) is None
    authorised = with_first(is_eu_agency=True, governing_body_has_approved=True)
    assert guards.management_board_has_authorised(authorised) is None


@pytest.mark.parametrize("basis", [each for each in TransferBasis if each is not TransferBasis.NONE])
def test_any_basis_for_transfers_allows_personal_data(basis):
    facts = replace(FACTS, personal_data=PersonalData.YES, transfer_basis=basis)
    assert guards.personal_data_has_a_basis(facts) is None


@pytest.mark.parametrize("answer", [PersonalData.NO, PersonalData.UNKNOWN])
def test_without_personal_data_no_basis_is_asked_for(answer):
    assert guards.personal_data_has_a_basis(replace(FACTS, personal_data=answer)) is None


def test_the_basis_for_transfers_is_asked_for_with_working_arrangements_only():
    facts = replace(FACTS, kind="treaty", personal_data=PersonalData.YES)
    assert guards.personal_data_has_a_basis(facts) is None


def test_a_refusal_names_no_more_than_five_and_says_how_many_more():
    parties = tuple(replace(READY, name=f"State {number}", has_signed=False) for number in range(185))
    said = say(guards.every_party_has_signed(replace(FACTS, parties=parties)))
    assert said.endswith("of: State 0, State 1, State 2, State 3, State 4 … and 180 more.")
