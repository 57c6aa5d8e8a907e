"""Cases of an agreement driven through random operations; after each one the invariants of `model` hold, and what was
refused has changed nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Role
from agreements.actions import (
    NewAct,
    NewClause,
    NewParty,
    change_agreement,
    change_stage,
    correct_act,
    record_act,
    repeal_clause,
    state_clause,
)
from agreements.models import Act, Agreement, Clause
from approvals.actions import (
    NewCondition,
    NewStep,
    add_step,
    change_step,
    confirm_condition,
    confirm_conditions_met,
    decide_step,
    delegate_decisions,
    dispense_with_step,
    end_absence,
    lapse_case,
    record_absence,
    record_outside_decision,
    remove_step,
    reopen_case,
    revoke_delegation,
    submit_case,
    withdraw_case,
)
from approvals.deciders import Decider
from approvals.models import Absence, Case, Condition, Delegation, Step
from approvals.steps import DECISIONS, DISPENSATIONS, StepKind
from core.actors import Actor
from core.dates import PartialDate
from core.errors import DomainError
from core.history import verify
from tests.approvals.model import check, everything
from tests.cast import NOW, TODAY
from tests.factories import SOURCE, give_roles, make_agreement, make_case, make_institution, make_person

PERSONAL = {"personal_data": ["yes"]}
NUMBERS = st.integers(0, 11)
PEOPLE = st.integers(0, 7)
OFFICERS = st.sampled_from([0, 1, 7, 1, 7, 2])  # the head among them, and one who is none
WHY = st.sampled_from(["", "Because", "Because"])
KINDS = (StepKind.EXECUTIVE_APPROVAL, StepKind.EXECUTIVE_APPROVAL, StepKind.PUBLISHED, StepKind.NOTIFICATION_RECEIVED)
STEPS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "group": st.integers(1, 3),
        "quorum": st.sampled_from([1, 1, 2, 3]),
        "role": st.sampled_from(["", "", "approver"]),
        "is_outside": st.sampled_from([False, False, False, True]),
        "only_if": st.sampled_from([{}, {}, PERSONAL]),
        "blocks_signature": st.sampled_from([True, True, False]),
        "length": st.sampled_from([None, 5]),
        "responsible": st.lists(PEOPLE, max_size=3),
    }
)
STAGES = st.sampled_from(["approval_pending", "approval_pending", "text_agreed", "approved", "negotiating"])


@pytest.fixture
def world(office, olga, otto, hugo, ana, nadia):
    """Officers, of whom one approves too, approvers, the head and one without a role; institutions of an agreement."""
    give_roles(otto, office, Role.APPROVER)
    bea, cid, dora = (make_person(name, roles={office: [Role.APPROVER]}) for name in ("bea", "cid", "dora"))
    sides = [make_institution("Alpha"), make_institution("Beta"), make_institution("Gamma")]
    agreement = make_agreement(office, stage="text_agreed", parties=sides[:2])
    return SimpleNamespace(
        people=[olga, hugo, ana, bea, cid, dora, nadia, otto], sides=sides, agreement=agreement, office=office
    )


class Approvals(RuleBasedStateMachine):
    """In a world that every example leaves as it found it."""

    def __init__(self, world: SimpleNamespace) -> None:
        super().__init__()
        self.world = world
        self.minutes = 0
        self.has_changed = True
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        try:
            assert not verify().fault
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # How things are found and done

    @property
    def at(self) -> dt.datetime:
        return NOW + dt.timedelta(minutes=self.minutes)

    def by(self, number: int) -> Actor:
        return Actor.person(self.world.people[number % len(self.world.people)], at=self.at)

    def one(self, rows: Any, number: int) -> Any:
        found = list(rows.order_by("id"))
        return found[number % len(found)] if found else None

    def step(self, number: int, *, waiting: bool = False) -> Step | None:
        rows = Step.objects.filter(case__subject=self.world.agreement.approval_subject)
        return self.one(rows.waiting() if waiting else rows, number) or self.one(rows, number)

    def one_who_may(self, step: Step, number: int) -> int:
        may = [n for n, each in enumerate(self.world.people) if Decider(each, at=self.at).authority_on(step)]
        return may[number % len(may)] if may else number

    def case(self, number: int) -> Case:
        return self.one(Case.objects.filter(subject=self.world.agreement.approval_subject), number)

    def agreement(self) -> Agreement:
        return Agreement.objects.get(pk=self.world.agreement.pk)

    def attempt(self, deed: Callable[..., Any], *, about: Any = True, **values: Any) -> None:
        """Do it; where it is refused, nothing has changed."""
        if about is None:
            return
        self.minutes += 1
        before = everything(self.world.agreement)
        try:
            deed(**values)
            self.has_changed = True
        except DomainError:
            assert everything(self.world.agreement) == before, "a refused operation has left something behind"

    @initialize(first=STEPS, second=STEPS)
    def lay_out(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        for side, values in zip(self.world.sides, (first, second), strict=False):
            case = make_case(self.world.agreement.approval_subject, side)
            self.attempt(add_step, by=self.by(0), case=case, step=self.new(values))
            self.attempt(add_step, by=self.by(0), case=case, step=NewStep(StepKind.LEGAL_OPINION, group=2))
        self.attempt(change_stage, by=self.by(0), agreement=self.agreement(), to="approval_pending")

    def new(self, values: dict[str, Any]) -> NewStep:
        people = [self.world.people[each] for each in values["responsible"]]
        clash = values["is_outside"] or values["role"] or len(set(people)) < values["quorum"]
        outside = {"role": "", "quorum": 1} if values["is_outside"] else {}
        return NewStep(**{**values, **outside, "responsible": () if clash else tuple(people)})

    # The route

    @rule(who=OFFICERS, which=NUMBERS, values=STEPS)
    def add(self, who: int, which: int, values: dict[str, Any]) -> None:
        self.attempt(add_step, by=self.by(who), case=self.case(which), step=self.new(values))

    @rule(who=OFFICERS, which=NUMBERS, values=STEPS, names=st.sets(st.sampled_from(["group", "quorum", "only_if"])))
    def change(self, who: int, which: int, values: dict[str, Any], names: set[str]) -> None:
        step = self.step(which)
        changes = {name: values[name] for name in names}
        self.attempt(change_step, about=step, by=self.by(who), step=step, changes=changes)

    @rule(who=OFFICERS, which=NUMBERS)
    def take_out(self, who: int, which: int) -> None:
        step = self.step(which)
        self.attempt(remove_step, about=step, by=self.by(who), step=step)

    # Decisions

    @rule(who=PEOPLE, which=NUMBERS, outcome=st.sampled_from([DECISIONS[0], *DECISIONS]), why=WHY)
    def decide(self, who: int, which: int, outcome: str, why: str) -> None:
        self._decide(who, which, outcome, why)

    @rule(who=PEOPLE, which=NUMBERS)
    def approve(self, who: int, which: int) -> None:
        self._decide(who, which, "approved", "")

    @rule(who=PEOPLE, which=NUMBERS, behind=PEOPLE)
    def approve_for(self, who: int, which: int, behind: int) -> None:
        self._decide(who, which, "approved", "", on_behalf_of=self.world.people[behind])

    def _decide(self, who: int, which: int, outcome: str, why: str, **values: Any) -> None:
        step = self.step(which, waiting=which % 4 > 0)
        if step and "on_behalf_of" not in values and which % 5:
            who = self.one_who_may(step, who)
        conditions = [NewCondition("First"), NewCondition("Second")] if outcome == DECISIONS[1] else []
        self.attempt(
            decide_step, about=step, by=self.by(who), step=step, outcome=str(outcome), comment=why,
            conditions=conditions, **values,
        )  # fmt: skip

    @rule(who=OFFICERS, which=NUMBERS, outcome=st.sampled_from(DISPENSATIONS), why=WHY)
    def dispense(self, who: int, which: int, outcome: str, why: str) -> None:
        step = self.step(which, waiting=True)
        self.attempt(dispense_with_step, about=step, by=self.by(who), step=step, outcome=str(outcome), comment=why)

    @rule(who=OFFICERS, which=NUMBERS, outcome=st.sampled_from(DECISIONS))
    def record_outside(self, who: int, which: int, outcome: str) -> None:
        rows = Step.objects.filter(case__subject=self.world.agreement.approval_subject, is_outside=True)
        step = self.one(rows, which)
        self.attempt(
            record_outside_decision, about=step, by=self.by(who), step=step, outcome=str(outcome), comment="So",
            decided_on=TODAY, source="Letter", conditions=[NewCondition("Third")],
        )  # fmt: skip

    @rule(who=OFFICERS, which=NUMBERS)
    def meet_one(self, who: int, which: int) -> None:
        condition = self.one(Condition.objects.all(), which)
        self.attempt(confirm_condition, about=condition, by=self.by(who), condition=condition, on=TODAY)

    @rule(who=OFFICERS, which=NUMBERS)
    def meet_all(self, who: int, which: int) -> None:
        step = self.one(Step.objects.filter(outcome="approved_with_conditions"), which)
        self.attempt(confirm_conditions_met, about=step, by=self.by(who), step=step, on=TODAY)

    # Rounds and stages

    @rule(who=OFFICERS, which=NUMBERS, why=WHY, deed=st.sampled_from([submit_case, reopen_case, submit_case]))
    def go_on(self, who: int, which: int, why: str, deed: Callable[..., Any]) -> None:
        self.attempt(deed, by=self.by(who), case=self.case(which), reason=why)

    @rule(who=OFFICERS, which=NUMBERS, why=WHY, deed=st.sampled_from([withdraw_case, lapse_case]))
    def take_back(self, who: int, which: int, why: str, deed: Callable[..., Any]) -> None:
        self.attempt(deed, by=self.by(who), case=self.case(which), reason=why)

    @rule(who=OFFICERS, to=STAGES, why=WHY)
    def move(self, who: int, to: str, why: str) -> None:
        self.attempt(change_stage, by=self.by(who), agreement=self.agreement(), to=to, reason=why)

    # The record

    @rule(
        who=OFFICERS,
        values=st.fixed_dictionaries(
            {},
            optional={
                "legal_basis": st.sampled_from(["", "Art. 1", "Art. 2"]),
                "personal_data": st.sampled_from(["yes", "no"]),
                "nature": st.sampled_from(["treaty", "non_binding"]),
                "titles": st.just({"en": "Another title"}),
            },
        ),
    )
    def edit(self, who: int, values: dict[str, Any]) -> None:
        self.attempt(change_agreement, by=self.by(who), agreement=self.agreement(), **values)

    @rule(who=OFFICERS, number=st.integers(2, 3))
    def change_parties(self, who: int, number: int) -> None:
        parties = [NewParty(each) for each in self.world.sides[:number]]
        self.attempt(change_agreement, by=self.by(who), agreement=self.agreement(), parties=parties)

    @rule(who=OFFICERS)
    def state_or_repeal(self, who: int) -> None:
        held = self.one(Clause.objects.current().filter(agreement=self.world.agreement), 0)
        if held:
            self.attempt(repeal_clause, by=self.by(who), clause=held, applies_from=TODAY)
        else:
            clause = NewClause("duration", {"mode": "indefinite"})
            self.attempt(state_clause, by=self.by(who), agreement=self.agreement(), clause=clause)

    @rule(who=OFFICERS, kind=st.sampled_from(["publication", "notification_of_completion"]), side=st.integers(-1, 1))
    def record(self, who: int, kind: str, side: int) -> None:
        parties = list(self.world.agreement.parties.order_by("id"))
        party = parties[side] if side >= 0 else None
        received = TODAY if kind != "publication" else None
        act = NewAct(kind, PartialDate.parse("2026-02-20"), SOURCE, party, received_on=received)
        self.attempt(record_act, by=self.by(who), agreement=self.agreement(), act=act)

    @rule(who=OFFICERS, which=NUMBERS, standing=st.sampled_from(["disputed", "confirmed"]))
    def correct(self, who: int, which: int, standing: str) -> None:
        entry = self.one(Act.objects.current().filter(agreement=self.world.agreement), which)
        if entry:
            act = NewAct(entry.kind, entry.when, SOURCE, entry.party, received_on=entry.received_on, standing=standing)
            self.attempt(correct_act, by=self.by(who), entry=entry, act=act, reason="Looked again")

    # Substitutes

    @rule(who=PEOPLE, other=PEOPLE)
    def delegate(self, who: int, other: int) -> None:
        days = {"first_day": TODAY, "last_day": TODAY}
        self.attempt(delegate_decisions, by=self.by(who), delegate=self.world.people[other], **days)

    @rule(who=PEOPLE, other=st.one_of(st.none(), PEOPLE))
    def go_away(self, who: int, other: int | None) -> None:
        deputy = None if other is None else self.world.people[other]
        days = {"first_day": TODAY, "last_day": TODAY}
        self.attempt(record_absence, by=self.by(who), user=self.world.people[who], deputy=deputy, **days)

    @rule(which=NUMBERS)
    def end_substitutes(self, which: int) -> None:
        given, away = self.one(Delegation.objects.all(), which), self.one(Absence.objects.all(), which)
        if given:
            actor = Actor.person(given.delegator, at=self.at)
            self.attempt(revoke_delegation, by=actor, delegation=given)
        if away:
            self.attempt(end_absence, by=Actor.person(away.user, at=self.at), absence=away)

    @invariant()
    def everything_holds(self) -> None:
        if not self.has_changed:
            return
        self.has_changed = False
        turn = self.minutes % 4  # asking for everybody each time would take long
        check(self.world.agreement, self.world.people[turn::4], at=self.at)


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_the_rules_of_approval_hold(world):
    longer = settings(max_examples=max(6, settings.default.max_examples // 10), stateful_step_count=25)
    run_state_machine_as_test(lambda: Approvals(world), settings=longer)
