"""docs/lifecycle.md: the stage machine and the state machines, written from the data that runs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from activities.states import (
    ACTIVITY_STATE_LABELS,
    ACTIVITY_TRACK,
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_STATE_LABELS,
    MEMBERSHIP_TRACK,
    MEMBERSHIP_TRANSITIONS,
    ActivityFacts,
)
from agreements.facts import AgreementFacts, PartyFacts
from agreements.kinds import KINDS, PersonalData, TransferBasis
from agreements.stages import FLOWS, STAGE_LABELS, Flow
from approvals.rounds import OPERATIONS, Deed
from approvals.steps import (
    CASE_STATE_LABELS,
    COMPLETED_BY_ACT,
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
)
from core.refusals import Refusal

LIFECYCLE = "docs/lifecycle.md"

# Facts that meet no guard, so that each says the sentence it refuses with.
NOTHING_MET = AgreementFacts(
    kind="working_arrangement",
    parties=(
        PartyFacts(
            name="…",
            has_signed=False,
            approval=None,
            has_steps=False,
            was_submitted=True,
            asks_unseen=("…",),
            open_before_signature=("…",),
            is_eu_agency=True,
        ),
    ),
    personal_data=PersonalData.YES,
    transfer_basis=TransferBasis.NONE,
)
# Which steps each operation puts back to their beginning.
_ASKED_ANEW = {
    Deed.SUBMIT: "every step; after a request for changes those of its group and of later ones",
    Deed.WITHDRAW: "none: nobody is asked any more, and what was approved no longer counts",
    Deed.LAPSE: "none: what was approved has lapsed, or where nothing was what is being asked",
    Deed.REOPEN: "after a rejection every step; after a lapse those from the first that lapsed",
}
NOTHING_DONE = ActivityFacts(
    approval=CaseState.IN_PROGRESS,
    was_submitted=True,
    has_steps=False,
    planned_start=None,
    planned_end=None,
    actual_start=None,
    actual_end=None,
    has_outcome=False,
)

_HEAD = """\
# Lifecycles

Written by `manage.py write_docs` from `agreements/stages.py`, `activities/states.py` and the guards they name.
Change those, not this file; `make check` compares.

How to read the tables: a step can be taken when every condition in its row is met. Whoever takes a step that cannot be
taken is told every condition that is not met, in the words of the tables of conditions. “Reason” means that the person
must say why. “Starts” means that the step submits the record to approval on every side, as a new round in which
earlier decisions no longer count but stay readable; “ends” means that nobody is asked any more.

Whether an agreement is in force is no stage: a stage says how far the procedure is. “Delayed” is no state either: an
activity past its planned end without an actual end is delayed and still active. What exists already when it is entered
may begin at any stage or state; everything else begins as “Proposed”.
"""


def lifecycle() -> str:
    """The whole document."""
    parts = [_HEAD, "## Agreements\n"]
    parts += [_flow(flow) for flow in FLOWS.values()]
    of_agreements = [each for flow in FLOWS.values() for each in flow.transitions]
    parts.append(_conditions("Conditions for agreements", of_agreements, NOTHING_MET))
    parts.append("## Activities\n")
    parts.append(_machine(ACTIVITY_TRANSITIONS, ACTIVITY_STATE_LABELS, ACTIVITY_TRACK))
    parts.append("## Memberships of standing bodies\n")
    parts.append(_machine(MEMBERSHIP_TRANSITIONS, MEMBERSHIP_STATE_LABELS, MEMBERSHIP_TRACK))
    of_the_rest = (*ACTIVITY_TRANSITIONS, *MEMBERSHIP_TRANSITIONS)
    parts.append(_conditions("Conditions for activities and memberships", of_the_rest, NOTHING_DONE))
    parts += [_sides(), _operations(), _steps()]
    return "\n".join(parts)


def _flow(flow: Flow) -> str:
    kinds = ", ".join(kind.label for kind in KINDS.values() if kind.flow is flow.name)
    heading = f"### {flow.label} (`{flow.name.value}`)\n\nKinds: {kinds}.\n"
    return f"{heading}\n{_machine(flow.transitions, STAGE_LABELS, flow.track)}"


def _machine(transitions: Sequence[Any], labels: Any, track: Sequence[Any]) -> str:
    """The usual track in words, a diagram of every step, and a table of them."""
    words = " → ".join(labels[state] for state in track)
    diagram = [f"    {each.source.value} --> {each.target.value}: {each.name}" for each in transitions]
    names = [f'    state "{labels[state]}" as {state.value}' for state in labels]
    rows = [_row(each, labels) for each in transitions]
    head = "| From | To | Step | Conditions | Reason | Approval |\n|---|---|---|---|---|---|"
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", *names, "    [*] --> proposed", *diagram, "```"])
    return f"The usual track: {words}.\n\n{drawing}\n\n{head}\n" + "\n".join(rows) + "\n"


def _row(transition: Any, labels: Any) -> str:
    conditions = ", ".join(f"`{guard.__name__}`" for guard in transition.guards) or "none"
    reason = "yes" if transition.needs_reason else ""
    approval = "starts" if transition.submits else "ends" if transition.recalls else ""
    cells = (labels[transition.source], labels[transition.target], transition.name, conditions, reason, approval)
    return f"| {' | '.join(cells)} |"


def _conditions(heading: str, transitions: Iterable[Any], facts: Any) -> str:
    """What each guard demands, and the sentence it refuses with."""
    guards = dict.fromkeys(guard for each in transitions for guard in each.guards)
    head = f"### {heading}\n\n| Condition | Rule | Code and sentence where it is not met |\n|---|---|---|"
    return "\n".join([head, *(_condition(guard, facts) for guard in guards), ""])


def _condition(guard: Callable[[Any], Refusal | None], facts: Any) -> str:
    refusal = guard(facts)
    if refusal is None:
        raise ValueError(f"{guard.__name__} refuses nothing where nothing is met")
    rule = (guard.__doc__ or "").strip()
    sentence = refusal.sentence % dict.fromkeys(refusal.places, "…")
    return f"| `{guard.__name__}` | {rule} | `{refusal.code}`: {sentence} |"


def _sides() -> str:
    """The states of one side's approval, which follow from its steps."""
    head = (
        "## The approval of one side\n\nEach side has its own track: groups of steps in order, the steps of a group "
        "in parallel. How far a side is follows from its steps; it is approved when every step that must be done "
        "before signature or entry into force is approved, with its conditions met, not required, or skipped with a "
        "reason.\n\n"
        "| State of a side | Operations possible |\n|---|---|"
    )
    rows = [
        f"| {label} | {', '.join(each.name for each in OPERATIONS.values() if state in each.possible_in) or 'none'} |"
        for state, label in CASE_STATE_LABELS.items()
    ]
    return "\n".join([head, *rows, ""])


def _operations() -> str:
    """What can be done with one side as a whole."""
    head = (
        "### Operations on a side\n\nAn officer or the head of the responsible office does these. A side can be "
        "submitted or reopened only while its record is at the stage or state “Approval pending”.\n\n"
        "| Operation | Possible when the side is | Reason | Asked anew |\n|---|---|---|---|"
    )
    rows = [
        f"| {each.name} (`{each.deed.value}`) | {', '.join(_states(each.possible_in))} | "
        f"{'yes' if each.needs_reason else ''} | {_ASKED_ANEW[each.deed]} |"
        for each in OPERATIONS.values()
    ]
    return "\n".join([head, *rows, ""])


def _states(wanted: Collection[CaseState]) -> list[str]:
    return [label for state, label in CASE_STATE_LABELS.items() if state in wanted]


def _steps() -> str:
    """What can become of an approval step."""
    completed = ", ".join(STEP_KIND_LABELS[kind] for kind in StepKind if kind in COMPLETED_BY_ACT)
    head = (
        "### Outcomes of a step\n\nWhoever submitted the side, or was the last to change what is approved, neither "
        "decides nor dispenses with a step, and nobody decides twice on a side. Steps of these kinds are completed by "
        f"recording the act they speak of, and by nothing else: {completed}.\n\n"
        "| Outcome | Set by | Must say | The side goes on |\n|---|---|---|---|"
    )
    rows = [
        f"| {label} | {_set_by(outcome)} | {_must_say(outcome)} | {_goes_on(outcome)} |"
        for outcome, label in OUTCOME_LABELS.items()
    ]
    return "\n".join([head, *rows, ""])


def _must_say(outcome: Outcome) -> str:
    if outcome is Outcome.APPROVED_WITH_CONDITIONS:
        return "the conditions"
    return "why" if outcome in NEEDS_COMMENT else ""


def _goes_on(outcome: Outcome) -> str:
    if StepFacts("", 1, outcome).is_done:
        return "yes"
    return "once every condition is met" if outcome is Outcome.APPROVED_WITH_CONDITIONS else "no"


def _set_by(outcome: Outcome) -> str:
    if outcome in DECISIONS:
        return "a decision: the person asked, or an approver or the head of the office"
    if outcome is Outcome.NOT_REQUIRED:
        return "an officer or the head of the office; the track itself where the condition of the step does not hold"
    if outcome in DISPENSATIONS:
        return "an officer or the head of the office"
    return "the track itself" if outcome in OPEN else "an officer or the head of the office, for the whole side"
