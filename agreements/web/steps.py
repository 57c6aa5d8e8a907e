"""Laying out the approval of a party."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.web.signed_in import SignedInRequest
from agreements.kinds import PartyRole
from agreements.models import Agreement
from approvals.web.adding import add_step_to_side


@login_required
def add_step(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Add a step to the track of a party; those that are not parties approve nothing."""
    seen = Agreement.objects.visible_to(request.user).select_related("approval_subject__office")
    agreement = get_object_or_404(seen, reference=reference)
    parties = agreement.parties.filter(role=PartyRole.PARTY).select_related("institution")
    party = get_object_or_404(parties, uid=uid)
    return add_step_to_side(request, subject=agreement.approval_subject, institution=party.institution)
