"""Recording what a body outside decided, with the evidence."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from approvals.actions import record_outside_decision
from approvals.models import Decision, Step
from approvals.policies import can_record_outside
from approvals.steps import BY_ACT_ONLY, COMPLETED_BY_ACT, StepKind, refusals_now
from approvals.web.contacts import contacts_who_decide
from approvals.web.outside_forms import RecordOutsideForm
from approvals.web.recording import Task, carry_out
from approvals.web.step_page import StepPage
from core.actors import Actor
from core.refusals import Refusal, Verdict
from core.registries import registries


@login_required
def record(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Record a decision that was taken outside the office."""
    form = partial(_form, files=request.FILES)
    return carry_out(request, uid, Task("approvals/record_outside.html", _may_record, _against, form, _record))


@login_required
@require_safe
def evidence(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Lead to the document of the record that shows a decision; to none once it was withdrawn."""
    seen = Step.objects.visible_to(request.user).order_by().values("pk")
    decisions = Decision.objects.filter(step__in=seen, document__isnull=False).select_related("step__case__subject")
    decision = get_object_or_404(decisions, uid=uid)
    subject = decision.step.case.subject
    keeper = registries.evidence_keepers.get(subject.kind)
    for held in keeper.documents(subject.pk) if keeper else []:
        if held.uid == str(decision.document):
            return redirect(held.path)
    raise Http404


def _may_record(page: StepPage) -> Verdict:
    return can_record_outside(page.viewer, page.step)


def _against(step: Step) -> list[Refusal]:
    by_act = [BY_ACT_ONLY] if StepKind(step.kind) in COMPLETED_BY_ACT else []
    return [*refusals_now(step.facts, step.case.facts, is_submitted=step.case.is_submitted), *by_act]


def _form(page: StepPage, *, initial: dict[str, Any], data: Any = None, files: Any) -> RecordOutsideForm:
    subject = page.case.subject
    keeper = registries.evidence_keepers.get(subject.kind)
    return RecordOutsideForm(
        data,
        files=files,
        initial={
            "decided_on": Actor.person(page.viewer, at=page.decider.at).today(subject.office.time_zone),
            **initial,
        },
        viewer=page.viewer,
        contacts=contacts_who_decide(page.step),
        documents=keeper.documents(subject.pk) if keeper else [],
        keeps_files=keeper is not None,
    )


def _record(by: Actor, step: Step, form: RecordOutsideForm) -> Decision:
    return record_outside_decision(by=by, step=step, expected_version=form.expected_version, **form.decision)
