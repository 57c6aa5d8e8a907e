"""Deciding a step, and doing without it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from accounts.web.signed_in import SignedInRequest
from approvals.actions import decide_step, dispense_with_step
from approvals.models import Decision, Step
from approvals.policies import can_dispense
from approvals.steps import refusals_now
from approvals.web.following import what_follows
from approvals.web.forms import DecisionForm, DispensationForm
from approvals.web.recording import Task, carry_out
from approvals.web.step_page import StepPage
from core.actors import Actor
from core.refusals import Refusal, Verdict


@login_required
def decide(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """A step with all that bears on it, and the decision of who may take it."""
    return carry_out(request, uid, DECIDE)


@login_required
def dispense(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Record that a step is skipped or not required."""
    return carry_out(request, uid, DISPENSE)


def _may_decide(page: StepPage) -> Verdict:
    return page.decider.authority_on(page.step).verdict


def _may_dispense(page: StepPage) -> Verdict:
    return can_dispense(page.viewer, page.step)


def _stands_against(step: Step) -> list[Refusal]:
    """What stands against any outcome now; that an outcome needs a comment is the form's to say."""
    return refusals_now(step.facts, step.case.facts, is_submitted=step.case.is_submitted)


def _decision_form(page: StepPage, **values: Any) -> DecisionForm:
    notes = what_follows(page.step, given=len(page.votes))
    return DecisionForm(viewer=page.viewer, rights=page.rights, notes=notes, **values)


def _dispensation_form(_page: StepPage, **values: Any) -> DispensationForm:
    return DispensationForm(**values)


def _decide(by: Actor, step: Step, form: DecisionForm) -> Decision:
    return decide_step(by=by, step=step, expected_version=form.expected_version, **form.decision)


def _dispense(by: Actor, step: Step, form: DispensationForm) -> Decision:
    said = {name: form.cleaned_data[name] for name in ("outcome", "comment")}
    return dispense_with_step(by=by, step=step, expected_version=form.expected_version, **said)


DECIDE = Task("approvals/decide.html", _may_decide, _stands_against, _decision_form, _decide)
DISPENSE = Task("approvals/dispense.html", _may_dispense, _stands_against, _dispensation_form, _dispense)
