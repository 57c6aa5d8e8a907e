"""Register memberships of standing bodies and move them along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office
from activities.actions.periods import wrong_period
from activities.actions.states import transition_to
from activities.models import Membership
from activities.policies import can_create_activities_in, can_keep
from activities.states import MEMBERSHIP_STATE_LABELS, MEMBERSHIP_TRANSITIONS, MembershipState
from approvals.actions import note_substance, recall_cases, submit_cases
from approvals.models import ApprovalSubject
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.locking import lock, store
from core.outbox import publish
from core.validation import wrong_values
from institutions.kinds import STANDING_BODIES
from institutions.models import Institution

APPROVAL_KIND = "membership"
VALUES = frozenset({"role", "starts", "ends", "source", "source_quote", "source_note"})


def register_membership(
    *,
    by: Actor,
    office: Office,
    body: Institution,
    member: Institution | None = None,
    member_country: str = "",
    state: str = MembershipState.PROPOSED,
    reason: str = "",
    **values: Any,
) -> Membership:
    """A membership of a country or an institution in a standing body, at the state it has.

    `values`: `role`, `starts`, `ends` and the source. Raises `NotAllowed` or `InvalidInput`.
    """
    if by.user:
        require(can_create_activities_in(by.user, office.pk))
    errors = {**_wrong_member(body, member, member_country), **_wrong_values(state, values)}
    if errors:
        raise InvalidInput(errors)
    with recorded_change(by=by, reason=reason):
        membership = Membership.objects.create(
            body=body, member=member, member_country=member_country, state=state, office=office,
            state_since=by.today(office.time_zone), created_at=by.at, updated_at=by.at,
            approval_subject=ApprovalSubject.objects.create(kind=APPROVAL_KIND, office=office), **values,
        )  # fmt: skip
        note_substance(by=by, subject=membership.approval_subject)
        publish("membership.created", by=by, membership=membership.pk)
    return membership


def change_membership(
    *, by: Actor, membership: Membership, expected_version: int | None = None, reason: str = "", **values: Any
) -> Membership:
    """Change the role, the dates and the source. Raises `NotAllowed`, `InvalidInput` or `StaleVersion`."""
    if by.user:
        require(can_keep(by.user, membership))
    if errors := _wrong_values(membership.state, values):
        raise InvalidInput(errors)
    with recorded_change(by=by, reason=reason):
        locked = lock(Membership.objects.all(), pk=membership.pk, expected_version=expected_version)
        for name, value in values.items():
            setattr(locked, name, value)
        if errors := wrong_period({"starts": locked.starts, "ends": locked.ends}):
            raise InvalidInput(errors)
        store(locked, *values, by=by)
        note_substance(by=by, subject=locked.approval_subject)
        publish("membership.changed", by=by, membership=locked.pk)
    return locked


def change_membership_state(
    *,
    by: Actor,
    membership: Membership,
    to: str,
    on: dt.date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Membership:
    """Take the named transition to the state `to`. Raises as `change_state` of activities does."""
    if by.user:
        require(can_keep(by.user, membership))
    if to not in [each.value for each in MembershipState]:
        raise InvalidInput({"to": [_("There is no such state.")]})
    today = by.today(membership.office.time_zone)
    if on and on > today:
        raise InvalidInput({"on": [_("The date lies in the future. A state is recorded when it is reached.")]})
    with recorded_change(by=by, reason=reason):
        locked = lock(Membership.objects.all(), pk=membership.pk, expected_version=expected_version)
        transition = transition_to(
            MembershipState(to),
            record=locked,
            transitions=MEMBERSHIP_TRANSITIONS,
            labels=MEMBERSHIP_STATE_LABELS,
            reason=reason,
        )
        source, locked.state, locked.state_since = locked.state, transition.target, on or today
        store(locked, "state", "state_since", by=by)
        if transition.submits:
            submit_cases(by=by, subject=locked.approval_subject, reason=reason)
        if transition.recalls:
            recall_cases(by=by, subject=locked.approval_subject, reason=reason)
        publish("membership.state_changed", by=by, membership=locked.pk, source=source, target=to)
    return locked


def _wrong_member(body: Institution, member: Institution | None, country: str) -> dict[str, list[str]]:
    if body.kind not in STANDING_BODIES:
        return {"body": [_("Only a network, committee, platform, team or programme has members.")]}
    if (member is None) == (not country):
        return {"member": [_("Name either an institution or a country as the member.")]}
    if member == body:
        return {"member": [_("A body is not a member of itself.")]}
    return wrong_values(Membership, {"member_country": country})


def _wrong_values(state: str, values: Mapping[str, Any]) -> dict[str, list[str]]:
    errors = {name: [_("This cannot be changed here.")] for name in set(values) - VALUES}
    errors.update(wrong_values(Membership, values), **wrong_period(values))
    if state not in [each.value for each in MembershipState]:
        errors["state"] = [_("There is no such state.")]
    return errors
