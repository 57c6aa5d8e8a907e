"""Record acts in the ledger, and correct them by superseding."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.act_kinds import ONCE_PER_PARTY
from agreements.actions.act_checks import NewAct, check_act, check_notice_runs, disorder_of, require_order
from agreements.actions.force import refresh_force
from agreements.actions.occasions import occasion_of
from agreements.models import Act, Agreement, AgreementParty
from agreements.policies import can_keep
from approvals.actions import follow_acts
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop

CORRECTED_ALREADY = Refusal("already_superseded", gettext_noop("This entry was corrected already."))


def record_act(
    *,
    by: Actor,
    agreement: Agreement,
    act: NewAct,
    make_authoritative: bool = False,
    confirm_order: bool = False,
    expected_version: int | None = None,
    reason: str = "",
) -> Act:
    """Add an entry to the ledger.

    Where an authoritative entry on the same act exists, the new one stands beside it as a differing source unless
    `make_authoritative`. One that would count although it is dated before what it follows is refused unless
    `confirm_order`, with a `reason`. Raises `InvalidInput`, `NotAllowed`, `StaleVersion`, and `Refused` (the codes of
    `law.act_order`, `notice_took_effect`).
    """
    if by.user:
        require(can_keep(by.user, agreement))
    check_act(act, agreement=agreement, today=by.today(agreement.office.time_zone))
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        check_notice_runs(act, agreement=locked)
        occasion = occasion_of(locked, act)
        rival = authoritative_entry(locked, kind=act.kind, party=act.party, occasion=occasion)
        if make_authoritative or rival is None:
            require_order(disorder_of(act, agreement=locked), is_confirmed=confirm_order, reason=reason)
        if rival and make_authoritative:
            rival.is_authoritative = False
            rival.save(update_fields=["is_authoritative"])
        counts = make_authoritative or rival is None
        entry = _append(locked, act, by=by, is_authoritative=counts, occasion=occasion)
        store(locked, by=by)
        refresh_force(agreement=locked)
        follow_acts(by=by, subject=locked.approval_subject)
        publish("agreement.act_recorded", by=by, agreement=locked.pk, act=entry.pk)
    return entry


def correct_act(
    *,
    by: Actor,
    entry: Act,
    act: NewAct,
    reason: str,
    confirm_order: bool = False,
    expected_version: int | None = None,
) -> Act:
    """Supersede an entry by a corrected one; both stay readable. `reason` says what was wrong.

    The corrected entry is authoritative unless another entry on the act it speaks of already is. Raises as
    `record_act` does.
    """
    agreement = entry.agreement
    if by.user:
        require(can_keep(by.user, agreement))
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say what was wrong with the earlier entry.")]})
    check_act(act, agreement=agreement, today=by.today(agreement.office.time_zone))
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        earlier = Act.objects.select_for_update().get(pk=entry.pk)
        if earlier.recorded_until is not None:
            raise Refused(CORRECTED_ALREADY)
        check_notice_runs(act, agreement=locked)
        earlier.recorded_until = by.at
        earlier.save(update_fields=["recorded_until"])
        is_same = (act.kind, act.party) == (earlier.kind, earlier.party)
        occasion = earlier.occasion if is_same else occasion_of(locked, act)
        alone = authoritative_entry(locked, kind=act.kind, party=act.party, occasion=occasion) is None
        if alone and (act.kind, act.party, act.when) != (earlier.kind, earlier.party, earlier.when):
            require_order(disorder_of(act, agreement=locked), is_confirmed=confirm_order, reason=reason)
        corrected = _append(locked, act, by=by, is_authoritative=alone, occasion=occasion, supersedes=earlier)
        store(locked, by=by)
        refresh_force(agreement=locked)
        follow_acts(by=by, subject=locked.approval_subject)
        publish("agreement.act_recorded", by=by, agreement=locked.pk, act=corrected.pk)
    return corrected


def _append(
    agreement: Agreement,
    act: NewAct,
    *,
    by: Actor,
    is_authoritative: bool,
    occasion: int,
    supersedes: Act | None = None,
) -> Act:
    values = {name: value for name, value in vars(act).items() if name != "when"}
    return Act.objects.create(
        agreement=agreement,
        date=act.when.date,
        precision=act.when.precision,
        is_authoritative=is_authoritative,
        occasion=occasion,
        supersedes=supersedes,
        recorded_at=by.at,
        recorded_by=by.user,
        **values,
    )


def authoritative_entry(agreement: Agreement, *, kind: str, party: AgreementParty | None, occasion: int) -> Act | None:
    """Of the entries on an act that a party does once on an occasion, the one that counts."""
    if kind not in ONCE_PER_PARTY:
        return None
    found = agreement.acts.current().filter(kind=kind, party=party, occasion=occasion, is_authoritative=True)
    return found.order_by("id").first()
