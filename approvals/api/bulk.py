"""Deciding several steps at once: all or nothing, with a problem for each that cannot be."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, TypedDict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from approvals.actions.bulk import MOST_AT_ONCE, Choice, Result, SomeRefused, decide_steps, preview_decisions
from approvals.api.base import ApprovalView
from approvals.api.inputs import LONGEST_COMMENT
from approvals.models import Step
from approvals.steps import Outcome
from core.api import input_fields as fields
from core.api.errors import ItemsRefused, faults_of
from core.api.inputs import Input
from core.api.operations import Operation, answers
from core.api.transitions import UnmetGuard
from core.errors import InvalidInput


class Status(StrEnum):
    """What became of one step."""

    DECIDED = "decided"
    POSSIBLE = "possible"
    REFUSED = "refused"


class BulkResult(TypedDict):
    """What became of one of the steps, or of a dry run would become."""

    step: uuid.UUID
    status: Status
    decision: Annotated[uuid.UUID | None, "The decision, where it was taken."]
    unmet: list[UnmetGuard]


class BulkAnswer(TypedDict):
    """What became of each step, in the order given."""

    results: list[BulkResult]


class BulkStepInput(Input):
    """A step to be decided."""

    step = fields.Uid()
    substance = fields.Text(
        required=False, max_length=64, help_text="The hash of what was read: see the decision of one step."
    )


class BulkInput(Input):
    """The decision on all of the steps. Only plain approvals are given in bulk."""

    outcome = fields.Choice(choices=[Outcome.APPROVED.value])
    comment = fields.Text(required=False, allow_blank=True, max_length=LONGEST_COMMENT, default="")
    steps = BulkStepInput(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]
    dry_run = fields.Flag(required=False, default=False, help_text="Only say what would become of each.")
    partly = fields.Flag(required=False, default=False, help_text="Decide those that can be, where others cannot.")


class BulkDecisionsView(ApprovalView):
    """Several decisions."""

    operations = {
        "POST": Operation(
            "decideSteps",
            "Approve several steps in one go, each as if decided by itself: all of them or, where one cannot be, none "
            "(409, with what stands against each at its place in `steps`). `dry_run` only tells what would become of "
            "each; `partly` decides those that can be.",
            answers(BulkAnswer),
            takes=BulkInput,
            problems=(409,),
            example={
                "outcome": "approved",
                "comment": "As the board decided on 1 October",
                "steps": [{"step": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"}],
                "dry_run": True,
            },
        )
    }

    def post(self, request: Request) -> HttpResponse:
        """Decide them."""
        given = self.take()
        choices = self._choices(given["steps"])
        how: dict[str, Any] = {"choices": choices, "outcome": given["outcome"], "comment": given["comment"]}
        if given["dry_run"]:
            return self.answer(_written(preview_decisions(by=self.by, **how), done=False))
        try:
            results = decide_steps(by=self.by, partly=given["partly"], **how)
        except SomeRefused as failure:
            refused = {f"#/steps/{n}": each.problem for n, each in enumerate(failure.results) if each.problem}
            raise ItemsRefused(str(failure), refused) from None
        return self.answer(_written(results, done=True))

    def _choices(self, given: Sequence[dict[str, str]]) -> list[Choice]:
        """The steps named, in their order. Raises `InvalidInput` for those there are not, or not for the caller."""
        rows = Step.objects.visible_to(self.caller).filter(uid__in=[each["step"] for each in given])
        rows = rows.select_related("case__subject__office").prefetch_related("asked").order_by("id")
        steps = {str(step.uid): step for step in rows}
        missing = [place for place, each in enumerate(given) if each["step"].lower() not in steps]
        if missing:
            sentence = _("There is no such one, or none that you may see.")
            raise InvalidInput({f"steps.{place}.step": [sentence] for place in missing})
        return [Choice(steps[each["step"].lower()], seen=each.get("substance", "")) for each in given]


def _written(results: Sequence[Result], *, done: bool) -> BulkAnswer:
    return {"results": [_result(each, done=done) for each in results]}


def _result(result: Result, *, done: bool) -> BulkResult:
    good = Status.DECIDED if done else Status.POSSIBLE
    faults = faults_of(result.problem) if result.problem else []
    return {
        "step": result.choice.step.uid,
        "status": Status.REFUSED if result.problem else good,
        "decision": result.decision.uid if done and result.decision else None,
        "unmet": [{"code": each.code, "detail": each.detail} for each in faults],
    }
