"""The stage machines, frozen: whoever changes the data must change these tables too, and so mean it."""

import pytest

from agreements.kinds import KINDS, FlowName
from agreements.stages import AT_REST, FLOWS, STAGE_LABELS, Flow, Stage, Transition

BOTH_BEGIN_WITH = """
proposed > mandate_requested
mandate_requested > negotiating: has_two_parties
negotiating > text_agreed: has_two_parties
"""
BOTH_END_WITH = """
proposed > withdrawn: reason
mandate_requested > withdrawn: reason
negotiating > withdrawn: reason
text_agreed > withdrawn: reason
approval_pending > withdrawn: reason, recalls
approved > withdrawn: reason, recalls
mandate_requested > rejected: reason
approval_pending > rejected: reason, recalls
withdrawn > proposed: reason
rejected > negotiating: reason
"""
TABLES = {
    FlowName.APPROVE_THEN_SIGN: f"""
{BOTH_BEGIN_WITH}
text_agreed > approval_pending: has_two_parties, every_party_has_steps, deciders_see_the_record, submits
approval_pending > approved: has_two_parties, every_side_may_sign
approved > signed: approval_stands, nothing_blocks_signature, has_two_parties, every_party_has_signed, \
management_board_has_authorised, personal_data_has_a_basis
signed > closed: nothing_blocks_entry_into_force
mandate_requested > proposed: reason
text_agreed > negotiating: reason
approval_pending > negotiating: reason, recalls
approved > negotiating: reason, recalls
{BOTH_END_WITH}
""",
    FlowName.SIGN_THEN_APPROVE: f"""
{BOTH_BEGIN_WITH}
text_agreed > signed: has_two_parties, every_party_has_signed, management_board_has_authorised, \
personal_data_has_a_basis
signed > approval_pending: has_two_parties, every_party_has_steps, deciders_see_the_record, submits
approval_pending > approved: has_two_parties, every_side_has_approved
approved > closed: nothing_blocks_entry_into_force
mandate_requested > proposed: reason
text_agreed > negotiating: reason
approval_pending > negotiating: reason, recalls
{BOTH_END_WITH}
""",
}
TRACKS = {
    FlowName.APPROVE_THEN_SIGN: "proposed mandate_requested negotiating text_agreed approval_pending approved signed "
    "closed",
    FlowName.SIGN_THEN_APPROVE: "proposed mandate_requested negotiating text_agreed signed approval_pending approved "
    "closed",
}


def as_written(transition: Transition) -> str:
    parts = [guard.__name__ for guard in transition.guards]
    parts += ["reason"] if transition.needs_reason else []
    parts += ["submits"] if transition.submits else []
    parts += ["recalls"] if transition.recalls else []
    arrow = f"{transition.source.value} > {transition.target.value}"
    return f"{arrow}: {', '.join(parts)}" if parts else arrow


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name.value)
def test_the_transitions_and_their_guards_are_these(flow: Flow):
    expected = [line for line in TABLES[flow.name].splitlines() if line]
    assert [as_written(each) for each in flow.transitions] == expected


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name.value)
def test_the_track_shown_to_people_is_this(flow: Flow):
    assert " ".join(stage.value for stage in flow.track) == TRACKS[flow.name]


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name.value)
def test_no_two_transitions_join_the_same_stages(flow: Flow):
    joined = [(each.source, each.target) for each in flow.transitions]
    assert len(set(joined)) == len(joined)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name.value)
def test_every_stage_can_be_reached_from_proposed(flow: Flow):
    reached = {Stage.PROPOSED}
    while more := {each.target for each in flow.transitions if each.source in reached} - reached:
        reached |= more
    assert reached == set(Stage)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.name.value)
def test_only_stages_at_rest_may_be_left_by_nobody(flow: Flow):
    assert {stage for stage in Stage if not flow.leaving(stage)} <= AT_REST


def test_every_stage_has_a_label():
    assert set(STAGE_LABELS) == set(Stage)


def test_treaties_eu_agreements_and_protocols_are_signed_before_they_are_approved():
    signed_first = {kind for kind, each in KINDS.items() if each.flow is FlowName.SIGN_THEN_APPROVE}
    assert signed_first == {"treaty", "eu_agreement", "protocol"}


def test_no_two_kinds_share_the_code_in_their_references():
    codes = [kind.code for kind in KINDS.values()]
    assert len(set(codes)) == len(codes)
