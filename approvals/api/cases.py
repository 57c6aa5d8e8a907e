"""One side's approval as a whole: reading it, submitting, taking back, lapsing, reopening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from approvals.actions import add_step, lapse_case, lay_out_route, reopen_case, submit_case, withdraw_case
from approvals.api.base import CaseView, StepView, mark_named
from approvals.api.case_items import CaseItem, StepForCaller
from approvals.api.inputs import ReasonInput, StepInput
from approvals.api.substance_items import SubstanceItem, substance_item
from approvals.api.template_inputs import RouteInput
from approvals.models import Case, Snapshot
from approvals.policies import can_change_route, can_prepare
from core.api.operations import Operation, answers
from core.errors import NotVisible, require

_REASON = {"reason": "The annex was changed as the data protection officer asked"}


class OneCaseView(CaseView):
    """One case."""

    operations = {
        "GET": Operation(
            "getApprovalCase",
            "One side's approval: what is approved in words and by its hash, what changed since the caller looked, "
            "every step with the decisions possible for the caller, and what stands against each operation.",
            answers(CaseItem),
            is_tagged=True,
        )
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The case."""
        case = self.find_case()
        self.check_parameters()
        return self.answer_case(case.uid)


class SnapshotView(CaseView):
    """What a case was about at one moment."""

    operations = {
        "GET": Operation("getApprovalSnapshot", "What was approved, readable, by its hash.", answers(SubstanceItem))
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The snapshot."""
        case = self.find_case()
        found = Snapshot.objects.filter(subject=case.subject_id, sha256=self.kwargs["sha256"]).first()
        if found is None:
            raise NotVisible
        self.check_parameters()
        return self.answer(substance_item(found, case, self.reading))


class CaseDeedView(CaseView):
    """An operation on a case as a whole: subclasses name the action."""

    deed: ClassVar[Callable[..., Case]]

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Do it."""
        case = self.find_case()
        require(can_prepare(self.caller, case.subject))
        mark = mark_named(request, case)
        type(self).deed(by=self.by, case=case, seen=mark, **self.take())
        return self.answer_case(case.uid, status=201)


def _deed(name: str, about: str) -> dict[str, Operation]:
    told = f"{about} A refusal (409) lists every unmet guard, with the case as it is in `present`."
    return {
        "POST": Operation(
            name, told, answers(CaseItem), status=201, takes=ReasonInput, problems=(409,), is_tagged=True,
            heeds_version=True, example=_REASON,
        )
    }  # fmt: skip


class SubmissionsView(CaseDeedView):
    """Submitting a side."""

    deed = submit_case
    operations = _deed(
        "submitApprovalCase", "Submit this side: for the first time, after it was taken back, or after changes."
    )


class WithdrawalsView(CaseDeedView):
    """Taking a submission back."""

    deed = withdraw_case
    operations = _deed("withdrawApprovalCase", "Take the submission back: what was approved no longer counts.")


class LapsesView(CaseDeedView):
    """A side that lapsed."""

    deed = lapse_case
    operations = _deed("lapseApprovalCase", "Record that this side's approval has lapsed.")


class ReopeningsView(CaseDeedView):
    """Going on after a rejection or a lapse."""

    deed = reopen_case
    operations = _deed("reopenApprovalCase", "Go on after a rejection or a lapse.")


class CaseRouteView(CaseView):
    """The route of a case, from a template."""

    operations = {
        "POST": Operation(
            "layOutApprovalRoute",
            "Copy a template's steps to a side that nobody has begun to decide on; its steps are replaced.",
            answers(CaseItem),
            status=201,
            takes=RouteInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example={"template": "simple-memorandum"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Lay it out."""
        case = self.find_case()
        require(can_change_route(self.caller, case))
        mark = mark_named(request, case)
        given = self.take()
        with self.held_case(case, mark):
            lay_out_route(by=self.by, subject=case.subject, institution=case.institution, template=given["template"])
        return self.answer_case(case.uid, status=201)


class CaseStepsView(CaseView, StepView):
    """A new step of a case."""

    operations = {
        "POST": Operation(
            "addApprovalStep",
            "Add a step to this side's track; to one that was submitted only where nobody has been yet.",
            answers(StepForCaller),
            status=201,
            takes=StepInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example={"kind": "legal_opinion", "order": 1, "length": 10, "length_unit": "working_days"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Add it."""
        case = self.find_case()
        require(can_prepare(self.caller, case.subject))
        mark = mark_named(request, case)
        given = self.take()
        with self.held_case(case, mark):
            step = add_step(by=self.by, case=case, step=given["step"])
        return self.answer_step(step.uid, status=201)
