"""Record one decision on a step and let it take effect: what every way of deciding has in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.actions.groups import halt, start_current_group
from approvals.models import Condition, Decision, Step
from approvals.steps import DECISIONS, SUBSTANCE_CHANGED, Outcome, outcome_of_votes, refusals_to_decide
from core.actors import Actor
from core.errors import InvalidInput, Refused
from core.locking import store
from core.outbox import publish
from core.refusals import Refusal

MOST_CONDITIONS = 20


@dataclass(frozen=True)
class NewCondition:
    """A condition to which an approval is bound, and the day by which it must be met, if any."""

    text: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Vote:
    """What is decided. `seen` is the hash of the substance it was decided on ("": whatever it is now)."""

    outcome: Outcome
    comment: str = ""
    conditions: Sequence[NewCondition] = ()
    seen: str = ""


def parse_outcome(outcome: str, allowed: Sequence[Outcome] = DECISIONS) -> Outcome:
    """The outcome a person names. Raises `InvalidInput` for one that nobody can decide."""
    if outcome not in [each.value for each in allowed]:
        choices = ", ".join(each.value for each in allowed)
        raise InvalidInput({"outcome": [_("Choose one of: %(choices)s.") % {"choices": choices}]})
    return Outcome(outcome)


def cast(vote: Vote, *, by: Actor, step: Step, **who: Any) -> Decision:
    """Record the vote on a locked step and let it take effect; `who` are the fields of `Decision` that say who decided
    and by what evidence. The caller holds the record's lock and has checked who may.

    Raises `InvalidInput` or `Refused` listing everything that stands against it.
    """
    case = step.case
    _check_conditions(vote)
    refusals = refusals_to_decide(
        step.facts,
        case.facts,
        vote.outcome,
        vote.comment,
        is_submitted=case.is_submitted,
        conditions=[each.text for each in vote.conditions],
    )
    refusals += _changed_since(vote, step)
    if refusals:
        raise Refused(*refusals)
    result = _result(step, vote.outcome)
    decision = Decision.objects.create(
        step=step, spell=step.spell, outcome=vote.outcome, comment=vote.comment, decided_at=by.at,
        asked_at=step.started_at, completed=result is not Outcome.IN_PROGRESS, snapshot=case.snapshot, **who,
    )  # fmt: skip
    if vote.outcome is Outcome.APPROVED_WITH_CONDITIONS:
        _bind(decision, vote.conditions, by=by)
    _take_effect(step, result, by=by)
    publish(
        "approval.decided", by=by, subject=case.subject_id, step=step.pk, decision=decision.pk, outcome=decision.outcome
    )
    return decision


def _take_effect(step: Step, result: Outcome, *, by: Actor) -> None:
    if result is Outcome.IN_PROGRESS:
        store(step, by=by)  # another vote is needed: whoever read it before must look again
        return
    step.outcome, step.ended_at = result, by.at
    store(step, "outcome", "ended_at", by=by)
    if result is Outcome.REJECTED:
        halt(by=by, case=step.case)
    start_current_group(by=by, case=step.case)


def _result(step: Step, outcome: Outcome) -> Outcome:
    if outcome not in DECISIONS:
        return outcome
    earlier = Decision.objects.filter(step=step, spell=step.spell, outcome__in=[each.value for each in DECISIONS])
    votes = [Outcome(each) for each in earlier.order_by("id").values_list("outcome", flat=True)]
    return outcome_of_votes([*votes, outcome], step.quorum)


def _changed_since(vote: Vote, step: Step) -> list[Refusal]:
    snapshot = step.case.snapshot
    return [SUBSTANCE_CHANGED] if vote.seen and snapshot and vote.seen != snapshot.sha256 else []


def _check_conditions(vote: Vote) -> None:
    if len(vote.conditions) > MOST_CONDITIONS:
        sentence = _("At most %(most)s conditions can be tracked. Join some of them.") % {"most": MOST_CONDITIONS}
        raise InvalidInput({"conditions": [sentence]})
    stated = any(each.text.strip() for each in vote.conditions)
    if stated and vote.outcome is not Outcome.APPROVED_WITH_CONDITIONS:
        sentence = _("Conditions belong to an approval with conditions: choose that, or leave them out.")
        raise InvalidInput({"conditions": [sentence]})
    if any("\x00" in each.text for each in vote.conditions) or "\x00" in vote.comment:
        raise InvalidInput({"comment": [_("The text contains a character that cannot be stored (NUL). Remove it.")]})


def _bind(decision: Decision, conditions: Sequence[NewCondition], *, by: Actor) -> None:
    Condition.objects.bulk_create(
        Condition(decision=decision, text=each.text.strip(), due_on=each.due_on, created_at=by.at, updated_at=by.at)
        for each in conditions
        if each.text.strip()
    )
