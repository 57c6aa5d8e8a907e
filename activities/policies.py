"""Who may do what with activities, programmes and memberships."""

from accounts.models import KEEPING_ROLES, User
from accounts.visibility import Viewer
from activities.models import Activity, Membership
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop


def can_create_activities(user: Viewer) -> Verdict:
    """Officers and heads create activities for their own office."""
    if user.is_authenticated and user.offices_with(*KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of an office creates activities."))


def can_create_activities_in(user: User, office_id: int) -> Verdict:
    """See `can_create_activities`."""
    if user.has_role(office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("You are neither officer nor head of this office."))


def can_keep(user: Viewer, record: Activity | Membership) -> Verdict:
    """Change its data and move its state: officers and the head of the responsible office."""
    if user.is_authenticated and user.has_role(record.office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of the responsible office changes this."))


def can_edit_programmes(user: Viewer) -> Verdict:
    """Programmes are shared: officers and heads of any office keep them, and administrators."""
    if user.is_authenticated and (user.is_superuser or user.offices_with(*KEEPING_ROLES)):
        return ALLOWED
    return denied(gettext_noop("Only an officer or head of an office, or an administrator, changes programmes."))
