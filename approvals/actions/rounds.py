"""Submit, withdraw, let lapse and reopen the approval of a side."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import QuerySet

from accounts.models import User
from approvals.actions.groups import ask_anew, halt, start_current_group
from approvals.actions.substance import take_snapshot
from approvals.deciders import people_who_decided
from approvals.models import ApprovalSubject, Case, CaseEvent, Decision, DecisionLink, Step
from approvals.policies import can_prepare
from approvals.rounds import DECIDED_ON_IT, NOBODY_ASKED, Deed, from_group_asked_anew, refusals_to
from approvals.steps import APPROVALS, CaseState, Outcome
from core.actors import Actor
from core.changes import recorded_change
from core.errors import Refused, StaleVersion, require
from core.locking import store
from core.outbox import publish
from core.registries import registries
from institutions.models import Institution

Event = CaseEvent.Kind


def submit_cases(
    *, by: Actor, subject: ApprovalSubject, sides: Collection[Institution] | None = None, reason: str = ""
) -> None:
    """Start the track of these sides; of every side where none are named. Called by the action that moves the record
    to "approval pending", which checks the policy and holds the record's lock.

    Each submission is a new round: earlier decisions no longer count but stay readable.
    """
    cases = Case.objects.filter(subject=subject).select_related("subject__office")
    if sides is not None:
        cases = cases.filter(institution__in=sides)
    with recorded_change(by=by, reason=reason):
        for case in cases.select_for_update(of=("self",)).order_by("id"):
            ask_anew(_steps(case).exclude(outcome=Outcome.NOT_STARTED), by=by)
            _submit(case, by=by, reason=reason)
        publish("approval.submitted", by=by, subject=subject.pk)


def recall_cases(*, by: Actor, subject: ApprovalSubject, reason: str = "") -> None:
    """End the round on every side: nobody is asked any more, and what was approved no longer counts.

    Called, like `submit_cases`, by the action that moves the record out of its approval.
    """
    with recorded_change(by=by, reason=reason):
        for case in Case.objects.select_for_update().filter(subject=subject).order_by("id"):
            _take_back(case, by=by, reason=reason)
        publish("approval.recalled", by=by, subject=subject.pk)


def end_side(*, by: Actor, subject: ApprovalSubject, institution: Institution) -> None:
    """An institution takes part no longer: its track goes, unless it has a past, which stays readable.

    Called, like `submit_cases`, by the action that changes the record.
    """
    for case in Case.objects.select_for_update(of=("self",)).filter(subject=subject, institution=institution):
        if _has_a_past(case):
            _take_back(case, by=by, reason="")
        else:
            case.delete()


def submit_case(*, by: Actor, case: Case, reason: str = "", seen: str = "") -> Case:
    """Submit one side while the record is at the stage of approval: for the first time, after it was withdrawn, or
    again after changes were requested, with the answer as the `reason`.

    After a request for changes the steps of that group and of later ones are asked again; what earlier groups approved
    stands, as it is about the same substance. `seen` is the case's `mark` as the person saw it, where they did.
    Raises `NotAllowed`, `StaleVersion`, `Refused` listing every unmet condition.
    """
    with recorded_change(by=by, reason=reason):
        held = _hold(case, Deed.SUBMIT, by=by, reason=reason, seen=seen)
        first = from_group_asked_anew(held.facts)
        again = _steps(held).filter(group__gte=first) if first else _steps(held)
        ask_anew(again.exclude(outcome=Outcome.NOT_STARTED), by=by)
        _submit(held, by=by, reason=reason)
        publish("approval.submitted", by=by, subject=held.subject_id, case=held.pk)
    return held


def withdraw_case(*, by: Actor, case: Case, reason: str, seen: str = "") -> Case:
    """Take one side's submission back: nobody is asked any more, what was approved no longer counts. Raises as
    `submit_case` does.
    """
    with recorded_change(by=by, reason=reason):
        held = _hold(case, Deed.WITHDRAW, by=by, reason=reason, seen=seen)
        _take_back(held, by=by, reason=reason)
        ask_anew(_steps(held).exclude(outcome=Outcome.NOT_STARTED), by=by)
        publish("approval.recalled", by=by, subject=held.subject_id, case=held.pk)
    return held


def lapse_case(*, by: Actor, case: Case, reason: str, seen: str = "") -> Case:
    """Record that one side's approval has lapsed: what was approved, or where nothing was, what is being asked, or what
    was done without.

    Raises as `submit_case` does.
    """
    with recorded_change(by=by, reason=reason):
        held = _hold(case, Deed.LAPSE, by=by, reason=reason, seen=seen)
        given = _steps(held).filter(outcome__in=[each.value for each in APPROVALS])
        asked = _steps(held).filter(outcome=Outcome.IN_PROGRESS)
        lapsing = list(given) or list(asked) or list(_steps(held).exclude(outcome=Outcome.NOT_STARTED))
        halted = _steps(held).filter(outcome=Outcome.IN_PROGRESS).exclude(pk__in=[step.pk for step in lapsing])
        ask_anew(halted, by=by)
        for step in lapsing:
            _lapse(step, by=by)
        _note(held, Event.LAPSED, by=by, reason=reason)
        publish("approval.lapsed", by=by, subject=held.subject_id, case=held.pk)
    return held


def reopen_case(*, by: Actor, case: Case, reason: str, seen: str = "") -> Case:
    """Go on after a rejection or a lapse: a rejected case is asked anew from its beginning, a lapsed one from the first
    step that lapsed. Raises as `submit_case` does.
    """
    with recorded_change(by=by, reason=reason):
        held = _hold(case, Deed.REOPEN, by=by, reason=reason, seen=seen)
        first = 0 if held.state is CaseState.REJECTED else from_group_asked_anew(held.facts) or 0
        ask_anew(_steps(held).filter(group__gte=first).exclude(outcome=Outcome.NOT_STARTED), by=by)
        _submit(held, by=by, reason=reason, event=Event.REOPENED)
        publish("approval.submitted", by=by, subject=held.subject_id, case=held.pk)
    return held


def _hold(case: Case, deed: Deed, *, by: Actor, reason: str, seen: str) -> Case:
    """The case as it is under the record's lock, if it is what was seen and the deed is possible."""
    if isinstance(by.user, User):
        require(can_prepare(by.user, case.subject))
    provider = registries.approval_subjects[case.subject.kind]
    provider.touch(by=by, subject_id=case.subject_id)
    held = Case.objects.select_related("subject__office").select_for_update(of=("self",)).get(pk=case.pk)
    if seen and held.mark != seen:
        raise StaleVersion(expected=0, current=0)
    # What goes on was asked for already, at whatever stage its record is by now.
    pending = held.is_submitted or provider.matter(held.subject_id).is_pending
    if refusals := refusals_to(deed, held.facts, is_submitted=held.is_submitted, is_pending=pending, reason=reason):
        raise Refused(*refusals)
    return held


def _submit(case: Case, *, by: Actor, reason: str, event: Event = Event.SUBMITTED) -> None:
    if by.user and by.user.pk in people_who_decided(case):
        raise Refused(DECIDED_ON_IT)
    case.snapshot = take_snapshot(case.subject, by=by)
    case.submitted_at, case.submitted_by, case.round = by.at, by.user, case.round + 1
    case.save(update_fields=["submitted_at", "submitted_by", "snapshot", "round"])
    _note(case, event, by=by, reason=reason)
    start_current_group(by=by, case=case)
    if not Step.objects.filter(case=case).exclude(outcome=Outcome.NOT_REQUIRED).exists():
        raise Refused(replace(NOBODY_ASKED, places={"side": str(case)}))


def _has_a_past(case: Case) -> bool:
    """Whether it was ever submitted or decided on, or somebody outside got a link: that stays on record."""
    pasts = (
        CaseEvent.objects.filter(case=case),
        DecisionLink.objects.filter(step__case=case),
        Decision.objects.filter(step__case=case),
    )
    return any(each.exists() for each in pasts)


def _take_back(case: Case, *, by: Actor, reason: str) -> None:
    halt(by=by, case=case)
    ask_anew(_steps(case).filter(outcome__in=[each.value for each in APPROVALS]), by=by)
    if case.is_submitted:
        _note(case, Event.WITHDRAWN, by=by, reason=reason)
    case.submitted_at = case.submitted_by = None
    case.save(update_fields=["submitted_at", "submitted_by"])


def _lapse(step: Step, *, by: Actor) -> None:
    step.outcome, step.ended_at = Outcome.LAPSED, by.at
    store(step, "outcome", "ended_at", by=by)


def _note(case: Case, kind: Event, *, by: Actor, reason: str) -> None:
    CaseEvent.objects.create(
        case=case, kind=kind, at=by.at, by=by.user, reason=reason, round=case.round, after=case.snapshot
    )


def _steps(case: Case) -> QuerySet[Step]:
    return Step.objects.filter(case=case).select_for_update(of=("self",)).order_by("group", "id")
