"""Tables of activities."""

from activities.models.activity import Activity, ActivityAgreement, ActivityCountry, ActivitySubject, Participant
from activities.models.memberships import Membership
from activities.models.programmes import Programme, ProgrammePartner

__all__ = [
    "Activity",
    "ActivityAgreement",
    "ActivityCountry",
    "ActivitySubject",
    "Membership",
    "Participant",
    "Programme",
    "ProgrammePartner",
]
