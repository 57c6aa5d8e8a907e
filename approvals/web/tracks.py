"""One side's approval track as the page of any approved record shows it (`approvals/parts/track.html`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import User
from approvals.deciders import Decider
from approvals.models import Case, Decision, Step
from approvals.policies import can_dispense, can_prepare
from approvals.steps import OPEN, Outcome, StepFacts, current_group
from approvals.web.tones import CASE_TONES, OUTCOME_TONES
from core.registries import registries


@dataclass(frozen=True)
class DecisionShown:
    """A decision; `is_earlier` when it was taken in an earlier round and no longer counts."""

    decision: Decision
    tone: str
    is_earlier: bool


@dataclass(frozen=True)
class StepShown:
    """A step, and what the reader may do with it. `why_not` says why the reader does not decide one that waits.

    `is_of_signed`: its record is signed and enters into force, so that the step can hold up either.
    """

    step: Step
    body: str
    tone: str
    decisions: list[DecisionShown]
    may_decide: bool
    why_not: str
    may_dispense: bool
    may_confirm: bool
    comes_later: bool
    is_of_signed: bool

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must decide it now."""
        return self.step.outcome == Outcome.IN_PROGRESS


@dataclass(frozen=True)
class TrackShown:
    """One side's track. `case` is None where none was opened yet; `add_url` is where a step is added, if allowed."""

    case: Case | None
    state: str
    tone: str
    steps: list[StepShown]
    add_url: str = ""


def show_track(case: Case | None, *, decider: Decider, add_url: str) -> TrackShown:
    """A track for one reader. The case comes with its steps, their decisions, bodies and people, as
    `agreements.queries.agreement_page` prefetches them; then this asks the database nothing.
    """
    if case is None:
        return TrackShown(case=None, state=_("No step yet"), tone="neutral", steps=[], add_url=add_url)
    facts = case.facts
    steps = [_step(step, case=case, facts=facts, decider=decider) for step in case.steps.all()]
    if not steps:
        return TrackShown(case=case, state=_("No step yet"), tone="neutral", steps=[], add_url=add_url)
    return TrackShown(case=case, state=case.state_label, tone=CASE_TONES[case.state], steps=steps, add_url=add_url)


def body_of(step: Step) -> str:
    """The deciding body, in the register's words or the source's."""
    return str(step.body) if step.body else step.body_name or _("not stated in the source")


def _step(step: Step, *, case: Case, facts: Iterable[StepFacts], decider: Decider) -> StepShown:
    viewer = cast(User, decider.user)  # pages are for those who logged in
    is_open, may_prepare = step.outcome in OPEN, can_prepare(viewer, case.subject)
    verdict = decider.authority_on(step).verdict
    is_next = is_open and case.submitted_at is not None and step.group == current_group(facts)
    return StepShown(
        step=step,
        body=body_of(step),
        tone=OUTCOME_TONES[step.outcome],
        decisions=[_decision(each, step) for each in step.decisions.all()],
        may_decide=is_next and verdict.allowed,
        why_not=_(verdict.reason) if is_next and not verdict.allowed else "",
        may_dispense=is_next and can_dispense(viewer, step).allowed,
        may_confirm=_has_open_conditions(step) and may_prepare.allowed,
        comes_later=is_open and case.submitted_at is not None and not is_next,
        is_of_signed=registries.approval_subjects[case.subject.kind].is_signed,
    )


def _decision(decision: Decision, step: Step) -> DecisionShown:
    is_earlier = decision.spell != step.spell
    return DecisionShown(decision=decision, tone=OUTCOME_TONES[decision.outcome], is_earlier=is_earlier)


def _has_open_conditions(step: Step) -> bool:
    return step.outcome == Outcome.APPROVED_WITH_CONDITIONS and step.conditions_met_on is None
