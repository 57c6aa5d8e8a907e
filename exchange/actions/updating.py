"""Write what a source changed, through the domain's own actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agreements.actions import NewAct, NewParty, NewSubject, change_agreement, correct_act, record_act
from agreements.models import Act, Agreement, AgreementParty, Subject
from core.actors import Actor
from core.text import fold
from exchange.actions.additions import Additions
from exchange.mapping.drafts import DraftAct
from exchange.planning.institutions import Reference
from exchange.planning.planner import new_act
from exchange.planning.plans import Plan, PlannedParty, Update
from institutions.models import Institution

_PARTY_WORDS = ("signatory", "source", "source_quote", "source_note", "classes", "is_negotiating")


def update_agreement(plan: Plan, *, additions: Additions, by: Actor, reason: str) -> dict[str, Any]:
    """Write the plan's update; returns what undoing it needs. Runs in the caller's recorded change, row locked."""
    update, record = plan.update, plan.record
    assert update is not None and record is not None  # noqa: S101 -- plans to update have both
    agreement = Agreement.objects.select_related("office").get(pk=record.agreement_id)
    undo = _present(agreement, update)
    _change(agreement, update, additions=additions, by=by, reason=reason)
    parties = {row.institution_id: row for row in agreement.parties.order_by("-position", "-id")}

    def act_of(draft: DraftAct) -> NewAct:
        party = parties[additions.institution(plan.named[fold(draft.party)])] if draft.party else None
        return _with_party(new_act(draft), party)

    undo["acts_added"] = [
        record_act(by=by, agreement=agreement, act=act_of(draft), confirm_order=True, reason=reason).pk
        for draft in update.added
    ]
    for before, draft in update.corrected:
        entry = _entry(agreement, before, parties, plan, additions)
        if entry:
            corrected = correct_act(by=by, entry=entry, act=act_of(draft), confirm_order=True, reason=reason)
            undo["acts_closed"].append(entry.pk)
        else:
            corrected = record_act(by=by, agreement=agreement, act=act_of(draft), confirm_order=True, reason=reason)
        undo["acts_added"].append(corrected.pk)
    undo["record"] = record.values
    record.values = _kept(record.values, stated_by_id(plan, additions), update.kept)
    record.save(update_fields=["values"])
    return undo


def stated_by_id(plan: Plan, additions: Additions) -> dict[str, Any]:
    """What the source says, institutions and subjects by their ids."""
    return {
        **plan.stated(),
        "parties": [[additions.institution(party.institution), party.role] for party in plan.parties],
        "subjects": [additions.subject(subject) for subject in plan.subjects],
    }


def party_rows(agreement: Agreement) -> list[list[Any]]:
    """The agreement's parties as plain values."""
    return [
        [row.institution_id, row.role, *(getattr(row, name) for name in _PARTY_WORDS)]
        for row in agreement.parties.order_by("position", "id")
    ]


def new_parties(rows: Sequence[Sequence[Any]]) -> list[NewParty]:
    """The opposite of `party_rows`."""
    institutions = Institution.objects.in_bulk([row[0] for row in rows])
    return [
        NewParty(institutions[pk], role, **dict(zip(_PARTY_WORDS, words, strict=True))) for pk, role, *words in rows
    ]


def _present(agreement: Agreement, update: Update) -> dict[str, Any]:
    undo: dict[str, Any] = {
        "values": {name: getattr(agreement, name) for name in update.values},
        "acts_closed": [],
    }
    if update.parties is not None:
        undo["parties"] = party_rows(agreement)
    if update.subjects is not None:
        undo["subjects"] = list(agreement.subject_links.order_by("id").values_list("subject_id", flat=True))
    return undo


def _change(agreement: Agreement, update: Update, *, additions: Additions, by: Actor, reason: str) -> None:
    given: dict[str, Any] = dict(update.values)
    if update.parties is not None:
        given["parties"] = _parties(agreement, update.parties, additions)
    if update.subjects is not None:
        given["subjects"] = _subjects(update.subjects, additions)
    if given:
        change_agreement(by=by, agreement=agreement, reason=reason, **given)


def _parties(agreement: Agreement, wanted: Sequence[PlannedParty], additions: Additions) -> list[NewParty]:
    """The new set; a party that stays keeps its signatory and sources."""
    present = {(pk, role): words for pk, role, *words in party_rows(agreement)}
    identities = [(additions.institution(party.institution), party.role) for party in wanted]
    blank = ["", "", "", "", [], True]
    return new_parties([[*identity, *present.get(identity, blank)] for identity in identities])


def _subjects(wanted: Sequence[Reference], additions: Additions) -> list[NewSubject]:
    return [NewSubject(Subject.objects.get(pk=additions.subject(each))) for each in wanted]


def _with_party(act: NewAct, party: AgreementParty | None) -> NewAct:
    return NewAct(**{**vars(act), "party": party})


def _entry(
    agreement: Agreement,
    before: dict[str, Any],
    parties: dict[int, AgreementParty],
    plan: Plan,
    additions: Additions,
) -> Act | None:
    """The entry of the last import, if nobody corrected it since."""
    found = plan.named.get(fold(before["party"])) if before["party"] else None
    party = parties.get(additions.institution(found)) if found is not None else None
    entries = agreement.acts.current().filter(kind=before["kind"], party=party, source=before["source"]).order_by("id")
    return next((entry for entry in entries if str(entry.when) == before["when"]), None)


def _kept(last: dict[str, Any], new: dict[str, Any], kept: Sequence[str]) -> dict[str, Any]:
    """What to compare the next import with: parts left as they are here stay open."""
    values = {**new["values"], **{name: last["values"][name] for name in kept if name in last["values"]}}
    parts = {name: last[name] for name in ("parties", "subjects") if name in kept}
    return {**new, "values": values, **parts}
