"""What a row changes in the agreement an earlier import made of it: the source's changes, never those made here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agreements.models import Agreement
from agreements.stages import Stage, flow_of
from core.sentences import gettext_noop
from exchange.mapping.drafts import DraftAct
from exchange.notices import Notice, refusal, warning
from exchange.planning.plans import Outcome, Plan, Update

_EARLY = (Stage.PROPOSED, Stage.MANDATE_REQUESTED, Stage.NEGOTIATING)


def decided(plans: Sequence[Plan], *, locking: bool) -> list[Plan]:
    """The plans, with the update of those whose source says something new; what nothing follows from is unchanged."""
    pks = [plan.record.agreement_id for plan in plans if plan.record and plan.outcome == Outcome.UPDATED]
    if not pks:
        return list(plans)
    found = Agreement.objects.filter(pk__in=pks).order_by("pk")
    found = found.select_for_update(of=("self",)) if locking else found
    agreements = {each.pk: each for each in found.prefetch_related("parties", "subject_links", "acts")}
    return [
        _decide(plan, agreements[plan.record.agreement_id]) if plan.record and plan.outcome == Outcome.UPDATED else plan
        for plan in plans
    ]


def _decide(plan: Plan, agreement: Agreement) -> Plan:
    assert plan.record is not None  # noqa: S101 -- the caller chose it so
    last, new = plan.record.values, plan.stated()
    values, notices, kept = _values(agreement, last["values"], new["values"])
    update = Update(values=values)
    rows = [[row.institution_id, row.role] for row in agreement.parties.all()]
    if _differ(new["parties"], last["parties"]):
        if _differ(rows, last["parties"]):
            notices, kept = [*notices, _keep("parties")], [*kept, "parties"]
        elif acting := _acting(agreement, new["parties"]):
            return plan.refused(acting)
        else:
            update = replace(update, parties=plan.parties)
    links = [link.subject_id for link in agreement.subject_links.all()]
    if set(new["subjects"]) != set(last["subjects"]):
        if set(links) != set(last["subjects"]):
            notices, kept = [*notices, _keep("subjects")], [*kept, "subjects"]
        else:
            update = replace(update, subjects=plan.subjects)
    added, corrected, more = _acts(last["acts"], plan.acts)
    update = replace(update, added=added, corrected=corrected, kept=tuple(kept))
    outcome = Outcome.UNCHANGED if update.is_empty else Outcome.UPDATED
    return replace(plan.becoming(outcome, *notices, *more), update=update)


def _differ(one: Sequence[Sequence[Any]], other: Sequence[Sequence[Any]]) -> bool:
    return {tuple(each) for each in one} != {tuple(each) for each in other}


def _keep(field: str, value: str = "") -> Notice:
    sentence = gettext_noop("The source changed this, but so did somebody here since the last import: left as it is.")
    return warning("changed_here", sentence, field=field, value=value)


def _acting(agreement: Agreement, parties: Sequence[Sequence[Any]]) -> Notice | None:
    wanted = {tuple(each) for each in parties}
    leaving = {row.pk for row in agreement.parties.all() if (row.institution_id, row.role) not in wanted}
    if not any(act.party_id in leaving for act in agreement.acts.all() if act.party_id):
        return None
    sentence = gettext_noop("The source no longer names a party that has acts in the ledger.")
    return refusal("party_has_acts", sentence, field="parties")


def _values(
    agreement: Agreement, last: dict[str, Any], new: dict[str, Any]
) -> tuple[dict[str, Any], list[Notice], list[str]]:
    changes: dict[str, Any] = {}
    notices: list[Notice] = []
    for name, value in new.items():
        before, present = last.get(name, ""), getattr(agreement, name)
        if value in (before, present):
            continue
        if name == "titles":
            before, present = ({tag: texts.get(tag) for tag in value} for texts in (before or {}, present))
            value = {**agreement.titles, **value}
        if present != before or (name == "kind" and not _kind_may_change(agreement, value)):
            notices.append(_keep(name, str(value)[:200]))
        else:
            changes[name] = value
    return changes, notices, [notice.field for notice in notices]


def _kind_may_change(agreement: Agreement, kind: str) -> bool:
    return flow_of(kind) is agreement.flow or agreement.stage in _EARLY


def _acts(
    last: Sequence[dict[str, Any]], new: Sequence[DraftAct]
) -> tuple[tuple[DraftAct, ...], tuple[tuple[dict[str, Any], DraftAct], ...], list[Notice]]:
    """Acts the source added, acts it states otherwise (before, now), and a warning for each it no longer states."""
    former: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    said = [act.as_data() for act in new]
    for stated in last:
        if stated not in said:
            former[stated["kind"], stated["party"]].append(stated)
    added: list[DraftAct] = []
    corrected: list[tuple[dict[str, Any], DraftAct]] = []
    for act, data in zip(new, said, strict=True):
        if data in last:
            continue
        if before := former[act.kind, act.party]:
            corrected.append((before.pop(0), act))
        else:
            added.append(act)
    sentence = gettext_noop("The source no longer states this act; the ledger keeps it.")
    gone = [
        warning("act_gone", sentence, field=act["kind"], value=act["when"]) for rest in former.values() for act in rest
    ]
    return tuple(added), tuple(corrected), gone
