"""What stands against an act: values that cannot be, an act that answers nothing, one out of order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from agreements.act_kinds import MAY_BE_FUTURE, OF_ALL_PARTIES, ActKind, Standing
from agreements.act_rules import ANSWERS, NOT_BEFORE_ITSELF, NOT_BEFORE_RECEIPT, OF_ONE_PARTY, OPEN_TO_OTHERS
from agreements.instruments import instrument_of
from agreements.kinds import PartyRole
from agreements.law import instrument as law
from agreements.law.act_order import out_of_order
from agreements.law.engine import determine
from agreements.law.statuses import ENDED
from agreements.models import Act, Agreement, AgreementParty, Document
from core.dates import PartialDate
from core.errors import InvalidInput, Refused
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values

_FIRST_YEAR = 1600
_NEW = "new"


@dataclass(frozen=True)
class NewAct:
    """An act as a source states it. `party` None: an act of all parties. See `Act` for the dates and `refers_to`."""

    kind: str
    when: PartialDate
    source: str
    party: AgreementParty | None = None
    effective_on: dt.date | None = None
    received_on: dt.date | None = None
    refers_to: Act | None = None
    source_quote: str = ""
    source_note: str = ""
    source_url: str = ""
    source_document: Document | None = None
    standing: str = Standing.REPORTED
    note: str = ""


def check_act(act: NewAct, *, agreement: Agreement, today: dt.date) -> None:
    """Raise `InvalidInput` for an act that cannot stand in the ledger of this agreement."""
    errors = {
        **wrong_act(act, today=today),
        **_wrong_party(act, agreement),
        **_wrong_reference(act, agreement),
        **_wrong_document(act, agreement),
    }
    if errors:
        raise InvalidInput(errors)


def wrong_act(act: NewAct, *, today: dt.date) -> dict[str, list[str]]:
    """What cannot be in an act itself, whoever's it is: sentences by field."""
    return {
        **wrong_values(Act, vars(act)),
        **_wrong_words(act),
        **_wrong_dates(act, today),
        **_wrong_effect(act),
        **_wrong_years(act),
        **_answers_nothing(act),
    }


def check_notice_runs(act: NewAct, *, agreement: Agreement) -> None:
    """Raise `Refused` for the withdrawal of a notice that has taken effect by then (VCLT 68)."""
    if act.kind != ActKind.WITHDRAWAL_OF_NOTICE or act.party is None or act.refers_to is None:
        return
    instrument = instrument_of(agreement)
    notice = _standing_key(act.refers_to)
    others = tuple(
        each for each in instrument.acts if each.kind is not ActKind.WITHDRAWAL_OF_NOTICE or each.refers_to != notice
    )
    period = determine(replace(instrument, acts=others)).on(act.received_on or act.when.first, str(act.party.uid))
    if period.status in ENDED and period.start:
        raise Refused(
            Refusal(
                "notice_took_effect",
                gettext_noop("The notice took effect on %(on)s, so it can no longer be withdrawn (VCLT 68)."),
                {"on": period.start.isoformat()},
            )
        )


def disorder_of(act: NewAct, *, agreement: Agreement) -> list[Refusal]:
    """What is odd about the date of an act beside those that count in the ledger, its own rivals aside."""
    rows = agreement.acts.current().filter(is_authoritative=True)
    others = [_as_law(row) for row in rows.select_related("party").order_by("date", "id")]
    others = [each for each in others if (each.kind, each.party) != (act.kind, _key(act.party))]
    parties = agreement.parties.filter(role=PartyRole.PARTY).count()
    new = law.Act(_NEW, ActKind(act.kind), act.when, _key(act.party))
    return out_of_order(new, others, parties=parties)


def require_order(disorder: list[Refusal], *, is_confirmed: bool, reason: str) -> None:
    """Raise `Refused` for acts out of order unless somebody confirmed it, and `InvalidInput` unless they said why."""
    if disorder and not is_confirmed:
        raise Refused(*disorder)
    if disorder and not reason.strip():
        raise InvalidInput({"reason": [_("Say why these dates are right although they are out of order.")]})


def _as_law(row: Act) -> law.Act:
    return law.Act(str(row.uid), ActKind(row.kind), row.when, _key(row.party))


def _key(party: AgreementParty | None) -> str | None:
    return str(party.uid) if party else None


def _standing_key(entry: Act) -> str:
    """The engine's key of an entry, or of what corrected it."""
    while entry.recorded_until is not None and hasattr(entry, "superseded_by"):
        entry = entry.superseded_by
    return str(entry.uid)


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
        return {"party": [_("Name the party: this is an act of one.")]} if act.kind in OF_ONE_PARTY else {}
    if act.party.agreement_id != agreement.pk:
        return {"party": [_("Choose one of this agreement's parties.")]}
    if act.kind in OF_ALL_PARTIES:
        return {"party": [_("This is an act of all parties: name none.")]}
    if act.party.role == PartyRole.OBSERVER or (act.party.role != PartyRole.PARTY and act.kind not in OPEN_TO_OTHERS):
        places = {"institution": act.party.institution, "role": act.party.get_role_display()}
        return {"party": [_("%(institution)s takes part as “%(role)s”: only a party can do this.") % places]}
    return {}


def _answers_nothing(act: NewAct) -> dict[str, list[str]]:
    if act.kind == ActKind.WITHDRAWAL_OF_NOTICE and not _fits(act):
        return {"refers_to": [_("Choose the notice that is withdrawn.")]}
    if act.kind == ActKind.OBJECTION and not _fits(act):
        return {"refers_to": [_("Choose the reservation that is objected to.")]}
    if act.refers_to and act.kind not in ANSWERS:
        return {"refers_to": [_("This act answers no other: leave this empty.")]}
    return {}


def _fits(act: NewAct) -> bool:
    return act.refers_to is not None and act.refers_to.kind in ANSWERS[ActKind(act.kind)]


def _wrong_reference(act: NewAct, agreement: Agreement) -> dict[str, list[str]]:
    other = act.refers_to
    if other is None or act.kind not in ANSWERS or not _fits(act):
        return {}
    if other.agreement_id != agreement.pk:
        return {"refers_to": [_("Choose an act of this agreement.")]}
    is_own = act.party is not None and other.party_id == act.party.pk
    if act.kind == ActKind.WITHDRAWAL_OF_NOTICE and not is_own:
        return {"refers_to": [_("A party withdraws its own notice: choose one of the same party.")]}
    if act.kind == ActKind.OBJECTION and is_own:
        return {"refers_to": [_("A party does not object to its own reservation: choose one of another.")]}
    return {"date": [_("It cannot be dated before the act it answers.")]} if act.when.last < other.when.first else {}


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


def _wrong_effect(act: NewAct) -> dict[str, list[str]]:
    if act.effective_on is None:
        return {}
    if act.kind in NOT_BEFORE_ITSELF and act.effective_on < act.when.first:
        return {"effective_on": [_("It cannot take effect before its own date.")]}
    if act.kind in NOT_BEFORE_RECEIPT and act.received_on and act.effective_on < act.received_on:
        return {"effective_on": [_("It cannot take effect before it is received (VCLT 78).")]}
    return {}


def _wrong_years(act: NewAct) -> dict[str, list[str]]:
    days = {"date": act.when.date, "effective_on": act.effective_on, "received_on": act.received_on}
    wrong = [name for name, day in days.items() if day and day.year < _FIRST_YEAR]
    return {name: [_("Give a year from 1600 to 9999.")] for name in wrong}
