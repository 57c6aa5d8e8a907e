"""From rows to plans: looked up in the register set by set, checked by the rules the actions use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.policies import can_administer
from agreements.act_kinds import OF_ALL_PARTIES
from agreements.actions.act_checks import NewAct
from agreements.actions.act_checks import wrong_act as wrong_in_ledger
from agreements.actions.values import check_values
from agreements.models import Agreement
from agreements.stages import Stage, flow_of
from core.actors import Actor
from core.errors import InvalidInput
from core.sentences import gettext_noop
from core.text import fold
from exchange.mapping import Definition, Draft
from exchange.mapping.drafts import DraftAct
from exchange.models import ImportedRecord
from exchange.notices import Notice, refusal
from exchange.planning.changes import decided
from exchange.planning.institutions import KnownInstitutions, Reference
from exchange.planning.plans import Outcome, Plan, PlannedParty
from exchange.planning.subjects import KnownSubjects


class Planner:
    """Plans the rows of one file, chunk after chunk, for one office and actor.

    What earlier rows add (institutions, subjects, identifiers) is known to later ones, whether written yet or not.
    """

    def __init__(self, definition: Definition, *, office: Any, by: Actor) -> None:
        self.definition, self.office, self._by = definition, office, by
        self._today = by.today(office.time_zone)
        self.institutions = KnownInstitutions(definition.institutions)
        self.subjects = KnownSubjects(definition.subjects, may_create=by.user is None or bool(can_administer(by.user)))
        self._seen: dict[str, int] = {}
        self._references = _references(by) if "external_reference" in definition.fields else {}

    def remember(self, keys: Iterable[tuple[str, int]]) -> None:
        """Identifiers of rows that were worked through before a stop."""
        self._seen.update({key: number for key, number in keys if key})

    def plan(self, drafts: Sequence[Draft], *, locking: bool = False) -> list[Plan]:
        """A plan for every draft, in order; `locking` holds the agreements that will change in this transaction."""
        records = {
            record.key: record
            for record in ImportedRecord.objects.of_rows(
                office=self.office, namespace=self.definition.namespace, keys=[draft.key for draft in drafts]
            )
        }
        return decided([self._plan(draft, records.get(draft.key)) for draft in drafts], locking=locking)

    def _plan(self, draft: Draft, record: ImportedRecord | None) -> Plan:
        plan = Plan(draft, Outcome.CREATED, notices=draft.notices, record=record)
        if twin := self._seen.get(draft.key):
            sentence = gettext_noop("Row %(row)s has the same identifier.")
            return plan.refused(refusal("key_twice", sentence, field="key", value=draft.key, row=str(twin)))
        if draft.key.strip("\x1f "):
            self._seen[draft.key] = draft.number
        if draft.is_refused:
            return plan.refused()
        plan = self._resolved(plan)
        if wrong := [*self._wrong(plan), *self._taken(plan)]:
            return plan.refused(*wrong)
        if plan.outcome == Outcome.REFUSED or record is None:
            return plan
        return plan.becoming(Outcome.UNCHANGED if record.values == plan.stated() else Outcome.UPDATED)

    def _resolved(self, plan: Plan) -> Plan:
        """The row with institutions and subjects of the register; names it adds are not proposed if it is refused."""
        draft, notices = plan.draft, list(plan.notices)
        parties: dict[tuple[object, str], PlannedParty] = {}
        named: dict[str, Reference] = {}
        refused = False
        for party in draft.parties:
            found, said = self.institutions.find(party.name)
            notices += said
            refused |= found is None
            if found is not None:
                parties.setdefault((found, party.role), PlannedParty(found, party.role))
                named[fold(party.name)] = found
        subjects, unplaced = [], []
        for words in draft.subjects:
            subject, said = self.subjects.find(words)
            notices += said
            refused |= any(each.level == "refusal" for each in said)
            unplaced += [] if subject is not None else [words]
            subjects += [subject] if subject is not None else []
        values = dict(draft.values)
        if unplaced:
            parts = (values.get("summary", ""), f"Subjects in the source: {'; '.join(unplaced)}")
            values["summary"] = "\n\n".join(part for part in parts if part)
        return Plan(
            draft,
            Outcome.REFUSED if refused else plan.outcome,
            values,
            tuple(parties.values()),
            tuple(dict.fromkeys(subjects)),
            tuple(notices),
            named,
            plan.record,
        )

    def _wrong(self, plan: Plan) -> list[Notice]:
        """What the domain's own checks refuse."""
        found = []
        try:
            check_values(plan.values)
        except InvalidInput as fault:
            found += _refusals(fault)
        kind = plan.values.get("kind", "")
        stage = plan.draft.stage
        if not found and stage not in [*flow_of(kind).track, Stage.WITHDRAWN, Stage.REJECTED]:
            sentence = gettext_noop("This kind of agreement has no such stage.")
            found.append(refusal("stage_wrong", sentence, field="stage", value=stage))
        names = {fold(party.name) for party in plan.draft.parties}
        return [*found, *(notice for act in plan.acts for notice in wrong_act(act, names, today=self._today))]

    def _taken(self, plan: Plan) -> list[Notice]:
        """An outside reference names one agreement among those the person can see."""
        reference = plan.values.get("external_reference", "")
        if not reference or plan.record is not None:
            return []
        if reference in self._references:
            sentence = gettext_noop("The outside reference “%(reference)s” is already that of %(twin)s.")
            twin = self._references[reference]
            return [
                refusal(
                    "duplicate_reference", sentence, field="external_reference", value=reference,
                    reference=reference, twin=twin,
                )
            ]  # fmt: skip
        self._references[reference] = f"row {plan.draft.number}"
        return []


def wrong_act(act: DraftAct, names: set[str], *, today: dt.date) -> list[Notice]:
    """What the ledger's own check refuses of an act."""
    if act.party and (fold(act.party) not in names or act.kind in OF_ALL_PARTIES):
        sentence = gettext_noop("“%(party)s” is not a party that could do this.")
        return [refusal("act_of_non_party", sentence, field=act.kind, value=act.party, party=act.party)]
    return _refusals(InvalidInput(wrong_in_ledger(new_act(act), today=today)), prefix=f"{act.kind}.")


def new_act(act: DraftAct) -> NewAct:
    """The act as the ledger's actions take it, without its party."""
    return NewAct(
        kind=act.kind, when=act.when, source=act.source, effective_on=act.effective_on, received_on=act.received_on,
        source_quote=act.source_quote, source_url=act.source_url, note=act.note,
    )  # fmt: skip


def _refusals(fault: InvalidInput, *, prefix: str = "") -> list[Notice]:
    return [
        refusal("invalid", gettext_noop("%(fault)s"), field=f"{prefix}{name}", fault=sentence)
        for name, sentences in fault.errors.items()
        for sentence in sentences
    ]


def _references(by: Actor) -> dict[str, str]:
    """Outside references the person can see; the system's own imports may share one (see `check_outside_reference`)."""
    if by.user is None:
        return {}
    seen = Agreement.objects.visible_to(by.user).exclude(external_reference="")
    return dict(seen.order_by("id").values_list("external_reference", "reference"))
