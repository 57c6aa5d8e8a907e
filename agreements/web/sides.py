"""The institutions of an agreement as its page shows them: the parties side by side, each with its approval."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from agreements.policies import can_keep
from approvals.models import Case
from approvals.web.tracks import TrackShown, show_track


@dataclass(frozen=True)
class Side:
    """A party and its track."""

    party: AgreementParty
    track: TrackShown


def sides_of(agreement: Agreement, viewer: User) -> list[Side]:
    """The parties, of an agreement of `agreement_page`."""
    cases = {case.institution_id: case for case in agreement.approval_subject.cases.all()}
    may_keep = can_keep(viewer, agreement).allowed
    return [
        Side(
            party,
            show_track(
                cases.get(party.institution_id),
                viewer=viewer,
                add_url=reverse("agreements:add_step", args=[agreement.reference, party.uid]) if may_keep else "",
            ),
        )
        for party in agreement.signing_parties
    ]


def others_in(agreement: Agreement) -> list[AgreementParty]:
    """Depositary, facilitators and observers."""
    return [party for party in agreement.parties.all() if party.role != PartyRole.PARTY]


def former_sides_of(agreement: Agreement, viewer: User) -> list[tuple[Case, TrackShown]]:
    """Tracks with steps of institutions that are no longer parties: what was decided there stays readable."""
    present = {party.institution_id for party in agreement.signing_parties}
    return [
        (case, show_track(case, viewer=viewer, add_url=""))
        for case in agreement.approval_subject.cases.all()
        if case.institution_id not in present and case.steps.all()
    ]
