"""Who may administer accounts."""

from accounts.visibility import Viewer
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop


def can_administer(user: Viewer) -> Verdict:
    """Users, offices and roles are the administrator's."""
    if user.is_authenticated and user.is_superuser:
        return ALLOWED
    return denied(gettext_noop("Only an administrator does this."))
