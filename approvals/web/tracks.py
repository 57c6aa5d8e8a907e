"""One side's approval track as the page of any approved record shows it (`approvals/parts/track.html`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from approvals.act_steps import acts_spoken_of
from approvals.askees import Askee, who_is_asked
from approvals.deciders import Decider
from approvals.models import Case, Condition, Decision, Step
from approvals.policies import can_confirm, can_dispense, can_prepare
from approvals.rounds import OPERATIONS, Deed
from approvals.steps import COMPLETED_BY_ACT, OPEN, CaseState, Outcome, StepFacts, StepKind, current_group
from approvals.web.asking import is_stranded, on_whom, quorum_out_of_reach, say_quorum
from approvals.web.resets import ResetShown, resets_of
from approvals.web.tones import CASE_TONES, OUTCOME_TONES
from core.registries import registries

# What the officer does next with a side, by how far it is.
_NEXT_DEED = {
    CaseState.NOT_SUBMITTED: (Deed.SUBMIT, OPERATIONS[Deed.SUBMIT].name),
    CaseState.CHANGES_REQUESTED: (Deed.SUBMIT, gettext_noop("Answer, and submit again")),
    CaseState.REJECTED: (Deed.REOPEN, OPERATIONS[Deed.REOPEN].name),
    CaseState.LAPSED: (Deed.REOPEN, OPERATIONS[Deed.REOPEN].name),
}


@dataclass(frozen=True)
class DecisionShown:
    """A decision; `is_earlier` when it was taken in an earlier round and no longer counts."""

    decision: Decision
    tone: str
    is_earlier: bool


@dataclass(frozen=True)
class StepShown:
    """A step, and what the reader may do with it. `why_not` says why the reader does not decide one that waits.

    `is_of_signed`: its record is signed and enters into force, so that the step can hold up either. `asked` are the
    people it waits on. `may_record`: the reader may record the act that completes it, or what was decided outside.
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
    asked: list[Askee] = field(default_factory=list)
    may_record: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must decide it now."""
        return self.step.outcome == Outcome.IN_PROGRESS

    @property
    def is_completed_by_act(self) -> bool:
        """Whether nothing but an act completes it."""
        return StepKind(self.step.kind) in COMPLETED_BY_ACT

    @cached_property
    def act_path(self) -> str:
        """Where the act that completes it is recorded, for who may record it now; "" where there is no such place."""
        return path_to_act(self.step) if self.may_record and self.is_completed_by_act else ""

    @property
    def waits_on(self) -> str:
        """On whom, in words; "" where nobody is left who may decide it."""
        return on_whom(self.step, self.asked)

    @property
    def is_stranded(self) -> bool:
        """Whether it waits and nobody may decide it."""
        return self.is_waiting and is_stranded(self.step, self.asked)

    @property
    def quorum(self) -> str:
        """See `say_quorum`; only while it waits."""
        return say_quorum(self.step) if self.is_waiting else ""

    @property
    def out_of_reach(self) -> str:
        """See `quorum_out_of_reach`; only while it waits."""
        return quorum_out_of_reach(self.step, self.asked) if self.is_waiting else ""

    @property
    def decisions_now(self) -> list[DecisionShown]:
        """Those that count."""
        return [each for each in self.decisions if not each.is_earlier]

    @property
    def decisions_before(self) -> list[DecisionShown]:
        """Those of earlier rounds, which stay readable."""
        return [each for each in self.decisions if each.is_earlier]

    @property
    def open_conditions(self) -> list[Condition]:
        """The conditions of its approval that are not met yet."""
        return _open_conditions(self.step)


@dataclass(frozen=True)
class TrackShown:
    """One side's track. `case` is None where none was opened yet; `add_url` is where a step is added and `route_url`
    where the route is chosen and changed, if allowed.

    `reset` is the reset after which nobody has decided yet, `next_path` and `next_name` what the officer does next.
    """

    case: Case | None
    state: str
    tone: str
    steps: list[StepShown]
    add_url: str = ""
    route_url: str = ""
    reset: ResetShown | None = None
    next_path: str = ""
    next_name: str = ""

    @property
    def holds_as_registered(self) -> bool | None:
        """Whether what this side approved is what is registered now; None while it has not approved, or where what it
        approved is not known.
        """
        if self.case is None or self.case.state is not CaseState.APPROVED or self.case.snapshot is None:
            return None
        registered = self.case.subject.substance_sha256
        return registered == self.case.snapshot.sha256 if registered else None


class TrackReader:
    """The tracks of one record for one reader: who is asked, and what was undone, is read once for all of them.

    The cases come with everything, as `approvals.queries.cases_with_all` reads them.
    """

    def __init__(self, cases: Sequence[Case], *, decider: Decider, is_pending: bool) -> None:
        self.cases, self.decider, self.is_pending = cases, decider, is_pending

    @cached_property
    def asked(self) -> Mapping[int, list[Askee]]:
        """Who is asked on each of the steps that wait."""
        waiting = [step for case in self.cases for step in case.steps.all() if step.outcome == Outcome.IN_PROGRESS]
        return who_is_asked(waiting, at=self.decider.at) if waiting else {}

    @cached_property
    def resets(self) -> Mapping[int, ResetShown]:
        """The resets to be seen."""
        return resets_of(self.cases)

    def track(self, case: Case | None, *, add_url: str = "", route_url: str = "") -> TrackShown:
        """One side's track."""
        if case is None or not case.steps.all():
            return replace(show_track(case, decider=self.decider), add_url=add_url, route_url=route_url)
        next_path, next_name = self._next(case)
        return TrackShown(
            case=case,
            state=case.state_label,
            tone=CASE_TONES[case.state],
            steps=_steps(case, decider=self.decider, asked=self.asked),
            add_url=add_url,
            route_url=route_url,
            reset=self.resets.get(case.pk),
            next_path=next_path,
            next_name=next_name,
        )

    def _next(self, case: Case) -> tuple[str, str]:
        deed, name = _NEXT_DEED.get(case.state, (None, ""))
        viewer = cast(User, self.decider.user)
        if deed is None or not self.is_pending or not can_prepare(viewer, case.subject):
            return "", ""
        return reverse("approvals:case_deed", args=[case.uid, deed.value]), _(name)


def show_track(case: Case | None, *, decider: Decider) -> TrackShown:
    """A track as context, without the people asked. The case comes with its steps, their decisions, bodies and people;
    then this asks the database nothing.
    """
    if case is None or not case.steps.all():
        return TrackShown(case=case, state=_("No step yet"), tone="neutral", steps=[])
    steps = _steps(case, decider=decider, asked={})
    return TrackShown(case=case, state=case.state_label, tone=CASE_TONES[case.state], steps=steps)


def body_of(step: Step) -> str:
    """The deciding body, in the register's words or the source's."""
    return str(step.body) if step.body else step.body_name or _("not stated in the source")


def path_to_act(step: Step) -> str:
    """Where the act that completes a step of such a kind is recorded; "" where there is no such place."""
    kind, case = StepKind(step.kind), step.case
    provider = registries.approval_subjects[case.subject.kind]
    side = None if kind is StepKind.NOTIFICATION_RECEIVED else case.institution_id
    return provider.path_to_record_act(case.subject_id, kinds=acts_spoken_of(kind), side=side)


def show_decision(decision: Decision, step: Step) -> DecisionShown:
    """A decision on the step."""
    return DecisionShown(decision, OUTCOME_TONES[decision.outcome], is_earlier=decision.spell != step.spell)


def _steps(case: Case, *, decider: Decider, asked: Mapping[int, list[Askee]]) -> list[StepShown]:
    facts = case.facts
    return [_step(step, case=case, facts=facts, decider=decider, asked=asked) for step in case.steps.all()]


def _step(
    step: Step, *, case: Case, facts: Iterable[StepFacts], decider: Decider, asked: Mapping[int, list[Askee]]
) -> StepShown:
    viewer = cast(User, decider.user)  # pages are for those who logged in
    is_open = step.outcome in OPEN and case.submitted_at is not None
    is_next = is_open and step.group == current_group(facts)
    is_by_act = StepKind(step.kind) in COMPLETED_BY_ACT
    verdict = decider.authority_on(step).verdict
    is_decided_here = is_next and not is_by_act and not step.is_outside
    return StepShown(
        step=step,
        body=body_of(step),
        tone=OUTCOME_TONES[step.outcome],
        decisions=[show_decision(each, step) for each in step.decisions.all()],
        may_decide=is_decided_here and verdict.allowed,
        why_not=_(verdict.reason) if is_decided_here and not verdict.allowed else "",
        may_dispense=is_next and can_dispense(viewer, step).allowed,
        may_confirm=any(can_confirm(viewer, each) for each in _open_conditions(step)),
        comes_later=is_open and not is_next,
        is_of_signed=registries.approval_subjects[case.subject.kind].is_signed,
        asked=asked.get(step.pk, []),
        may_record=is_next and (is_by_act or step.is_outside) and can_prepare(viewer, case.subject).allowed,
    )


def _open_conditions(step: Step) -> list[Condition]:
    if step.outcome != Outcome.APPROVED_WITH_CONDITIONS or step.conditions_met_on is not None:
        return []
    found = []
    for decision in step.decisions.all():
        if decision.spell != step.spell:
            continue
        decision.step = step
        for condition in decision.conditions.all():
            condition.decision = decision
            found.append(condition)
    return [each for each in found if each.met_on is None]
