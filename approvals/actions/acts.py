"""Steps that only an act completes follow the record's ledger."""

from __future__ import annotations

from approvals.act_steps import completing_act
from approvals.actions.groups import ask_anew, start_current_group
from approvals.models import ApprovalSubject, Case, Decision, Step
from approvals.steps import COMPLETED_BY_ACT, CaseState, Outcome, StepKind
from core.actors import Actor
from core.registries import KnownAct, registries


def follow_acts(*, by: Actor, subject: ApprovalSubject) -> None:
    """Complete the steps of submitted cases that the ledger now speaks of, and ask anew for those whose act no longer
    holds, with all that came after. Called, under the record's lock, by every action that changes acts.
    """
    cases = Case.objects.filter(subject=subject, submitted_at__isnull=False).select_related("subject__office")
    if not cases:
        return
    acts = registries.approval_subjects[subject.kind].acts(subject.pk)
    for case in cases.select_for_update(of=("self",)).order_by("id"):
        if case.state in (CaseState.REJECTED, CaseState.LAPSED):
            continue  # it has ended, whatever becomes of the acts
        _let_go(case, acts, by=by)
        start_current_group(by=by, case=case)


def _let_go(case: Case, acts: list[KnownAct], *, by: Actor) -> None:
    """Ask anew for the first group with a step whose act holds no more, and for all later ones."""
    done = Step.objects.filter(case=case, outcome=Outcome.APPROVED, kind__in=[kind.value for kind in COMPLETED_BY_ACT])
    lost = [step for step in done.order_by("group", "id") if not _still_holds(step, case, acts, by=by)]
    if lost:
        later = Step.objects.filter(case=case, group__gte=lost[0].group).exclude(outcome=Outcome.NOT_STARTED)
        ask_anew(later.select_for_update(of=("self",)).order_by("group", "id"), by=by)


def _still_holds(step: Step, case: Case, acts: list[KnownAct], *, by: Actor) -> bool:
    """Whether an act still completes the step; where it is another entry than before, the step is linked to that."""
    act = completing_act(StepKind(step.kind), case.institution_id, acts)
    if act is None:
        return False
    linked = Decision.objects.filter(step=step, spell=step.spell).order_by("-id").values_list("act", flat=True).first()
    if str(linked) != act.uid:
        Decision.objects.create(
            step=step, spell=step.spell, outcome=Outcome.APPROVED, decided_at=by.at, asked_at=step.started_at,
            decided_on=act.on, act=act.uid, snapshot=case.snapshot, completed=False,
        )  # fmt: skip
    return True
