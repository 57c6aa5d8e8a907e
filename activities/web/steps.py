"""Laying out the approval of an activity or a membership: one side, the office's own."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.web.signed_in import SignedInRequest
from activities.models import Activity, Membership
from approvals.web.adding import add_step_to_side


@login_required
def add_step(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a step to the track of an activity."""
    seen = Activity.objects.visible_to(request.user).select_related("approval_subject__office")
    activity = get_object_or_404(seen, reference=reference)
    return add_step_to_side(request, subject=activity.approval_subject, institution=None)


@login_required
def add_membership_step(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Add a step to the track of a membership."""
    seen = Membership.objects.visible_to(request.user).select_related("approval_subject__office")
    membership = get_object_or_404(seen, uid=uid)
    return add_step_to_side(request, subject=membership.approval_subject, institution=None)
