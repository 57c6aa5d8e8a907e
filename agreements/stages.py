"""The stage machine of agreements, declared once as data. Pure: no Django, no clock.

Buttons, API, tests and docs/lifecycle.md all read `FLOWS`. A stage says how far the instrument's procedure
is; it says nothing of whether the instrument is in force.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from agreements import guards
from agreements.facts import AgreementFacts
from agreements.kinds import KINDS, FlowName
from core.refusals import Refusal
from core.sentences import gettext_noop

Guard = Callable[[AgreementFacts], Refusal | None]


class Stage(StrEnum):
    """How far the instrument is."""

    PROPOSED = "proposed"
    MANDATE_REQUESTED = "mandate_requested"
    NEGOTIATING = "negotiating"
    TEXT_AGREED = "text_agreed"
    APPROVAL_PENDING = "approval_pending"
    APPROVED = "approved"
    SIGNED = "signed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


STAGE_LABELS = {
    Stage.PROPOSED: gettext_noop("Proposed"),
    Stage.MANDATE_REQUESTED: gettext_noop("Mandate requested"),
    Stage.NEGOTIATING: gettext_noop("Negotiating"),
    Stage.TEXT_AGREED: gettext_noop("Text agreed"),
    Stage.APPROVAL_PENDING: gettext_noop("Approval pending"),
    Stage.APPROVED: gettext_noop("Approved"),
    Stage.SIGNED: gettext_noop("Signed"),
    Stage.CLOSED: gettext_noop("Closed"),
    Stage.WITHDRAWN: gettext_noop("Withdrawn"),
    Stage.REJECTED: gettext_noop("Rejected"),
}
# Stages in which nobody needs to act; all others are reported when nobody touches them.
AT_REST = frozenset({Stage.CLOSED, Stage.WITHDRAWN, Stage.REJECTED})
# While it is here, a change of what is approved undoes the decisions; afterwards they are history.
APPROVAL_COUNTS = frozenset({Stage.APPROVAL_PENDING, Stage.APPROVED})


@dataclass(frozen=True)
class Transition:
    """One named way from a stage to another. `submits` starts every side's approval track, `recalls` ends the round."""

    source: Stage
    target: Stage
    name: str
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    submits: bool = False
    recalls: bool = False


@dataclass(frozen=True)
class Flow:
    """The stages in their usual order, and every transition there is."""

    name: FlowName
    label: str
    track: tuple[Stage, ...]
    transitions: tuple[Transition, ...]

    def leaving(self, stage: Stage) -> tuple[Transition, ...]:
        """The transitions that leave a stage, in the order they are offered."""
        return tuple(each for each in self.transitions if each.source is stage)

    def find(self, source: Stage, target: Stage) -> Transition | None:
        """The transition between two stages, if there is one."""
        return next((each for each in self.leaving(source) if each.target is target), None)


S = Stage
_APPROVAL = (guards.has_two_parties, guards.every_party_has_steps, guards.deciders_see_the_record)
_SIGNATURE = (
    guards.has_two_parties,
    guards.every_party_has_signed,
    guards.management_board_has_authorised,
    guards.personal_data_has_a_basis,
)
_START = (
    Transition(S.PROPOSED, S.MANDATE_REQUESTED, gettext_noop("Request a mandate")),
    Transition(S.MANDATE_REQUESTED, S.NEGOTIATING, gettext_noop("Open negotiations"), (guards.has_two_parties,)),
    Transition(S.NEGOTIATING, S.TEXT_AGREED, gettext_noop("Record that the text is agreed"), (guards.has_two_parties,)),
)
_BACK = (
    Transition(S.MANDATE_REQUESTED, S.PROPOSED, gettext_noop("Take the request back"), needs_reason=True),
    Transition(S.TEXT_AGREED, S.NEGOTIATING, gettext_noop("Reopen negotiations"), needs_reason=True),
    Transition(
        S.APPROVAL_PENDING, S.NEGOTIATING, gettext_noop("Return to negotiations"), needs_reason=True, recalls=True
    ),
)
_WITHDRAW = gettext_noop("Withdraw")
_REOPEN = gettext_noop("Reopen")
_OFF_RAMPS = (
    *(
        Transition(stage, S.WITHDRAWN, _WITHDRAW, needs_reason=True)
        for stage in (S.PROPOSED, S.MANDATE_REQUESTED, S.NEGOTIATING, S.TEXT_AGREED)
    ),
    *(
        Transition(stage, S.WITHDRAWN, _WITHDRAW, needs_reason=True, recalls=True)
        for stage in (S.APPROVAL_PENDING, S.APPROVED)
    ),
    Transition(S.MANDATE_REQUESTED, S.REJECTED, gettext_noop("Record that the mandate is refused"), needs_reason=True),
    Transition(
        S.APPROVAL_PENDING,
        S.REJECTED,
        gettext_noop("Record that approval is refused"),
        needs_reason=True,
        recalls=True,
    ),
    Transition(S.WITHDRAWN, S.PROPOSED, _REOPEN, needs_reason=True),
    Transition(S.REJECTED, S.NEGOTIATING, _REOPEN, needs_reason=True),
)
_SUBMIT = gettext_noop("Submit for approval")
_RECORD_APPROVAL = gettext_noop("Record that every side has approved")
_RECORD_SIGNATURE = gettext_noop("Record that it is signed")
_CLOSE = gettext_noop("Close the procedure")

FLOWS: dict[FlowName, Flow] = {
    FlowName.APPROVE_THEN_SIGN: Flow(
        name=FlowName.APPROVE_THEN_SIGN,
        label=gettext_noop("Approved first, then signed"),
        track=(
            S.PROPOSED,
            S.MANDATE_REQUESTED,
            S.NEGOTIATING,
            S.TEXT_AGREED,
            S.APPROVAL_PENDING,
            S.APPROVED,
            S.SIGNED,
            S.CLOSED,
        ),
        transitions=(
            *_START,
            Transition(S.TEXT_AGREED, S.APPROVAL_PENDING, _SUBMIT, _APPROVAL, submits=True),
            Transition(
                S.APPROVAL_PENDING,
                S.APPROVED,
                _RECORD_APPROVAL,
                (guards.has_two_parties, guards.every_side_may_sign),
            ),
            Transition(
                S.APPROVED,
                S.SIGNED,
                _RECORD_SIGNATURE,
                (guards.approval_stands, guards.nothing_blocks_signature, *_SIGNATURE),
            ),
            Transition(S.SIGNED, S.CLOSED, _CLOSE, (guards.nothing_blocks_entry_into_force,)),
            *_BACK,
            Transition(S.APPROVED, S.NEGOTIATING, gettext_noop("Reopen negotiations"), needs_reason=True, recalls=True),
            *_OFF_RAMPS,
        ),
    ),
    FlowName.SIGN_THEN_APPROVE: Flow(
        name=FlowName.SIGN_THEN_APPROVE,
        label=gettext_noop("Signed first, then approved"),
        track=(
            S.PROPOSED,
            S.MANDATE_REQUESTED,
            S.NEGOTIATING,
            S.TEXT_AGREED,
            S.SIGNED,
            S.APPROVAL_PENDING,
            S.APPROVED,
            S.CLOSED,
        ),
        transitions=(
            *_START,
            Transition(S.TEXT_AGREED, S.SIGNED, _RECORD_SIGNATURE, _SIGNATURE),
            Transition(S.SIGNED, S.APPROVAL_PENDING, _SUBMIT, _APPROVAL, submits=True),
            Transition(
                S.APPROVAL_PENDING,
                S.APPROVED,
                _RECORD_APPROVAL,
                (guards.has_two_parties, guards.every_side_has_approved),
            ),
            Transition(S.APPROVED, S.CLOSED, _CLOSE, (guards.nothing_blocks_entry_into_force,)),
            *_BACK,
            *_OFF_RAMPS,
        ),
    ),
}


def flow_of(kind: str) -> Flow:
    """The flow of a kind of agreement."""
    return FLOWS[KINDS[kind].flow]


def no_such_transition(source: Stage, target: Stage) -> Refusal:
    """The refusal for two stages that no transition joins."""
    return Refusal(
        "no_such_transition",
        gettext_noop("There is no step from “%(source)s” to “%(target)s” for this kind of agreement."),
        labels={"source": STAGE_LABELS[source], "target": STAGE_LABELS[target]},
    )
