"""Changes to activities, programmes and memberships."""

from activities.actions.activities import change_activity, create_activity, register_existing_activity
from activities.actions.links import NewCountry, NewLink, NewParticipant
from activities.actions.memberships import change_membership, change_membership_state, register_membership
from activities.actions.programmes import change_programme, create_programme
from activities.actions.states import change_state

__all__ = [
    "NewCountry",
    "NewLink",
    "NewParticipant",
    "change_activity",
    "change_membership",
    "change_membership_state",
    "change_programme",
    "change_state",
    "create_activity",
    "create_programme",
    "register_existing_activity",
    "register_membership",
]
