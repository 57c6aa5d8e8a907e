"""Move an agreement from one stage to another."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from agreements.actions.force import refresh_force
from agreements.models import Agreement
from agreements.policies import can_keep
from agreements.queries import facts_of
from agreements.stages import Stage, Transition, no_such_transition
from approvals.actions import recall_cases, submit_cases
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.transitions import refusals_to_take


def change_stage(
    *,
    by: Actor,
    agreement: Agreement,
    to: str,
    on: dt.date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Agreement:
    """Take the named transition to the stage `to`, as of the day `on` (default: today in the office's zone).

    Raises `InvalidInput` for an unknown stage or a future day, `NotAllowed`, `StaleVersion`, and `Refused`
    listing every unmet guard.
    """
    if by.user:
        require(can_keep(by.user, agreement))
    target = _stage(to)
    today = by.today(agreement.office.time_zone)
    on = on or today
    if on > today:
        raise InvalidInput({"on": [_("The date lies in the future. A stage is recorded when it is reached.")]})
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        transition = _transition(locked, target, reason)
        source, locked.stage, locked.stage_since = locked.stage, target, on
        store(locked, "stage", "stage_since", by=by)
        if transition.submits:
            sides = [party.institution for party in locked.signing_parties]
            submit_cases(by=by, subject=locked.approval_subject, sides=sides, reason=reason)
        if transition.recalls:
            recall_cases(by=by, subject=locked.approval_subject, reason=reason)
        refresh_force(agreement=locked)
        publish(
            "agreement.stage_changed", by=by, agreement=locked.pk, source=source, target=target.value, on=on.isoformat()
        )
    return locked


def _stage(to: str) -> Stage:
    try:
        return Stage(to)
    except ValueError:
        choices = ", ".join(stage.value for stage in Stage)
        raise InvalidInput({"to": [_("Unknown stage. Choose one of: %(choices)s.") % {"choices": choices}]}) from None


def _transition(agreement: Agreement, target: Stage, reason: str) -> Transition:
    source = Stage(agreement.stage)
    transition = agreement.flow.find(source, target)
    if transition is None:
        raise Refused(no_such_transition(source, target))
    if refusals := refusals_to_take(transition, facts_of(agreement), reason=reason):
        raise Refused(*refusals)
    return transition
