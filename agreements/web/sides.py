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
from agreements.stages import Stage
from approvals.deciders import Decider
from approvals.models import Case
from approvals.web.tracks import TrackReader, TrackShown
from institutions.names_then import NameThen

# More parties than this are folded, and can be searched.
FEW_PARTIES = 12


@dataclass(frozen=True)
class Side:
    """A party and its track."""

    party: AgreementParty
    track: TrackShown


@dataclass(frozen=True)
class Sides:
    """The parties with their tracks, and the tracks with steps of institutions that are parties no longer: what was
    decided there stays readable.
    """

    present: list[Side]
    former: list[tuple[Case, TrackShown]]


def sides_of(agreement: Agreement, viewer: User) -> Sides:
    """Every side, of an agreement of `agreement_page`."""
    cases = list(agreement.approval_subject.cases.all())
    by_institution = {case.institution_id: case for case in cases}
    is_pending = Stage(agreement.stage) is Stage.APPROVAL_PENDING
    reader = TrackReader(cases, decider=Decider(viewer, at=timezone.now()), is_pending=is_pending)
    may_keep = can_keep(viewer, agreement).allowed
    present = [
        Side(party, reader.track(by_institution.pop(party.institution_id, None), **_places(agreement, party, may_keep)))
        for party in agreement.signing_parties
    ]
    former = [(case, reader.track(case)) for case in by_institution.values() if case.steps.all()]
    return Sides(present, former)


def _places(agreement: Agreement, party: AgreementParty, may_keep: bool) -> dict[str, str]:
    """Where the track of a party is laid out, for who may."""
    if not may_keep:
        return {}
    key = [agreement.reference, party.uid]
    return {"add_url": reverse("agreements:add_step", args=key), "route_url": reverse("agreements:route", args=key)}


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
