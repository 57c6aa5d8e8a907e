"""Laying out the approval of a party."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.web.signed_in import SignedInRequest
from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from approvals.web.adding import add_step_to_side
from approvals.web.routes import route_of_side


@login_required
def add_step(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Add a step to the track of a party; those that are not parties approve nothing."""
    agreement, party = _party(request, reference, uid)
    return add_step_to_side(request, subject=agreement.approval_subject, institution=party.institution)


@login_required
def route(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """The route of a party, and the templates it can be laid out from."""
    agreement, party = _party(request, reference, uid)
    add_url = reverse("agreements:add_step", args=[agreement.reference, party.uid])
    subject = agreement.approval_subject
    return route_of_side(request, subject=subject, institution=party.institution, add_url=add_url)


def _party(request: SignedInRequest, reference: str, uid: uuid.UUID) -> tuple[Agreement, AgreementParty]:
    seen = Agreement.objects.visible_to(request.user).select_related("approval_subject__office")
    agreement = get_object_or_404(seen, reference=reference)
    parties = agreement.parties.filter(role=PartyRole.PARTY).select_related("institution")
    return agreement, get_object_or_404(parties, uid=uid)
