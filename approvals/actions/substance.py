"""What is approved is frozen by its hash: notice a change of substance, and reset the decisions it undoes."""

from __future__ import annotations

from approvals.actions.groups import ask_anew, start_current_group
from approvals.models import ApprovalSubject, Case, CaseEvent, Decision, Snapshot, Step
from approvals.routes import holds
from approvals.steps import DECISIONS, CaseState, Outcome
from approvals.substances import Substance
from core.actors import Actor
from core.changes import recorded_change
from core.outbox import publish
from core.registries import registries

_RUNNING = (CaseState.IN_PROGRESS, CaseState.CHANGES_REQUESTED, CaseState.APPROVED)


def note_substance(*, by: Actor, subject: ApprovalSubject) -> bool:
    """Compare the record's substance with what it was, and say whether it changed. Called by every action that may
    have changed it, in its recorded change and under the record's lock; a save that changes nothing resets nothing.

    After a change the person who made it does not decide. While the record is open to it, decisions are undone, their
    makers are told, and the people of the first group are asked again. Before the first decision only what they are
    asked about changes.
    """
    now = _substance_of(subject)
    held = ApprovalSubject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if held.substance_sha256 == now.sha256:
        return False
    is_first_look = not held.substance_sha256
    held.substance_sha256, held.edited_at = now.sha256, by.at
    held.edited_by = by.user or held.edited_by  # what the system notices late does not free the last editor
    held.save(update_fields=["substance_sha256", "edited_by", "edited_at"])
    if is_first_look:  # what it was before is not known, so nothing can be said to have changed
        return False
    matter = registries.approval_subjects[held.kind].matter(held.pk)
    if matter.is_live:
        for case in _submitted(held):
            _adopt(case, _kept(held, now, by=by), by=by, facts=dict(matter.facts))
    return True


def catch_up(*, subject: ApprovalSubject) -> None:
    """Notice a change of substance that came in by a side door, before somebody decides on it."""
    if subject.substance_sha256 and _substance_of(subject).sha256 != subject.substance_sha256:
        by = Actor.system("approvals")
        with recorded_change(by=by):
            registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
            note_substance(by=by, subject=subject)


def freeze_running(*, by: Actor) -> int:
    """Keep the substance of submitted cases that have none, of before substances were kept; returns how many. From
    then on a change of it undoes their decisions.
    """
    unfrozen = Case.objects.filter(submitted_at__isnull=False, snapshot=None).select_related("subject").order_by("id")
    with recorded_change(by=by):
        cases = list(unfrozen.select_for_update(of=("self",)))
        for case in cases:
            case.snapshot = take_snapshot(case.subject, by=by)
            case.save(update_fields=["snapshot"])
    return len(cases)


def take_snapshot(subject: ApprovalSubject, *, by: Actor) -> Snapshot:
    """The substance as it stands, kept for reading; the same one twice is kept once."""
    now = _substance_of(subject)
    if subject.substance_sha256 != now.sha256:
        subject.substance_sha256 = now.sha256
        subject.save(update_fields=["substance_sha256"])
    return _kept(subject, now, by=by)


def _substance_of(subject: ApprovalSubject) -> Substance:
    return Substance(*registries.approval_subjects[subject.kind].substance(subject.pk))


def _kept(subject: ApprovalSubject, substance: Substance, *, by: Actor) -> Snapshot:
    kept, _is_new = Snapshot.objects.get_or_create(
        subject=subject,
        sha256=substance.sha256,
        defaults={"content": substance.content, "names": substance.names, "taken_at": by.at},
    )
    return kept


def _ask_what_is_required_now(case: Case, *, facts: dict[str, str], by: Actor) -> None:
    """Ask anew for steps that were not required and now are, and for what came after them."""
    steps = list(Step.objects.filter(case=case).select_for_update(of=("self",)).order_by("group", "id"))
    required = [s for s in steps if s.outcome == Outcome.NOT_REQUIRED and s.only_if and holds(s.only_if, facts)]
    if not required:
        return
    first = required[0].group
    later = [step for step in steps if step.group > first and step.outcome != Outcome.NOT_STARTED]
    undone = _votes_on(later)
    ask_anew([*required, *later], by=by)
    if undone:
        _note_reset(case, before=case.snapshot, undone=undone, by=by)


def _votes_on(steps: list[Step]) -> list[int]:
    decided = Decision.objects.counting().filter(step__in=steps, outcome__in=[each.value for each in DECISIONS])
    return list(decided.order_by("id").values_list("pk", flat=True))


def _note_reset(case: Case, *, before: Snapshot | None, undone: list[int], by: Actor) -> None:
    CaseEvent.objects.create(
        case=case, kind=CaseEvent.Kind.RESET, at=by.at, by=by.user, round=case.round, before=before, after=case.snapshot
    )
    publish("approval.reset", by=by, subject=case.subject_id, case=case.pk, decisions=undone)


def _submitted(subject: ApprovalSubject) -> list[Case]:
    cases = Case.objects.filter(subject=subject, submitted_at__isnull=False).select_related("subject__office")
    return list(cases.select_for_update(of=("self",)).order_by("id"))


def _adopt(case: Case, after: Snapshot, *, by: Actor, facts: dict[str, str]) -> None:
    """Let a case be about the new substance. A case that has ended stays with what it was decided on."""
    if case.state not in _RUNNING:
        return
    before, case.snapshot = case.snapshot, after
    case.save(update_fields=["snapshot"])
    steps = list(Step.objects.filter(case=case).select_for_update(of=("self",)).order_by("group", "id"))
    if undone := _votes_on(steps):
        ask_anew([step for step in steps if step.outcome != Outcome.NOT_STARTED], by=by)
        _note_reset(case, before=before, undone=undone, by=by)
    else:
        _ask_what_is_required_now(case, facts=facts, by=by)
    start_current_group(by=by, case=case)
