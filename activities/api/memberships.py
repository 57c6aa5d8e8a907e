"""Memberships of standing bodies, as answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from accounts.api.representations import OfficeLink, office
from activities.kinds import MembershipRole
from activities.models import Membership
from activities.queries import next_membership_steps
from activities.states import MembershipState
from approvals.api.representations import ApprovalStep, read_cases, steps_of
from core.api.record_fields import bookkeeping, identity, plain
from core.api.shapes import Field, Reading, Shape
from core.api.sources import source_fields
from core.api.transitions import TransitionOffer, offers
from institutions.api.links import InstitutionLink, institution_link, link_or_none


def membership_address(membership: Membership, reading: Reading) -> str:
    """Where a membership is in the API."""
    return f"{reading.root}memberships/{membership.uid}/"


def transitions(memberships: Sequence[Membership], _reading: Reading) -> dict[int, list[TransitionOffer]]:
    """The ways out of each membership's state."""
    read_cases(memberships)
    return {each.pk: offers(next_membership_steps(each)) for each in memberships}


MEMBERSHIP: Shape[Membership] = Shape(
    "Membership",
    "A country or an institution in a network, committee, platform, team or programme.",
    {
        **identity(membership_address),
        "body": Field(
            InstitutionLink, "What it is a member of.", lambda row, reading: institution_link(row.body, reading)
        ),
        "member": Field(
            InstitutionLink | None,
            "The member, where it is an institution.",
            lambda row, reading: link_or_none(row.member, reading),
        ),
        "member_country": Field(
            str | None,
            "The member, where it is a country (ISO 3166).",
            lambda row, _reading: str(row.member_country) or None,
        ),
        "role": plain(MembershipRole, "What it is there.", "role"),
        "state": plain(MembershipState, "How far the membership is.", "state"),
        "state_since": plain(dt.date, "The day this state was reached.", "state_since"),
        "starts": plain(str, "Since when: a year, a month or a day; empty: not known.", "starts"),
        "ends": plain(str, "Until when, likewise.", "ends"),
        "office": Field(OfficeLink, "The responsible office.", lambda row, _reading: office(row.office)),
        "approvals": Field(list[ApprovalStep], "Its approval steps.", load=steps_of),
        "transitions": Field(
            list[TransitionOffer],
            "The ways out of its state, with what stands against each.",
            load=transitions,
            on_request=True,
        ),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url"),
)
