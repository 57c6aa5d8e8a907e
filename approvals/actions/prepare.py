"""Lay out a track, and change it while it runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.condition_checks import wrong_condition
from approvals.actions.groups import ask_anew, start_current_group
from approvals.actions.holding import hold_step
from approvals.models import ApprovalSubject, Asked, Case, Step
from approvals.policies import can_change_route, can_prepare
from approvals.routes import Condition, holds
from approvals.steps import ALREADY_DECIDED, OPEN, StepKind, current_group
from approvals.working_days import LengthUnit
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import store
from core.outbox import publish
from core.refusals import Refusal
from core.registries import registries
from core.sentences import gettext_noop
from core.validation import wrong_values
from institutions.models import Institution

# What may change in a step without asking anew whoever is asked.
_ASKED_ALIKE = {"blocks_signature", "blocks_entry_into_force", "source", "source_quote", "source_note"}


@dataclass(frozen=True)
class NewStep:
    """A step to be added; see `StepShape` and `Step` for the fields. `responsible` are the people asked by name."""

    kind: StepKind
    group: int = 1
    body: Institution | None = None
    body_name: str = ""
    responsible: Sequence[User] = ()
    role: str = ""
    is_outside: bool = False
    quorum: int = 1
    due_on: dt.date | None = None
    length: int | None = None
    length_unit: str = LengthUnit.CALENDAR_DAYS
    only_if: Condition = field(default_factory=dict)
    blocks_signature: bool = True
    blocks_entry_into_force: bool = False
    source: str = ""
    source_quote: str = ""
    source_note: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the step itself."""
        return {name: value for name, value in vars(self).items() if name != "responsible"}


def open_case(*, by: Actor, subject: ApprovalSubject, institution: Institution | None) -> Case:
    """The case of one side, made where there is none yet. Raises `NotAllowed`."""
    if by.user:
        require(can_prepare(by.user, subject))
    with recorded_change(by=by):
        case, is_new = Case.objects.get_or_create(subject=subject, institution=institution)
        if is_new:
            registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
    return case


def add_step(*, by: Actor, case: Case, step: NewStep) -> Step:
    """Add a step to a side's track; where the case is submitted and its group is the current one, it starts at once.

    Raises `InvalidInput`, `NotAllowed`, or `Refused` (`group_passed`) where later steps are under way already.
    """
    subject = case.subject
    if by.user:
        require(can_prepare(by.user, subject))
    _check(step, subject=subject)
    with recorded_change(by=by):
        registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
        held = Case.objects.select_related("subject__office").get(pk=case.pk)  # read under the record's lock
        check_group(held, step.group)
        added = Step(case=held, created_at=by.at, updated_at=by.at, **step.values)
        added.save(force_insert=True)
        _ask(added, step.responsible)
        if held.is_submitted:
            start_current_group(by=by, case=held)
        publish("approval.step_added", by=by, subject=subject.pk, step=added.pk)
    added.refresh_from_db()
    return added


def add_step_for_side(*, by: Actor, subject: ApprovalSubject, institution: Institution | None, step: NewStep) -> Step:
    """Add a step to the track of a side, which is opened where there is none yet. Raises as `add_step` does."""
    with recorded_change(by=by):
        return add_step(by=by, case=open_case(by=by, subject=subject, institution=institution), step=step)


def change_step(
    *, by: Actor, step: Step, changes: Mapping[str, Any], expected_version: int | None = None, reason: str = ""
) -> Step:
    """Change a step nobody has decided on; `changes` are fields of `NewStep`. One that is being asked is asked anew, of
    whom it now names, unless nothing changes but what it holds up and its source. Raises `InvalidInput`, `NotAllowed`,
    `StaleVersion`, and `Refused`: `already_decided`, `group_passed`, `step_gone`.
    """
    with recorded_change(by=by, reason=reason):
        held = hold_undecided(step, by=by, expected_version=expected_version)
        given = _as_given(held)
        wanted = NewStep(**{**given, **changes})
        _check(wanted, subject=held.case.subject)
        changed = _differences(given, vars(wanted))
        if "only_if" in changed:
            _refuse_waiver(held.case, wanted)
        if not changed:
            return held
        if "group" in changed:
            check_group(held.case, wanted.group)
        if "responsible" in changed:
            held.asked.all().delete()
            _ask(held, wanted.responsible)
        for name in changed - {"responsible"}:
            setattr(held, name, getattr(wanted, name))
        store(held, *(changed - {"responsible"}), by=by)
        if changed - _ASKED_ALIKE:
            ask_anew([held], by=by)
        go_on(held.case, by=by)
        publish("approval.step_changed", by=by, subject=held.case.subject_id, step=held.pk)
    held.refresh_from_db()
    return held


def remove_step(*, by: Actor, step: Step, reason: str = "", expected_version: int | None = None) -> None:
    """Take a step out of the route on which nothing was ever decided. Raises as `change_step` does, and `Refused`
    (`decided_before`, `link_sent`) where an earlier round decided on it or a contact got a link: skip it instead.
    """
    with recorded_change(by=by, reason=reason):
        held = hold_undecided(step, by=by, expected_version=expected_version)
        if held.decisions.exists():
            sentence = gettext_noop("Something was decided on this step before, which stays readable. Skip it instead.")
            raise Refused(Refusal("decided_before", sentence))
        if held.links.exists():
            sentence = gettext_noop("A link to decide this step was sent, which stays on record. Skip it instead.")
            raise Refused(Refusal("link_sent", sentence))
        case = held.case
        held.delete()
        go_on(case, by=by)
        publish("approval.step_removed", by=by, subject=case.subject_id, case=case.pk)


def hold_undecided(step: Step, *, by: Actor, expected_version: int | None) -> Step:
    """The step under the record's lock, where the actor may change the route and nobody has decided on it.

    Raises `NotAllowed`, `StaleVersion`, or `Refused` (`already_decided`, `step_gone`).
    """
    held = hold_step(step, by=by, expected_version=expected_version)
    if by.user:
        require(can_change_route(by.user, held.case))
    if held.outcome not in OPEN or held.decisions.filter(spell=held.spell).exists():
        raise Refused(ALREADY_DECIDED)
    return held


def go_on(case: Case, *, by: Actor) -> None:
    """Start what is to start now that the route of a side has changed."""
    fresh = Case.objects.select_related("subject__office").get(pk=case.pk)
    if fresh.is_submitted:
        start_current_group(by=by, case=fresh)


def _as_given(step: Step) -> dict[str, Any]:
    given = {name: getattr(step, name) for name in NewStep.__dataclass_fields__ if name != "responsible"}
    if given["length"]:
        given["due_on"] = None  # it was computed
    return {**given, "responsible": tuple(each.user for each in step.asked.select_related("user"))}


def _differences(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> set[str]:
    people = {"responsible"} if set(given["responsible"]) != set(wanted["responsible"]) else set()
    due = {"due_on"} if wanted["length"] != given["length"] else set()  # what was computed by a length goes with it
    return people | due | {name for name, value in wanted.items() if name != "responsible" and value != given[name]}


def _check(step: NewStep, *, subject: ApprovalSubject) -> None:
    errors = wrong_values(Step, step.values)
    if "only_if" not in errors and (sentence := wrong_condition(step.only_if, subject.kind)):
        errors["only_if"] = [sentence]
    if step.due_on and step.length:
        errors["due_on"] = [_("Give either the due date or the time allowed, not both.")]
    if step.is_outside and (step.responsible or step.role):
        errors["is_outside"] = [_("What is decided outside the office asks nobody in it: leave people and role empty.")]
    if step.responsible and step.role:
        errors["role"] = [_("Ask either people by name or the holders of a role.")]
    if step.responsible and len(set(step.responsible)) < step.quorum:
        errors["quorum"] = [_("More people must approve than are asked. Name more people, or lower the number.")]
    if step.is_outside and step.quorum > 1:
        errors["quorum"] = [_("A body outside gives one decision.")]
    if errors:
        raise InvalidInput(errors)


def _refuse_waiver(case: Case, step: NewStep) -> None:
    """While a side is being approved, nobody makes a step fall away by its condition: that takes a reason."""
    if case.is_submitted and not holds(step.only_if, _facts_of(case)):
        sentence = gettext_noop("The record does not meet this condition. Skip the step instead, and say why.")
        raise Refused(Refusal("waives_the_step", sentence))


def _facts_of(case: Case) -> Mapping[str, str]:
    return registries.approval_subjects[case.subject.kind].matter(case.subject_id).facts


def check_group(case: Case, group: int) -> None:
    """A submitted track only grows where it has not been yet: what was decided later rests on what came before.

    Raises `Refused` (`group_passed`).
    """
    facts = case.facts if case.is_submitted else []
    now = current_group(facts)
    passed = max((each.group for each in facts), default=0) if now is None else now - 1
    if group <= passed and facts:
        sentence = gettext_noop("Steps of this order are complete already. Choose %(next)s or more.")
        raise Refused(Refusal("group_passed", sentence, {"next": str(passed + 1)}))


def _ask(step: Step, people: Sequence[User]) -> None:
    for person in dict.fromkeys(people):
        Asked.objects.create(step=step, user=person)
