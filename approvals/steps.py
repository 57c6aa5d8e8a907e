"""The rules of an approval track. Pure: no Django, no clock.

A case is one side's track: groups of steps in order, the steps of a group in parallel.
Source: docs/domain, "Approvals".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.refusals import Refusal
from core.sentences import gettext_noop


class Outcome(StrEnum):
    """How far one step is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    NOT_REQUIRED = "not_required"
    LAPSED = "lapsed"


OUTCOME_LABELS = {
    Outcome.NOT_STARTED: gettext_noop("Not started"),
    Outcome.IN_PROGRESS: gettext_noop("In progress"),
    Outcome.APPROVED: gettext_noop("Approved"),
    Outcome.APPROVED_WITH_CONDITIONS: gettext_noop("Approved with conditions"),
    Outcome.CHANGES_REQUESTED: gettext_noop("Changes requested"),
    Outcome.REJECTED: gettext_noop("Rejected"),
    Outcome.SKIPPED: gettext_noop("Skipped"),
    Outcome.NOT_REQUIRED: gettext_noop("Not required"),
    Outcome.LAPSED: gettext_noop("Lapsed"),
}


class StepKind(StrEnum):
    """What a step is."""

    MANDATE = "mandate"
    LEGAL_OPINION = "legal_opinion"
    DATA_PROTECTION_REVIEW = "data_protection_review"
    GOVERNING_BODY = "governing_body"
    EXECUTIVE_APPROVAL = "executive_approval"
    PARLIAMENT_LAID = "parliament_laid"
    PARLIAMENT_APPROVED = "parliament_approved"
    FULL_POWERS = "full_powers"
    NOTIFICATION_SENT = "notification_sent"
    NOTIFICATION_RECEIVED = "notification_received"
    INSTRUMENT_DEPOSITED = "instrument_deposited"
    PUBLISHED = "published"
    REGISTERED = "registered"


STEP_KIND_LABELS = {
    StepKind.MANDATE: gettext_noop("Mandate"),
    StepKind.LEGAL_OPINION: gettext_noop("Legal opinion"),
    StepKind.DATA_PROTECTION_REVIEW: gettext_noop("Data protection review"),
    StepKind.GOVERNING_BODY: gettext_noop("Governing body"),
    StepKind.EXECUTIVE_APPROVAL: gettext_noop("Executive approval"),
    StepKind.PARLIAMENT_LAID: gettext_noop("Laid before parliament"),
    StepKind.PARLIAMENT_APPROVED: gettext_noop("Approved by parliament"),
    StepKind.FULL_POWERS: gettext_noop("Full powers"),
    StepKind.NOTIFICATION_SENT: gettext_noop("Notification sent"),
    StepKind.NOTIFICATION_RECEIVED: gettext_noop("Notification received"),
    StepKind.INSTRUMENT_DEPOSITED: gettext_noop("Instrument deposited"),
    StepKind.PUBLISHED: gettext_noop("Published"),
    StepKind.REGISTERED: gettext_noop("Registered"),
}

# These are completed by nothing but the act they speak of (docs/domain, "Approvals").
COMPLETED_BY_ACT = frozenset(
    {
        StepKind.NOTIFICATION_SENT,
        StepKind.NOTIFICATION_RECEIVED,
        StepKind.INSTRUMENT_DEPOSITED,
        StepKind.PUBLISHED,
        StepKind.REGISTERED,
    }
)

# What a person may decide on a step, and which decisions must say why.
DECISIONS = (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.CHANGES_REQUESTED, Outcome.REJECTED)
# What an officer may do with a step instead of having it decided; both say why.
DISPENSATIONS = (Outcome.SKIPPED, Outcome.NOT_REQUIRED)
NEEDS_COMMENT = frozenset(
    {Outcome.APPROVED_WITH_CONDITIONS, Outcome.CHANGES_REQUESTED, Outcome.REJECTED, *DISPENSATIONS}
)
APPROVALS = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS})
OPEN = frozenset({Outcome.NOT_STARTED, Outcome.IN_PROGRESS})
_DONE = frozenset({Outcome.APPROVED, Outcome.SKIPPED, Outcome.NOT_REQUIRED})


class CaseState(StrEnum):
    """How far one side's whole track is: follows from its steps, never stored by itself."""

    NOT_SUBMITTED = "not_submitted"
    IN_PROGRESS = "in_progress"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    LAPSED = "lapsed"


CASE_STATE_LABELS = {
    CaseState.NOT_SUBMITTED: gettext_noop("Not submitted"),
    CaseState.IN_PROGRESS: gettext_noop("Approval pending"),
    CaseState.CHANGES_REQUESTED: gettext_noop("Changes requested"),
    CaseState.APPROVED: gettext_noop("Approved"),
    CaseState.REJECTED: gettext_noop("Rejected"),
    CaseState.LAPSED: gettext_noop("Lapsed"),
}


@dataclass(frozen=True)
class StepFacts:
    """What the rules need to know of one step. `conditions_met` counts for approvals with conditions only."""

    name: str
    group: int
    outcome: Outcome
    blocks_signature: bool = True
    blocks_entry_into_force: bool = False
    conditions_met: bool = False
    kind: StepKind | None = None
    quorum: int = 1

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked of this step."""
        if self.outcome is Outcome.APPROVED_WITH_CONDITIONS:
            return self.conditions_met
        return self.outcome in _DONE

    @property
    def blocks(self) -> bool:
        """Whether the track counts this step."""
        return self.blocks_signature or self.blocks_entry_into_force


def case_state(steps: Sequence[StepFacts], *, is_submitted: bool) -> CaseState:
    """The state of a track. Approved: every blocking step is done; one rejection ends the case."""
    outcomes = {step.outcome for step in steps}
    for outcome, state in (
        (Outcome.REJECTED, CaseState.REJECTED),
        (Outcome.LAPSED, CaseState.LAPSED),
        (Outcome.CHANGES_REQUESTED, CaseState.CHANGES_REQUESTED),
    ):
        if outcome in outcomes:
            return state
    if steps and not outstanding(steps) and is_submitted:
        return CaseState.APPROVED
    return CaseState.IN_PROGRESS if is_submitted else CaseState.NOT_SUBMITTED


def outstanding(steps: Iterable[StepFacts]) -> list[StepFacts]:
    """The blocking steps that are not done, in order."""
    return sorted((step for step in steps if step.blocks and not step.is_done), key=lambda step: step.group)


def current_group(steps: Iterable[StepFacts]) -> int | None:
    """The first group in which a step is still open; None when no step is."""
    return min((step.group for step in steps if not step.is_done), default=None)


NO_OPEN_CONDITIONS = Refusal("no_open_conditions", gettext_noop("This step has no conditions left to meet."))
NOT_SUBMITTED = Refusal("not_submitted", gettext_noop("This side's approval has not been submitted yet."))
ALREADY_DECIDED = Refusal("already_decided", gettext_noop("This step was decided already."))
EARLIER_STEP_OPEN = Refusal("earlier_step_open", gettext_noop("An earlier step must be completed first."))
CASE_ENDED = Refusal("case_ended", gettext_noop("A rejection has ended this side's approval."))
CASE_LAPSED = Refusal("case_lapsed", gettext_noop("This side's approval has lapsed. It can be reopened."))
COMMENT_MISSING = Refusal("comment_missing", gettext_noop("Say why: this decision needs a comment."))
CONDITIONS_MISSING = Refusal(
    "conditions_missing", gettext_noop("Name at least one condition, or approve without conditions.")
)
BY_ACT_ONLY = Refusal(
    "completed_by_act", gettext_noop("This step is completed by recording the act it speaks of, with its source.")
)
SUBSTANCE_CHANGED = Refusal(
    "substance_changed",
    gettext_noop("What is to be approved has changed since you read it. Look at the changes, then decide."),
)
STEP_GONE = Refusal("step_gone", gettext_noop("This step was taken out of the route in the meantime."))
DECIDED_IN_CASE = Refusal(
    "decided_in_case",
    gettext_noop("This person has decided on this side's approval already: each step is decided by somebody else."),
)


def has_open_conditions(step: StepFacts) -> bool:
    """Whether it was approved with conditions that are not met yet."""
    return step.outcome is Outcome.APPROVED_WITH_CONDITIONS and not step.conditions_met


def outcome_of_votes(votes: Sequence[Outcome], quorum: int) -> Outcome:
    """What a step has come to by the votes that count, each of another person, in order.

    One rejection or one request for changes is enough; approvals count up to the quorum, and one with conditions
    makes the whole conditional.
    """
    for outcome in (Outcome.REJECTED, Outcome.CHANGES_REQUESTED):
        if outcome in votes:
            return outcome
    if len(votes) < quorum:
        return Outcome.IN_PROGRESS
    conditional = Outcome.APPROVED_WITH_CONDITIONS in votes
    return Outcome.APPROVED_WITH_CONDITIONS if conditional else Outcome.APPROVED


def refusals_now(step: StepFacts, steps: Sequence[StepFacts], *, is_submitted: bool) -> list[Refusal]:
    """Everything that stands against deciding or dispensing with this step now, whatever the outcome would be."""
    refusals = []
    if not is_submitted:
        refusals.append(NOT_SUBMITTED)
    if step.outcome not in OPEN:
        refusals.append(ALREADY_DECIDED)
    elif current_group(steps) != step.group:
        refusals.append(EARLIER_STEP_OPEN)
    state = case_state(steps, is_submitted=is_submitted)
    if state is CaseState.REJECTED:
        refusals.append(CASE_ENDED)
    if state is CaseState.LAPSED:
        refusals.append(CASE_LAPSED)
    return refusals


def refusals_to_decide(
    step: StepFacts,
    steps: Sequence[StepFacts],
    outcome: Outcome,
    comment: str,
    *,
    is_submitted: bool,
    conditions: Collection[str] = (),
) -> list[Refusal]:
    """Everything that stands against recording this outcome on this step now."""
    refusals = refusals_now(step, steps, is_submitted=is_submitted)
    if step.kind in COMPLETED_BY_ACT and outcome not in DISPENSATIONS:
        refusals.append(BY_ACT_ONLY)
    if outcome is Outcome.APPROVED_WITH_CONDITIONS:
        if not any(each.strip() for each in conditions):
            refusals.append(CONDITIONS_MISSING)
    elif outcome in NEEDS_COMMENT and not comment.strip():
        refusals.append(COMMENT_MISSING)
    return refusals
