"""Deciding a step, whatever its record: oneself, for a body outside, or by dispensing with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from approvals.actions import (
    confirm_condition,
    confirm_conditions_met,
    decide_step,
    dispense_with_step,
    record_outside_decision,
)
from approvals.actions.holding import hold_step
from approvals.api.base import StepView, require_authority, require_confirming
from approvals.api.case_items import StepForCaller
from approvals.api.inputs import ConditionsInput, DispensationInput, StepDecisionInput
from approvals.api.outside_inputs import OutsideDecisionInput
from approvals.models import Condition
from approvals.policies import can_confirm, can_dispense, can_record_outside
from core.api.concurrency import expected_version
from core.api.operations import Operation, answers
from core.errors import NotVisible, require


def _writing(name: str, about: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    return Operation(
        name, f"{about} A refusal (409) lists every unmet guard, with the step as it is in `present`.",
        answers(StepForCaller), status=201, takes=takes, problems=(409,), is_tagged=True, heeds_version=True,
        example=example,
    )  # fmt: skip


class StepDecisionsView(StepView):
    """The caller's decision."""

    operations = {
        "POST": _writing(
            "decideStep",
            "Decide a step. Neither who submitted nor who edited last decides, and nobody twice on one side.",
            StepDecisionInput,
            {
                "outcome": "approved_with_conditions",
                "conditions": [{"text": "The annex is added", "due_on": "2026-12-01"}],
            },
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Decide it."""
        step = self.find_step()
        require_authority(self.decider, step)
        version = expected_version(request, step, required=False)
        decide_step(by=self.by, step=step, expected_version=version, **self.take())
        return self.answer_step(step.uid, status=201)


class OutsideDecisionsView(StepView):
    """What a body outside the office decided."""

    operations = {
        "POST": _writing(
            "recordOutsideDecision",
            "Record what a body outside decided, with the evidence: its source, or a document of the record.",
            OutsideDecisionInput,
            {"outcome": "approved", "decided_on": "2026-10-01", "source": "Letter of 1 October 2026"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record it."""
        step = self.find_step()
        require(can_record_outside(self.caller, step))
        version = expected_version(request, step, required=False)
        record_outside_decision(by=self.by, step=step, expected_version=version, **self.take())
        return self.answer_step(step.uid, status=201)


class DispensationsView(StepView):
    """That a step is not decided at all."""

    operations = {
        "POST": _writing(
            "dispenseWithStep",
            "Skip a step, or find it not required, for a reason.",
            DispensationInput,
            {"outcome": "not_required", "comment": "No personal data is exchanged"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record it."""
        step = self.find_step()
        require(can_dispense(self.caller, step))
        version = expected_version(request, step, required=False)
        dispense_with_step(by=self.by, step=step, expected_version=version, **self.take())
        return self.answer_step(step.uid, status=201)


class StepConditionsView(StepView):
    """All open conditions of a step."""

    operations = {
        "POST": _writing(
            "confirmStepConditions",
            "Record that all open conditions of a step are met, which completes it.",
            ConditionsInput,
            {"on": "2020-07-01", "evidence": "Annex II, as signed"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record it."""
        step = self.find_step()
        require_confirming(self.caller, step)
        version = expected_version(request, step, required=False)
        confirm_conditions_met(by=self.by, step=step, expected_version=version, **self.take())
        return self.answer_step(step.uid, status=201)


class ConditionMeetingsView(StepView):
    """One condition."""

    operations = {
        "POST": _writing(
            "confirmCondition",
            "Record that one condition is met; the last one completes its step. If-Match names the step.",
            ConditionsInput,
            {"on": "2020-07-01", "evidence": "Annex II, as signed"},
        )
    }

    def find_condition(self) -> Condition:
        """The condition named in the address, with its whole step. Raises `NotVisible`."""
        found = Condition.objects.select_related("decision__step").filter(uid=self.kwargs["condition"]).first()
        step = self.read_step(found.decision.step.uid) if found else None
        if found is None or step is None:
            raise NotVisible
        found.decision.step = step
        self.kwargs["step"] = step.uid  # what a refusal shows
        return found

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record it."""
        condition = self.find_condition()
        step = condition.decision.step
        require(can_confirm(self.caller, condition))
        version = expected_version(request, step, required=False)
        given = self.take()
        with transaction.atomic():
            if version is not None:
                hold_step(step, by=self.by, expected_version=version)
            confirm_condition(by=self.by, condition=condition, **given)
        return self.answer_step(step.uid, status=201)
