"""What the caller can do with a step or a side's approval now, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, TypedDict

from django.utils.translation import gettext

from accounts.api.representations import Person, person
from accounts.models import User
from approvals.deciders import Decider
from approvals.models import Case, Step, Through
from approvals.policies import can_change_route, can_dispense, can_prepare, can_record_outside
from approvals.rounds import DECIDED_ON_IT, OPERATIONS, Deed, from_group_asked_anew, refusals_to
from approvals.steps import (
    BY_ACT_ONLY,
    COMPLETED_BY_ACT,
    DECISIONS,
    DISPENSATIONS,
    NEEDS_COMMENT,
    NO_OPEN_CONDITIONS,
    OUTCOME_LABELS,
    CaseState,
    Outcome,
    has_open_conditions,
    refusals_now,
)
from core.api.transitions import UnmetGuard
from core.errors import say
from core.refusals import Refusal, Verdict

_ANY_REASON = "given"


class PossibleOutcome(TypedDict):
    """An outcome of a step, and whether the caller can record it now."""

    outcome: Outcome
    name: Annotated[str, "In the caller's language."]
    allowed: bool
    needs_comment: bool
    needs_conditions: bool
    unmet: list[UnmetGuard]


class Mandate(TypedDict):
    """A right by which the caller may decide."""

    person: Annotated[Person | None, "What `on_behalf_of` calls them; null: the caller's own right."]
    through: Through | None


class Possible(TypedDict):
    """What the caller can do with a step now."""

    decisions: list[PossibleOutcome]
    on_behalf_of: Annotated[list[Mandate], "The rights by which the caller may decide, the one used by default first."]
    outside_decisions: Annotated[list[PossibleOutcome], "What the caller can record of a body outside."]
    dispensations: list[PossibleOutcome]
    conditions: Annotated[bool, "Whether there are conditions that the caller can confirm."]
    route: Annotated[bool, "Whether the caller can change the step or take it out."]


class CaseOperation(TypedDict):
    """An operation on a side's approval as a whole."""

    do: Deed
    name: Annotated[str, "In the caller's language."]
    needs_reason: bool
    is_open: Annotated[bool, "Whether nothing stands against it."]
    unmet: list[UnmetGuard]


def possible_on(step: Step, case: Case, decider: Decider) -> Possible:
    """Of a step read by `cases_with_steps`, without another query."""
    user: User = decider.user  # type: ignore[assignment]  # callers are signed in
    now = refusals_now(step.facts, case.facts, is_submitted=case.is_submitted)
    by_person = [*now, BY_ACT_ONLY] if step.kind in COMPLETED_BY_ACT else now
    confirming = [] if has_open_conditions(step.facts) else [NO_OPEN_CONDITIONS]
    mandates = decider.mandates_on(step)
    return {
        "decisions": _outcomes(DECISIONS, decider.authority_on(step).verdict, by_person),
        "on_behalf_of": [
            {
                "person": person(each.principal) if each.through else None,
                "through": Through(each.through) if each.through else None,
            }
            for each in mandates
        ],
        "outside_decisions": _outcomes(DECISIONS, can_record_outside(user, step), by_person),
        "dispensations": _outcomes(DISPENSATIONS, can_dispense(user, step), now),
        "conditions": not confirming and _may_confirm(user, step),
        "route": can_change_route(user, case).allowed and _is_undecided(step),
    }


def operations_on(case: Case, user: User, *, is_pending: bool) -> list[CaseOperation]:
    """Everything that is done with a case as a whole, with what stands against each."""
    verdict = can_prepare(user, case.subject)
    found = []
    for deed, operation in OPERATIONS.items():
        refusals = refusals_to(
            deed, case.facts, is_submitted=case.is_submitted, is_pending=is_pending, reason=_ANY_REASON
        )
        if deed in (Deed.SUBMIT, Deed.REOPEN) and user.pk in _whose_decisions_stand(case, deed):
            refusals.append(DECIDED_ON_IT)
        unmet = guards(verdict, refusals)
        found.append(
            CaseOperation(
                do=deed,
                name=gettext(operation.name),
                needs_reason=operation.needs_reason,
                is_open=not unmet,
                unmet=unmet,
            )
        )
    return found


def _whose_decisions_stand(case: Case, deed: Deed) -> set[int | None]:
    """Who decided in the groups that are not asked anew when the case is submitted or reopened."""
    starts_over = deed is Deed.REOPEN and case.state is CaseState.REJECTED
    first = 0 if starts_over else from_group_asked_anew(case.facts) or 0
    decisions = [each for step in case.steps.all() if step.group < first for each in step.decisions.all()]
    given = [each for each in decisions if each.spell == each.step.spell and each.outcome in DECISIONS]
    return {person for each in given for person in (each.decided_by_id, each.on_behalf_of_id)}


def guards(verdict: Verdict, refusals: Iterable[Refusal]) -> list[UnmetGuard]:
    """Why a caller cannot do something: what their place forbids first, then what the state of things does."""
    found: list[UnmetGuard] = []
    if not verdict.allowed:
        found.append({"code": "not_allowed", "detail": gettext(verdict.reason)})
    return found + [{"code": each.code, "detail": say(each)} for each in refusals]


def _outcomes(outcomes: Sequence[Outcome], verdict: Verdict, refusals: Sequence[Refusal]) -> list[PossibleOutcome]:
    unmet = guards(verdict, refusals)
    return [
        {
            "outcome": outcome,
            "name": gettext(OUTCOME_LABELS[outcome]),
            "allowed": not unmet,
            "needs_comment": outcome in NEEDS_COMMENT and outcome is not Outcome.APPROVED_WITH_CONDITIONS,
            "needs_conditions": outcome is Outcome.APPROVED_WITH_CONDITIONS,
            "unmet": unmet,
        }
        for outcome in outcomes
    ]


def _may_confirm(user: User, step: Step) -> bool:
    """As `policies.can_confirm` says, for one condition at least."""
    given = [each for each in step.decisions.all() if each.spell == step.spell and each.conditions.all()]
    setters = {person for each in given for person in (each.decided_by_id, each.on_behalf_of_id)}
    return user.pk in setters or can_dispense(user, step).allowed


def _is_undecided(step: Step) -> bool:
    is_open = step.outcome in (Outcome.NOT_STARTED, Outcome.IN_PROGRESS)
    return is_open and not any(each.spell == step.spell for each in step.decisions.all())
