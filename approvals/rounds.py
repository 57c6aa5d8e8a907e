"""What can be done with one side's whole approval, declared once as data. Pure: no Django, no clock.

Pages, API, tests and docs/lifecycle.md read `OPERATIONS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from approvals.steps import CASE_STATE_LABELS, CaseState, Outcome, StepFacts, case_state
from core.refusals import Refusal
from core.sentences import gettext_noop


class Deed(StrEnum):
    """One operation on a case."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Operation:
    """A named operation: in which states of the case it is possible, and whether it must say why."""

    deed: Deed
    name: str
    possible_in: frozenset[CaseState]
    needs_reason: bool


C = CaseState
OPERATIONS = {
    Deed.SUBMIT: Operation(
        Deed.SUBMIT, gettext_noop("Submit"), frozenset({C.NOT_SUBMITTED, C.CHANGES_REQUESTED}), needs_reason=False
    ),
    Deed.WITHDRAW: Operation(
        Deed.WITHDRAW,
        gettext_noop("Withdraw"),
        frozenset({C.IN_PROGRESS, C.CHANGES_REQUESTED, C.APPROVED}),
        needs_reason=True,
    ),
    Deed.LAPSE: Operation(
        Deed.LAPSE, gettext_noop("Record that it has lapsed"), frozenset({C.IN_PROGRESS, C.APPROVED}), needs_reason=True
    ),
    Deed.REOPEN: Operation(Deed.REOPEN, gettext_noop("Reopen"), frozenset({C.REJECTED, C.LAPSED}), needs_reason=True),
}

NOT_PENDING = Refusal(
    "not_pending",
    gettext_noop("Its record is not at the stage of approval. Move it there first; every side is submitted with it."),
)
NO_STEPS = Refusal(
    "approval_steps_missing",
    gettext_noop("Add at least one approval step first that holds up signature or entry into force."),
)
NOBODY_ASKED = Refusal(
    "nobody_asked",
    gettext_noop("On the side of %(side)s the conditions of no step hold, so nobody would decide. Add a step."),
)
DECIDED_ON_IT = Refusal(
    "decided_in_case",
    gettext_noop("You decided on this side's approval, and your decision stands, so somebody else must submit it."),
)
REASON_MISSING = Refusal("reason_missing", gettext_noop("Say why: this needs a reason."))


def refusals_to(
    deed: Deed, steps: Sequence[StepFacts], *, is_submitted: bool, is_pending: bool, reason: str
) -> list[Refusal]:
    """Everything that stands against an operation. `is_pending`: the record is at a stage in which approval is asked
    for; taking back and lapsing are possible at any.
    """
    operation = OPERATIONS[deed]
    state = case_state(steps, is_submitted=is_submitted)
    refusals = []
    if state not in operation.possible_in or (deed in (Deed.WITHDRAW, Deed.LAPSE) and not is_submitted):
        refusals.append(_not_in_state(state))
    if deed in (Deed.SUBMIT, Deed.REOPEN) and not is_pending:
        refusals.append(NOT_PENDING)
    if deed in (Deed.SUBMIT, Deed.LAPSE) and not any(step.blocks for step in steps):
        refusals.append(NO_STEPS)
    if operation.needs_reason and not reason.strip():
        refusals.append(REASON_MISSING)
    return refusals


def from_group_asked_anew(steps: Sequence[StepFacts]) -> int | None:
    """The first group that must be asked again when a case goes on after changes were requested or it lapsed.

    What was approved in earlier groups stands; what came after has rested on it and is asked again too.
    """
    again = (Outcome.CHANGES_REQUESTED, Outcome.LAPSED)
    return min((step.group for step in steps if step.outcome in again), default=None)


def _not_in_state(state: CaseState) -> Refusal:
    return Refusal(
        "not_possible_now",
        gettext_noop("This side's approval is “%(state)s”, where this is not possible."),
        labels={"state": CASE_STATE_LABELS[state]},
    )
