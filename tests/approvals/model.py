"""What must hold of approvals whatever is done, and in which order: asked of the tables after every operation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from agreements.models import Agreement
from approvals.askees import who_is_asked
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Asked, Case, CaseEvent, Condition, Decision, Step
from approvals.routes import holds
from approvals.steps import APPROVALS, DECISIONS, CaseState, Outcome, current_group
from approvals.substances import Substance
from core.models import OutboxEvent
from core.registries import registries

ENDED = (CaseState.REJECTED, CaseState.LAPSED)
RUNNING = (CaseState.IN_PROGRESS, CaseState.CHANGES_REQUESTED, CaseState.APPROVED)


def everything(agreement: Agreement) -> list[Any]:
    """All that an operation on the agreement's approval could write: a refused one leaves it as it is."""
    subject = agreement.approval_subject_id
    of_case, of_step = {"case__subject": subject}, {"step__case__subject": subject}
    rows = (
        Agreement.objects.filter(pk=agreement.pk).values_list("version", "stage", "updated_at"),
        Case.objects.filter(subject=subject).order_by("id").values_list(),
        Step.objects.filter(**of_case).order_by("id").values_list(),
        Asked.objects.filter(**of_step).order_by("id").values_list(),
        Decision.objects.filter(**of_step).order_by("id").values_list("pk"),
        Condition.objects.filter(decision__step__case__subject=subject).order_by("id").values_list(),
        CaseEvent.objects.filter(**of_case).order_by("id").values_list("pk"),
    )
    return [OutboxEvent.objects.count(), *(list(each) for each in rows)]


def check(agreement: Agreement, people: Iterable[User], *, at: dt.datetime) -> None:
    """Every invariant of every side."""
    provider = registries.approval_subjects["agreement"]
    matter = provider.matter(agreement.approval_subject_id)
    now = Substance(*provider.substance(agreement.approval_subject_id)).sha256
    cases = Case.objects.filter(subject=agreement.approval_subject_id).select_related("snapshot", "subject")
    for case in cases.prefetch_related("steps__decisions__conditions"):
        steps = list(case.steps.all())
        _decided_by_distinct_people(case, steps, is_live=matter.is_live)
        _quorum_is_reached(steps)
        _nobody_is_asked_out_of_turn(case, steps)
        if case.state in RUNNING and case.is_submitted:
            _decided_on_the_frozen_substance(case, steps)
            assert not matter.is_live or case.snapshot.sha256 == now
        if case.state is CaseState.APPROVED:
            _approved_means_done(steps, facts=dict(matter.facts) if matter.is_live else None)
    _those_who_may_decide_are_those_the_query_finds(agreement, people, at=at)


def counting(step: Step) -> list[Decision]:
    """The votes on a step that count: of its present spell, by people or from outside."""
    given = [each for each in step.decisions.all() if each.spell == step.spell and each.act is None]
    return [each for each in given if each.outcome in DECISIONS]


def _people_of(decision: Decision) -> set[int]:
    return {person for person in (decision.decided_by_id, decision.on_behalf_of_id) if person is not None}


def _decided_by_distinct_people(case: Case, steps: list[Step], *, is_live: bool) -> None:
    people = [person for step in steps for decision in counting(step) for person in _people_of(decision)]
    assert len(people) == len(set(people)), "somebody decided twice on one side"
    if case.is_submitted:
        assert case.submitted_by_id not in people, "who submitted has decided"
    if is_live and case.state in RUNNING:
        assert case.subject.edited_by_id not in people, "who edited last has decided"


def _quorum_is_reached(steps: list[Step]) -> None:
    for step in steps:
        votes = counting(step)
        by_act = [each for each in step.decisions.all() if each.spell == step.spell and each.act]
        if step.outcome in APPROVALS and not by_act:
            given = [each for each in votes if each.outcome in APPROVALS]
            assert len(given) >= step.quorum, "approved by fewer people than must"
        if step.outcome == Outcome.IN_PROGRESS:
            assert len(votes) < step.quorum, "still asked although enough people approved"


def _nobody_is_asked_out_of_turn(case: Case, steps: list[Step]) -> None:
    waiting = [step for step in steps if step.outcome == Outcome.IN_PROGRESS]
    if not case.is_submitted or case.state in ENDED:
        assert not waiting, "somebody is asked although the case does not run"
        return
    group = current_group(step.facts for step in steps)
    begun = [step for step in steps if step.outcome != Outcome.NOT_STARTED]
    assert group is None or all(step.group <= group for step in begun), "a later group began before an earlier is done"
    left = [step for step in steps if step.group == group and step.outcome == Outcome.NOT_STARTED]
    assert not left, "nobody is asked although it is their turn"


def _decided_on_the_frozen_substance(case: Case, steps: list[Step]) -> None:
    assert all(each.snapshot_id == case.snapshot_id for step in steps for each in counting(step))


def _approved_means_done(steps: list[Step], *, facts: dict[str, str] | None) -> None:
    for step in steps:
        if not step.facts.blocks:
            continue
        given = [each for each in step.decisions.all() if each.spell == step.spell]
        if step.outcome == Outcome.APPROVED_WITH_CONDITIONS:
            conditions = [each for decision in given for each in decision.conditions.all()]
            assert conditions, "conditions that nobody named"
            assert all(each.met_on for each in conditions), "approved with a condition that is open"
        elif step.outcome in (Outcome.SKIPPED, Outcome.NOT_REQUIRED):
            (decision,) = [each for each in given if each.outcome == step.outcome]
            spared = decision.decided_by is None and step.only_if
            assert decision.comment.strip() or spared, "done without, and nobody said why"
            assert not spared or facts is None or not holds(step.only_if, facts), "done without what is required"
        else:
            assert step.outcome == Outcome.APPROVED


def _those_who_may_decide_are_those_the_query_finds(
    agreement: Agreement, people: Iterable[User], *, at: dt.datetime
) -> None:
    rows = Step.objects.waiting().filter(case__subject=agreement.approval_subject_id).with_people()
    steps = list(rows.select_related("case__subject__office").prefetch_related("case__steps__decisions"))
    if not steps:
        return
    asked = who_is_asked(steps, at=at)
    for person in people:
        decider = Decider(person, at=at)
        found = set(steps_decidable_by(decider).filter(pk__in=[step.pk for step in steps]).values_list("pk", flat=True))
        for step in steps:
            authority = decider.authority_on(step)
            assert bool(authority) == (step.pk in found) == bool(decider.mandates_on(step)), (str(person), str(step))
            for askee in asked[step.pk]:
                if askee.user.pk == person.pk:
                    principal = askee.instead_of.pk if askee.instead_of else None
                    assert decider.authority_on(step, on_behalf_of=principal), f"{person} is asked and may not"
