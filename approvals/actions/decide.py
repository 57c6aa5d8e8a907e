"""Record what the people of the office decided on a step, and that it is dispensed with."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.holding import hold_step
from approvals.actions.substance import catch_up
from approvals.actions.votes import NewCondition, Vote, cast, parse_outcome
from approvals.deciders import Authority, Decider
from approvals.models import Decision, Step
from approvals.policies import can_dispense
from approvals.steps import DECIDED_IN_CASE, DISPENSATIONS, refusals_now
from core.actors import Actor
from core.changes import recorded_change
from core.errors import NotAllowed, Refused, require


def decide_step(
    *,
    by: Actor,
    step: Step,
    outcome: str,
    comment: str = "",
    conditions: Sequence[NewCondition] = (),
    on_behalf_of: User | None = None,
    seen: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Record a person's decision; when it completes the group, the next one starts.

    Without `on_behalf_of` the person decides by their own right, or failing that by the first one they have from
    somebody else. `seen` is the hash of the substance they read. Raises `InvalidInput` for an outcome nobody can
    decide, `NotAllowed` (four eyes), `Refused` listing every unmet condition, `StaleVersion`.
    """
    vote = Vote(parse_outcome(outcome), comment, tuple(conditions), seen)
    if by.user is None:
        raise NotAllowed(_("Only a person decides."))
    catch_up(subject=step.case.subject)
    with recorded_change(by=by, reason=comment):
        held = hold_step(step, by=by, expected_version=expected_version)
        mandate = _authority(by, held, on_behalf_of).mandate
        principal = mandate.principal if mandate and mandate.through else None
        through = mandate.through if mandate else ""
        return cast(vote, by=by, step=held, decided_by=by.user, on_behalf_of=principal, through=through)


def dispense_with_step(
    *, by: Actor, step: Step, outcome: str, comment: str, expected_version: int | None = None
) -> Decision:
    """Record that a step is skipped or not required, with the reason. Raises as `decide_step` does."""
    vote = Vote(parse_outcome(outcome, DISPENSATIONS), comment)
    with recorded_change(by=by, reason=comment):
        held = hold_step(step, by=by, expected_version=expected_version)
        if by.user:
            require(can_dispense(by.user, held))
        return cast(vote, by=by, step=held, decided_by=by.user)


def _authority(by: Actor, step: Step, on_behalf_of: User | None) -> Authority:
    """Whether the person may is asked under the lock: who submitted can change until then."""
    decider = Decider(by.user or AnonymousUser(), at=by.at)
    authority = decider.authority_on(step, on_behalf_of=on_behalf_of.pk if on_behalf_of else None)
    if not authority and decider.has_decided_on(step):
        raise Refused(*refusals_now(step.facts, step.case.facts, is_submitted=step.case.is_submitted), DECIDED_IN_CASE)
    require(authority.verdict)
    return authority
