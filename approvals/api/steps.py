"""One step, whatever its record: reading it, changing it, taking it out of the route."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from approvals.actions import change_step, remove_step
from approvals.api.base import CaseView, StepView
from approvals.api.case_items import CaseItem, StepForCaller
from approvals.api.inputs import StepChangeInput
from approvals.policies import can_change_route
from core.api.concurrency import expected_version
from core.api.operations import Operation, answers
from core.errors import require


class OneStepView(StepView, CaseView):
    """One step."""

    operations = {
        "GET": Operation(
            "getApprovalStep",
            "One step, the decisions on it, and what the caller can do with it now.",
            answers(StepForCaller),
            is_tagged=True,
        ),
        "PATCH": Operation(
            "changeApprovalStep",
            "Change a step on which nobody has decided. One that is being asked is asked anew.",
            answers(StepForCaller),
            takes=StepChangeInput,
            problems=(409,),
            is_tagged=True,
            needs_version=True,
            example={"due_on": "2026-12-01", "reason": "The board meets in November"},
        ),
        "DELETE": Operation(
            "removeApprovalStep",
            "Take a step out of the route on which nothing was ever decided. Answers its side's approval.",
            answers(CaseItem),
            problems=(409,),
            is_tagged=True,
            needs_version=True,
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The step."""
        step = self.find_step()
        self.check_parameters()
        return self.answer_step(step.uid)

    def patch(self, request: Request, **_key: Any) -> HttpResponse:
        """Change it."""
        step = self.find_step()
        require(can_change_route(self.caller, step.case))
        version = expected_version(request, step)
        if given := self.take(is_change=True):
            change_step(by=self.by, step=step, expected_version=version, **given)
        return self.answer_step(step.uid)

    def delete(self, request: Request, **_key: Any) -> HttpResponse:
        """Take it out."""
        step = self.find_step()
        require(can_change_route(self.caller, step.case))
        version = expected_version(request, step)
        self.check_parameters()
        remove_step(by=self.by, step=step, expected_version=version)
        return self.answer_case(step.case.uid)
