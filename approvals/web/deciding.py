"""Recording what becomes of a step: a decision, a dispensation, conditions met."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from approvals.actions import confirm_conditions_met, decide_step, dispense_with_step
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Decision, Step
from approvals.policies import can_dispense, can_prepare
from approvals.steps import NO_OPEN_CONDITIONS, has_open_conditions, refusals_now
from approvals.web.forms import ConditionsForm, DecisionForm, DispensationForm
from approvals.web.tracks import StepShown, TrackShown, show_track
from core.actors import Actor
from core.errors import require, say
from core.history import Root
from core.history_reading import last_entry_of
from core.refusals import Refusal, Verdict
from core.registries import SubjectDescription, registries
from core.web.conflicts import VersionedForm, join
from core.web.domain_errors import attempt

NEXT = "next"


@dataclass(frozen=True)
class Task:
    """One thing to be done with a step: who may, with which form, by which action, under which words."""

    form: type[VersionedForm]
    may: Callable[[User, Step], Verdict]
    act: Callable[..., Any]
    template: str
    stands_against: Callable[[Step], list[Refusal]]
    initial: Callable[[SignedInRequest, Step], dict[str, Any]] = lambda _request, _step: {}


def _may_decide(user: User, step: Step) -> Verdict:
    return Decider(user, at=timezone.now()).authority_on(step).verdict


def _may_confirm(user: User, step: Step) -> Verdict:
    return can_prepare(user, step.case.subject)


def _against_deciding(step: Step) -> list[Refusal]:
    """What stands against any outcome now; that an outcome needs a comment is the form's to say."""
    case = step.case
    return refusals_now(step.facts, case.facts, is_submitted=case.is_submitted)


def _against_confirming(step: Step) -> list[Refusal]:
    return [] if has_open_conditions(step.facts) else [NO_OPEN_CONDITIONS]


def _today(request: SignedInRequest, step: Step) -> dict[str, Any]:
    return {"on": Actor.for_request(request).today(step.case.subject.office.time_zone)}


DECIDE = Task(DecisionForm, _may_decide, decide_step, "approvals/decide.html", _against_deciding)
DISPENSE = Task(DispensationForm, can_dispense, dispense_with_step, "approvals/dispense.html", _against_deciding)
CONFIRM = Task(
    ConditionsForm, _may_confirm, confirm_conditions_met, "approvals/confirm.html", _against_confirming, _today
)


@login_required
def decide(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """A step with all that bears on it, and the decision of who may take it."""
    return _carry_out(request, uid, DECIDE)


@login_required
def dispense(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Record that a step is skipped or not required."""
    return _carry_out(request, uid, DISPENSE)


@login_required
def confirm(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Record that the conditions of an approval are met."""
    return _carry_out(request, uid, CONFIRM)


def _carry_out(request: SignedInRequest, uid: uuid.UUID, task: Task) -> HttpResponse:
    step = _step(request, uid)
    if request.method != "POST":
        return _page(request, task, step, task.form(initial=_opened(request, task, step)))
    require(task.may(request.user, step))
    form = task.form(request.POST)
    outcome = attempt(form, lambda: _act(request, task, step, form), fields={"comment_missing": "comment"})
    if outcome.succeeded:
        messages.success(request, _("Recorded: %(step)s.") % {"step": step.name})
        return redirect(_after(request, step))
    step = _step(request, uid)
    if not outcome.stale:
        return _page(request, task, step, form, status=outcome.status)
    current = _opened(request, task, step)
    joined, conflict = join(form, current=current, roots=_roots(step), viewer=request.user)
    return _page(request, task, step, joined, conflict=conflict, status=outcome.status)


def _act(request: SignedInRequest, task: Task, step: Step, form: VersionedForm) -> Any:
    values = {name: value for name, value in form.cleaned_data.items() if name not in VersionedForm.base_fields}
    return task.act(by=Actor.for_request(request), step=step, expected_version=form.expected_version, **values)


def _step(request: SignedInRequest, uid: uuid.UUID) -> Step:
    """The step with its whole track, where the reader sees the record it belongs to."""
    every = Step.objects.with_people().prefetch_related(Prefetch("decisions", Decision.objects.for_track()))
    related = ("case__subject__office", "case__institution", "case__submitted_by", "case__snapshot")
    seen = Step.objects.visible_to(request.user).with_people().select_related(*related)
    return get_object_or_404(seen.prefetch_related(Prefetch("case__steps", every)), uid=uid)


def _opened(request: SignedInRequest, task: Task, step: Step) -> dict[str, Any]:
    return {**task.initial(request, step), "version": step.version, "seen": last_entry_of(_roots(step))}


def _roots(step: Step) -> list[Root]:
    return [("approvals_approvalsubject", step.case.subject_id)]


def _record(step: Step) -> SubjectDescription:
    subject = step.case.subject
    return registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]


def _after(request: SignedInRequest, step: Step) -> str:
    """Back to the record, or on to the next step that waits for the person, where that was asked for."""
    if request.POST.get("then") == NEXT and (following := _next_for(request.user, step)):
        return following
    return f"{_record(step).path}#step-{step.uid}"


def _next_for(user: User, step: Step) -> str:
    decidable = steps_decidable_by(Decider(user, at=timezone.now()))
    mine = decidable.waiting().visible_to(user).exclude(pk=step.pk)
    following = mine.order_by("started_at", "id").first()
    return reverse("approvals:decide", args=[following.uid]) if following else ""


def _page(
    request: SignedInRequest, task: Task, step: Step, form: VersionedForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    track = show_track(step.case, decider=Decider(request.user, at=timezone.now()), add_url="")
    shown = {
        "form": form,
        "step": step,
        "track": track,
        "shown": _in_track(step, track),
        "record": _record(step),
        "why_not": _why_not(request, task, step),
        "has_next": bool(_next_for(request.user, step)),
        **context,
    }
    return render(request, task.template, shown, status=status)


def _why_not(request: SignedInRequest, task: Task, step: Step) -> str:
    """Why the form is not offered; a form that was sent stays, so that nothing typed is lost."""
    verdict = task.may(request.user, step)
    if not verdict:
        return _(verdict.reason)
    return "" if request.method == "POST" else " ".join(say(refusal) for refusal in task.stands_against(step))


def _in_track(step: Step, track: TrackShown) -> StepShown:
    return next(shown for shown in track.steps if shown.step.pk == step.pk)
