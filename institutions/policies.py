"""Who may change institutions."""

from accounts.models import Role
from accounts.visibility import Viewer
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop


def can_edit_institutions(user: Viewer) -> Verdict:
    """Institutions are shared: officers and heads of any office keep them, and administrators."""
    if user.is_authenticated and (user.is_superuser or user.offices_with(Role.OFFICER, Role.HEAD)):
        return ALLOWED
    return denied(gettext_noop("Only an officer or head of an office, or an administrator, changes institutions."))
