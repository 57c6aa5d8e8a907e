"""What outside schemes call institutions."""

from __future__ import annotations

from core.actors import Actor
from core.changes import recorded_change
from core.errors import require
from core.locking import lock, store
from institutions.models import Identifier, Institution
from institutions.policies import can_edit_institutions


def write_identifier(*, by: Actor, identifier: Identifier, reason: str = "") -> Identifier:
    """Store a new or changed identifier, whose values have been validated, and give its institution a new version."""
    if by.user:
        require(can_edit_institutions(by.user))
    with recorded_change(by=by, reason=reason):
        store(lock(Institution.objects.all(), pk=identifier.institution_id), by=by)
        identifier.save()
    return identifier


def remove_identifier(*, by: Actor, identifier: Identifier, reason: str = "") -> None:
    """Take an identifier away, and give its institution a new version."""
    if by.user:
        require(can_edit_institutions(by.user))
    with recorded_change(by=by, reason=reason):
        store(lock(Institution.objects.all(), pk=identifier.institution_id), by=by)
        identifier.delete()
