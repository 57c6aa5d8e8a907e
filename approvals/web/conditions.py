"""Confirming that the conditions of an approval are met, one by one or all at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict

from accounts.web.signed_in import SignedInRequest
from approvals.actions import confirm_conditions_met
from approvals.models import Step
from approvals.policies import can_dispense
from approvals.steps import NO_OPEN_CONDITIONS, has_open_conditions
from approvals.web.forms import ConditionsForm
from approvals.web.recording import Task, carry_out
from approvals.web.step_page import StepPage
from core.actors import Actor
from core.refusals import ALLOWED, Refusal, Verdict

# The button that says every condition is met.
ALL = "all"


@login_required
def confirm(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Record which conditions of an approval are met."""
    return carry_out(request, uid, CONFIRM)


def _may_confirm(page: StepPage) -> Verdict:
    """Whoever may confirm one that is open; once none is, those to whom that is said."""
    return ALLOWED if page.conditions_to_confirm else can_dispense(page.viewer, page.step)


def _against_confirming(step: Step) -> list[Refusal]:
    return [] if has_open_conditions(step.facts) else [NO_OPEN_CONDITIONS]


def _form(page: StepPage, *, initial: dict[str, Any], data: QueryDict | None = None) -> ConditionsForm:
    today = Actor.person(page.viewer, at=page.decider.at).today(page.case.subject.office.time_zone)
    conditions = page.conditions_to_confirm
    if data and ALL in data:
        data = data.copy()
        data.setlist("met", [str(each.pk) for each in conditions])
    return ConditionsForm(
        data, conditions=conditions, others=page.conditions_of_others, today=today, initial={"on": today, **initial}
    )


def _confirm(by: Actor, step: Step, form: ConditionsForm) -> Step:
    return confirm_conditions_met(
        by=by,
        step=step,
        on=form.cleaned_data["on"],
        evidence=form.cleaned_data["evidence"],
        only=form.met_ids,
        expected_version=form.expected_version,
    )


CONFIRM = Task("approvals/confirm.html", _may_confirm, _against_confirming, _form, _confirm)
