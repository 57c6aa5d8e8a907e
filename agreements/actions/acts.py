"""Record acts in the ledger, and correct them by superseding."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.act_kinds import MAY_BE_FUTURE, OF_ALL_PARTIES, ONCE_PER_PARTY, ActKind, Standing
from agreements.actions.force import refresh_force
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement, AgreementParty, Document
from agreements.policies import can_keep
from core.actors import Actor
from core.changes import recorded_change
from core.dates import PartialDate
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values


@dataclass(frozen=True)
class NewAct:
    """An act as a source states it. `party` None: an act of all parties. See `Act` for the dates."""

    kind: str
    when: PartialDate
    source: str
    party: AgreementParty | None = None
    effective_on: dt.date | None = None
    received_on: dt.date | None = None
    source_quote: str = ""
    source_note: str = ""
    source_url: str = ""
    source_document: Document | None = None
    standing: str = Standing.REPORTED
    note: str = ""


def record_act(
    *,
    by: Actor,
    agreement: Agreement,
    act: NewAct,
    make_authoritative: bool = False,
    expected_version: int | None = None,
    reason: str = "",
) -> Act:
    """Add an entry to the ledger.

    Where an authoritative entry on the same act exists, the new one stands beside it as a differing source unless
    `make_authoritative`. Raises `InvalidInput`, `NotAllowed`, `StaleVersion`.
    """
    if by.user:
        require(can_keep(by.user, agreement))
    check_act(act, agreement=agreement, today=by.today(agreement.office.time_zone))
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        rival = _authoritative_rival(locked, act)
        if rival and make_authoritative:
            rival.is_authoritative = False
            rival.save(update_fields=["is_authoritative"])
        entry = _append(locked, act, by=by, is_authoritative=make_authoritative or rival is None)
        store(locked, by=by)
        refresh_force(agreement=locked)
        publish("agreement.act_recorded", by=by, agreement=locked.pk, act=entry.pk)
    return entry


def correct_act(*, by: Actor, entry: Act, act: NewAct, reason: str, expected_version: int | None = None) -> Act:
    """Supersede an entry by a corrected one; both stay readable. `reason` says what was wrong.

    The corrected entry is authoritative unless another entry on the act it speaks of already is.
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
            raise Refused(Refusal("already_superseded", gettext_noop("This entry was corrected already.")))
        earlier.recorded_until = by.at
        earlier.save(update_fields=["recorded_until"])
        alone = _authoritative_rival(locked, act) is None
        corrected = _append(locked, act, by=by, is_authoritative=alone, supersedes=earlier)
        store(locked, by=by)
        refresh_force(agreement=locked)
        publish("agreement.act_recorded", by=by, agreement=locked.pk, act=corrected.pk)
    return corrected


def _append(
    agreement: Agreement, act: NewAct, *, by: Actor, is_authoritative: bool, supersedes: Act | None = None
) -> Act:
    values = {name: value for name, value in vars(act).items() if name != "when"}
    return Act.objects.create(
        agreement=agreement,
        date=act.when.date,
        precision=act.when.precision,
        is_authoritative=is_authoritative,
        supersedes=supersedes,
        recorded_at=by.at,
        recorded_by=by.user,
        **values,
    )


def _authoritative_rival(agreement: Agreement, act: NewAct) -> Act | None:
    if act.kind not in ONCE_PER_PARTY:
        return None
    return agreement.acts.current().filter(kind=act.kind, party=act.party, is_authoritative=True).first()


def check_act(act: NewAct, *, agreement: Agreement, today: dt.date) -> None:
    """Raise `InvalidInput` for an act that cannot stand in the ledger of this agreement."""
    errors = {
        **wrong_values(Act, vars(act)),
        **_wrong_words(act),
        **_wrong_party(act, agreement),
        **_wrong_dates(act, today),
        **_wrong_document(act, agreement),
    }
    if errors:
        raise InvalidInput(errors)


def _wrong_words(act: NewAct) -> dict[str, list[str]]:
    errors = {}
    if act.kind not in [kind.value for kind in ActKind]:
        errors["kind"] = [_("There is no such kind of act.")]
    if act.standing not in [each.value for each in Standing]:
        errors["standing"] = [_("Choose confirmed, reported or disputed.")]
    if not act.source.strip():
        errors["source"] = [_("Name the source: the document or address that states this act.")]
    return errors


def _wrong_party(act: NewAct, agreement: Agreement) -> dict[str, list[str]]:
    if act.party is None:
        return {}
    if act.party.agreement_id != agreement.pk or act.party.role == PartyRole.OBSERVER:
        return {"party": [_("Choose one of this agreement's parties.")]}
    if act.kind in OF_ALL_PARTIES:
        return {"party": [_("This is an act of all parties: name none.")]}
    return {}


def _wrong_document(act: NewAct, agreement: Agreement) -> dict[str, list[str]]:
    document = act.source_document
    if document is None or (document.agreement_id == agreement.pk and document.withdrawn_at is None):
        return {}
    return {"source_document": [_("Choose one of this agreement's documents that was not withdrawn.")]}


def _wrong_dates(act: NewAct, today: dt.date) -> dict[str, list[str]]:
    errors = {}
    if act.when.first > today and act.kind not in MAY_BE_FUTURE:
        errors["date"] = [_("The date lies in the future. An act is recorded once it has happened.")]
    if act.received_on and act.received_on < act.when.first:
        errors["received_on"] = [_("It cannot be received before its own date.")]
    if act.received_on and act.received_on > today:
        errors["received_on"] = [_("The date lies in the future. Receipt is recorded once it has happened.")]
    return errors
