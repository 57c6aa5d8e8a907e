"""Decide several steps at once: looked at one by one before, all or nothing when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.actions.decide import decide_step
from approvals.models import Decision, Step
from approvals.steps import DECIDED_IN_CASE, Outcome
from core.actors import Actor
from core.errors import DomainError, InvalidInput, Refused
from core.refusals import Refusal
from core.registries import registries
from core.sentences import gettext_noop

MOST_AT_ONCE = 100
BY_ITSELF = Refusal(
    "decided_by_itself", gettext_noop("This record is restricted: each decision on it is taken by itself.")
)

TWO_OF_ONE_SIDE = Refusal(
    "two_of_one_side",
    gettext_noop(
        "Another of the chosen steps is of the same side, and two steps of one side need two people. Choose one."
    ),
)


@dataclass(frozen=True)
class Choice:
    """A step to be decided, and the hash of the substance the person saw."""

    step: Step
    seen: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one choice: the decision, or why it cannot be taken."""

    choice: Choice
    decision: Decision | None = None
    problem: DomainError | None = None


class SomeRefused(DomainError):
    """Some of the steps cannot be decided, so none was; `results` says which and why."""

    code = "some_refused"

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = results
        refused = sum(1 for each in results if each.problem)
        super().__init__(_("Nothing was decided: %(number)s of the steps cannot be.") % {"number": refused})


class _Undo(Exception):
    """Takes back what a preview or an incomplete whole has done."""


def decide_steps(
    *, by: Actor, choices: Sequence[Choice], outcome: str = Outcome.APPROVED, comment: str = "", partly: bool = False
) -> list[Result]:
    """Take the same decision on all of the steps, each as `decide_step` would; `partly`: on those where it is possible.

    Only plain approvals are given in bulk: what refuses, asks for changes or sets conditions is said to each. Steps of
    restricted records are decided by themselves. Raises
    `InvalidInput`, and `SomeRefused` where one cannot be decided and not `partly`; nothing is decided then.
    """
    _check(choices, outcome)
    results: list[Result] = []
    try:
        with transaction.atomic():
            results = _decide_each(choices, by=by, outcome=outcome, comment=comment)
            if not partly and any(each.problem for each in results):
                raise _Undo
    except _Undo:
        raise SomeRefused(results) from None
    return results


def preview_decisions(
    *, by: Actor, choices: Sequence[Choice], outcome: str = Outcome.APPROVED, comment: str = ""
) -> list[Result]:
    """What `decide_steps` would come to, without doing any of it."""
    _check(choices, outcome)
    results: list[Result] = []
    try:
        with transaction.atomic():
            results = _decide_each(choices, by=by, outcome=outcome, comment=comment)
            raise _Undo
    except _Undo:
        return results


def _decide_each(choices: Sequence[Choice], *, by: Actor, outcome: str, comment: str) -> list[Result]:
    """In the order of their records, so that two people's choices never lock crosswise; told as given."""
    done: dict[int, Result] = {}
    sides: set[int] = set()
    for each in sorted(choices, key=lambda each: (each.step.case.subject_id, each.step.pk)):
        result = _decide(each, by=by, outcome=outcome, comment=comment)
        done[each.step.pk] = _of_second(result) if each.step.case_id in sides else result
        if result.decision:
            sides.add(each.step.case_id)
    return [done[each.step.pk] for each in choices]


def _of_second(result: Result) -> Result:
    """What is told of a choice after another one of its side was decided: that this is why, and nobody decided yet."""
    problem = result.problem
    if not isinstance(problem, Refused) or DECIDED_IN_CASE not in problem.refusals:
        return result
    told = [TWO_OF_ONE_SIDE if each is DECIDED_IN_CASE else each for each in problem.refusals]
    return Result(result.choice, problem=Refused(*told))


def _decide(choice: Choice, *, by: Actor, outcome: str, comment: str) -> Result:
    subject = choice.step.case.subject
    try:
        if registries.approval_subjects[subject.kind].matter(subject.pk).is_restricted:
            raise Refused(BY_ITSELF)
        with transaction.atomic():
            decision = decide_step(by=by, step=choice.step, outcome=outcome, comment=comment, seen=choice.seen)
    except DomainError as fault:
        return Result(choice, problem=fault)
    return Result(choice, decision=decision)


def _check(choices: Sequence[Choice], outcome: str) -> None:
    if outcome != Outcome.APPROVED:
        raise InvalidInput({"outcome": [_("Several steps at once can only be approved. Decide others one by one.")]})
    if not choices:
        raise InvalidInput({"steps": [_("Choose at least one step.")]})
    if len(choices) > MOST_AT_ONCE:
        raise InvalidInput({"steps": [_("At most %(most)s steps at once.") % {"most": MOST_AT_ONCE}]})
    if len({each.step.pk for each in choices}) != len(choices):
        raise InvalidInput({"steps": [_("The same step is named twice.")]})
