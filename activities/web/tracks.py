"""The approval of an activity or a membership as its page shows it: one side, the office's own."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Membership
from activities.policies import can_keep
from approvals.deciders import Decider
from approvals.web.tracks import TrackShown, show_track


def own_track(record: Activity | Membership, viewer: User, add_url: str) -> TrackShown:
    """The track of a record of `activity_page` or `membership_page`."""
    case = next(iter(record.approval_subject.cases.all()), None)
    decider = Decider(viewer, at=timezone.now())
    return show_track(case, decider=decider, add_url=add_url if can_keep(viewer, record) else "")
