"""Memberships, as given."""

from __future__ import annotations

from accounts.api.inputs import KnownOffice
from activities.models import Membership
from activities.states import MembershipState
from core.api.input_fields import Choice, Country, PartialDayText, Text
from core.api.inputs import REASON, RecordInput
from core.api.sources import SOURCE_FIELDS
from core.api.transitions import TransitionInput
from institutions.api.inputs import KnownInstitution


class NewMembershipInput(RecordInput):
    """A membership at the state it has. The member is an institution or a country."""

    body = KnownInstitution(help_text="The network, committee, platform, team or programme.")
    member = KnownInstitution(required=False, allow_null=True)
    member_country = Country(required=False, allow_blank=True)
    office = KnownOffice(required=False, help_text="By default the caller's office, if they keep records of one only.")
    starts = PartialDayText(required=False, allow_blank=True)
    ends = PartialDayText(required=False, allow_blank=True)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Membership
        fields = [
            "body", "member", "member_country", "role", "state", "starts", "ends", "office", *SOURCE_FIELDS, "reason",
        ]  # fmt: skip


class MembershipStateInput(TransitionInput):
    """The state to go to."""

    to = Choice(choices=[state.value for state in MembershipState])
