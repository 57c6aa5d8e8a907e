"""Who may import, change mappings, and undo."""

from accounts.models import KEEPING_ROLES
from accounts.visibility import Viewer
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop
from exchange.models import Mapping


def can_import(user: Viewer) -> Verdict:
    """Officers and heads import into their own office."""
    if user.is_authenticated and user.offices_with(*KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of an office imports."))


def can_import_into(user: Viewer, office_id: int) -> Verdict:
    """See `can_import`. It covers checking, taking in and undoing."""
    if user.is_authenticated and user.has_role(office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("You are neither officer nor head of this office."))


def can_change_mapping(user: Viewer, mapping: Mapping) -> Verdict:
    """The office that keeps a mapping changes it; others who may use it save a copy."""
    if user.is_authenticated and user.has_role(mapping.office_id, *KEEPING_ROLES):
        return ALLOWED
    return denied(gettext_noop("Only an officer or the head of the office that keeps this mapping changes it."))
