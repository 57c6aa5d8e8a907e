"""Laying out the approval of an activity or a membership: one side, the office's own."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.web.signed_in import SignedInRequest
from activities.models import Activity, Membership
from approvals.web.adding import add_step_to_side
from approvals.web.routes import route_of_side


@login_required
def add_step(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a step to the track of an activity."""
    activity = _activity(request, reference)
    return add_step_to_side(request, subject=activity.approval_subject, institution=None)


@login_required
def route(request: SignedInRequest, reference: str) -> HttpResponse:
    """The route of an activity, and the templates it can be laid out from."""
    activity = _activity(request, reference)
    add_url = reverse("activities:add_step", args=[activity.reference])
    return route_of_side(request, subject=activity.approval_subject, institution=None, add_url=add_url)


@login_required
def add_membership_step(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Add a step to the track of a membership."""
    return add_step_to_side(request, subject=_membership(request, uid).approval_subject, institution=None)


@login_required
def membership_route(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """The route of a membership, and the templates it can be laid out from."""
    membership = _membership(request, uid)
    add_url = reverse("activities:add_membership_step", args=[membership.uid])
    return route_of_side(request, subject=membership.approval_subject, institution=None, add_url=add_url)


def _activity(request: SignedInRequest, reference: str) -> Activity:
    seen = Activity.objects.visible_to(request.user).select_related("approval_subject__office")
    return get_object_or_404(seen, reference=reference)


def _membership(request: SignedInRequest, uid: uuid.UUID) -> Membership:
    seen = Membership.objects.visible_to(request.user).select_related("approval_subject__office")
    return get_object_or_404(seen, uid=uid)
