"""The approval of an activity or a membership as its page shows it: one side, the office's own."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Membership
from activities.policies import can_keep
from activities.states import ActivityState, MembershipState
from approvals.deciders import Decider
from approvals.web.tracks import TrackReader, TrackShown

_PENDING = (ActivityState.APPROVAL_PENDING, MembershipState.APPROVAL_PENDING)


def own_track(record: Activity | Membership, viewer: User) -> TrackShown:
    """The track of a record of `activity_page` or `membership_page`."""
    cases = list(record.approval_subject.cases.all())
    decider = Decider(viewer, at=timezone.now())
    reader = TrackReader(cases[:1], decider=decider, is_pending=record.state in _PENDING)
    places = _places(record) if can_keep(viewer, record) else {}
    return reader.track(next(iter(cases), None), **places)


def _places(record: Activity | Membership) -> dict[str, str]:
    """Where the track is laid out."""
    if isinstance(record, Membership):
        add, route, key = "activities:add_membership_step", "activities:membership_route", str(record.uid)
    else:
        add, route, key = "activities:add_step", "activities:route", record.reference
    return {"add_url": reverse(add, args=[key]), "route_url": reverse(route, args=[key])}
