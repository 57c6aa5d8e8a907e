"""Who may do what with an agreement."""

from accounts.models import KEEPING_ROLES, User
from accounts.visibility import Viewer
from agreements.models import Agreement
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop


def can_create_agreements(user: Viewer) -> Verdict:
    """Officers and heads create agreements for their own office."""
    if user.is_authenticated and user.offices_with(*KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of an office creates agreements."))


def can_create_agreements_in(user: User, office_id: int) -> Verdict:
    """See `can_create_agreements`."""
    if user.has_role(office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("You are neither officer nor head of this office."))


def can_keep(user: Viewer, agreement: Agreement) -> Verdict:
    """Change its data, parties and track, move its stage, record acts: officers and the head of its office."""
    if user.is_authenticated and user.has_role(agreement.office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of the responsible office changes this agreement."))
