"""The tree of subject areas."""

from __future__ import annotations

from accounts.policies import can_administer
from agreements.models import Subject
from core.actors import Actor
from core.changes import recorded_change
from core.errors import require


def create_subject(
    *,
    by: Actor,
    code: str,
    names: dict[str, str],
    sector: str = "",
    parent: Subject | None = None,
    position: int = 0,
    reason: str = "",
) -> Subject:
    """A new subject area below `parent`, or at the top. Raises `NotAllowed`: only administrators make one."""
    if by.user:
        require(can_administer(by.user))
    with recorded_change(by=by, reason=reason):
        return Subject.objects.create(code=code, names=names, sector=sector, parent=parent, position=position)
