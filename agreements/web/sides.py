"""The institutions of an agreement as its page shows them: the parties side by side, each with its approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from agreements.policies import can_keep
from approvals.deciders import Decider
from approvals.models import Case
from approvals.web.tracks import TrackShown, show_track
from institutions.names_then import NameThen

# More parties than this are folded, and can be searched.
FEW_PARTIES = 12


@dataclass(frozen=True)
class Side:
    """A party and its track."""

    party: AgreementParty
    track: TrackShown


def sides_of(agreement: Agreement, viewer: User) -> list[Side]:
    """The parties, of an agreement of `agreement_page`."""
    cases = {case.institution_id: case for case in agreement.approval_subject.cases.all()}
    may_keep = can_keep(viewer, agreement).allowed
    decider = Decider(viewer, at=timezone.now())
    return [
        Side(
            party,
            show_track(
                cases.get(party.institution_id),
                decider=decider,
                add_url=reverse("agreements:add_step", args=[agreement.reference, party.uid]) if may_keep else "",
            ),
        )
        for party in agreement.signing_parties
    ]


def unfolded(sides: Sequence[Side], *, every: bool, opened: str) -> list[Side]:
    """The parties that have a card of their own: of many those with steps, and the one the reader opened."""
    if every or len(sides) <= FEW_PARTIES:
        return list(sides)
    return [side for side in sides if side.track.steps or str(side.party.uid) == opened]


def folded(
    sides: Sequence[Side], *, every: bool, opened: str, party_names: Mapping[int, NameThen], words: str
) -> list[Side]:
    """The others, which stand in a list: those whose name holds every word."""
    wanted = words.casefold().split()
    shown = {side.party.pk for side in unfolded(sides, every=every, opened=opened)}
    others = [side for side in sides if side.party.pk not in shown]
    return [side for side in others if all(word in party_names[side.party.pk].name.casefold() for word in wanted)]


def others_in(agreement: Agreement) -> list[AgreementParty]:
    """Depositary, facilitators and observers."""
    return [party for party in agreement.parties.all() if party.role != PartyRole.PARTY]


def former_sides_of(agreement: Agreement, viewer: User) -> list[tuple[Case, TrackShown]]:
    """Tracks with steps of institutions that are no longer parties: what was decided there stays readable."""
    present = {party.institution_id for party in agreement.signing_parties}
    decider = Decider(viewer, at=timezone.now())
    return [
        (case, show_track(case, decider=decider, add_url=""))
        for case in agreement.approval_subject.cases.all()
        if case.institution_id not in present and case.steps.all()
    ]
