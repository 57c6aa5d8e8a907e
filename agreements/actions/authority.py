"""Choose which of several entries on one act counts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.actions.acts import CORRECTED_ALREADY, authoritative_entry
from agreements.actions.force import refresh_force
from agreements.models import Act, Agreement
from agreements.policies import can_keep
from approvals.actions import follow_acts
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop

COUNTS_ALREADY = Refusal("counts_already", gettext_noop("This entry counts already."))


def choose_authoritative(*, by: Actor, entry: Act, reason: str, expected_version: int | None = None) -> Act:
    """Let an entry of the ledger count instead of the one that does; `reason` says why this source is the better one.

    Both stay as they are otherwise. Raises `InvalidInput`, `NotAllowed`, `StaleVersion`, and `Refused`
    (`already_superseded`, `counts_already`).
    """
    agreement = entry.agreement
    if by.user:
        require(can_keep(by.user, agreement))
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say why this entry is the one that counts.")]})
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        chosen = Act.objects.select_for_update(of=("self",)).select_related("party").get(pk=entry.pk)
        if chosen.recorded_until is not None:
            raise Refused(CORRECTED_ALREADY)
        if chosen.is_authoritative:
            raise Refused(COUNTS_ALREADY)
        counting = authoritative_entry(locked, kind=chosen.kind, party=chosen.party, occasion=chosen.occasion)
        _mark(counting, counts=False)
        _mark(chosen, counts=True)
        store(locked, by=by)
        refresh_force(agreement=locked)
        follow_acts(by=by, subject=locked.approval_subject)
        publish("agreement.act_chosen", by=by, agreement=locked.pk, act=chosen.pk)
    return chosen


def _mark(entry: Act | None, *, counts: bool) -> None:
    if entry:
        entry.is_authoritative = counts
        entry.save(update_fields=["is_authoritative"])
