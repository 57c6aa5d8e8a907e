"""The approval steps of a record. Each app whose records are approved joins these to its own kind of record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from approvals.actions import add_step, confirm_conditions_met, decide_step, dispense_with_step, open_case
from approvals.api.inputs import ConditionsInput, DecisionInput
from approvals.api.representations import ApprovalStep
from approvals.deciders import Decider
from approvals.models import ApprovalSubject, Step
from approvals.policies import can_dispense, can_prepare
from approvals.steps import DISPENSATIONS
from core.api.concurrency import expected_version, held
from core.api.hints import Components, Schema, schema_of
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.views import RecordView
from core.errors import NotVisible, require
from core.models import Record
from institutions.models import Institution

R = TypeVar("R", bound=Record)


class ApprovalsView(RecordView[R]):
    """The steps of one record, which has an `approval_subject`."""

    def steps(self, record: R) -> list[ApprovalStep]:
        """Every step, as the record's own field `approvals` shows them."""
        field = self.shape.fields["approvals"]
        return field.load([record], self.reading)[record.pk]  # type: ignore[misc]

    def subject(self, record: R) -> ApprovalSubject:
        """What is approved."""
        return record.approval_subject  # type: ignore[attr-defined]

    def answer_step(self, record: R, step: uuid.UUID, *, status: int = 200) -> HttpResponse:
        """One step as it is now; after a change, with the record's new tag."""
        now = self.rows().get(pk=record.pk)
        written = next(each for each in self.steps(now) if each["id"] == step)
        if status != 201:
            return self.answer(written)
        location = f"{self.address(now)}approvals/{step}/"
        return self.answer(written, status=status, headers={"ETag": self.tag_of(now), "Location": location})


class ApprovalListView(ApprovalsView[R]):
    """All steps of a record, and a new one."""

    def side(self, record: R, given: dict[str, Any]) -> Institution | None:
        """Whose side a new step is on. Raises `InvalidInput`."""
        return None

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every step. A record has few, so they come on one page."""
        record = self.find()
        self.check_parameters()
        return self.answer({"results": self.steps(record), "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Add a step, and open the side's case where it has none."""
        record = self.find()
        require(can_prepare(self.caller, self.subject(record)))
        version = expected_version(request, record, required=False)
        given = self.take()
        with held(record, version), transaction.atomic():
            case = open_case(by=self.by, subject=self.subject(record), institution=self.side(record, given))
            step = add_step(by=self.by, case=case, step=given["step"])
        return self.answer_step(record, step.uid, status=201)


class OneStepView(ApprovalsView[R]):
    """A view of one step of a record."""

    def find_step(self, record: R) -> Step:
        """The step named in the address. Raises `NotVisible`."""
        steps = Step.objects.filter(case__subject=self.subject(record))
        steps = steps.select_related("case__subject__office").prefetch_related("asked")
        step = steps.filter(uid=self.kwargs["step"]).first()
        if step is None:
            raise NotVisible
        return step


class ApprovalStepView(OneStepView[R]):
    """One step."""

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The step."""
        record = self.find()
        step = self.find_step(record)
        self.check_parameters()
        return self.answer_step(record, step.uid)


class DecisionView(OneStepView[R]):
    """Decisions on a step."""

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record a decision; officers record with it that a step is skipped or not required."""
        record = self.find()
        step = self.find_step(record)
        may_decide = Decider(self.caller, at=self.by.at).authority_on(step).verdict
        if not can_dispense(self.caller, step):
            require(may_decide)
        version = expected_version(request, record, required=False)
        given = self.take()
        action = dispense_with_step if given["outcome"] in DISPENSATIONS else decide_step
        with held(record, version):
            action(by=self.by, step=step, **given)
        return self.answer_step(record, step.uid, status=201)


class ConditionsView(OneStepView[R]):
    """The conditions of an approval."""

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record that they are met, which completes the step."""
        record = self.find()
        step = self.find_step(record)
        require(can_prepare(self.caller, step.case.subject))
        version = expected_version(request, record, required=False)
        given = self.take()
        with held(record, version):
            confirm_conditions_met(by=self.by, step=step, on=given["on"])
        return self.answer_step(record, step.uid, status=201)


def list_of_steps(name: str) -> Operation:
    """GET of the steps."""
    return Operation(name, "Every side's steps and the decisions on them.", _steps_schema)


def new_step(name: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    """POST to the steps."""
    return _writing(name, "Add a step to a side's track.", takes, example)


def one_step(name: str) -> Operation:
    """GET of a step."""
    return Operation(name, "One step and the decisions on it.", answers(ApprovalStep))


def decision(name: str) -> Operation:
    """POST of a decision."""
    about = (
        "Record what was decided on a step. Whoever submitted the record does not decide. All outcomes but "
        "“approved” need a comment. Officers send “skipped” or “not_required” to dispense with a step."
    )
    return _writing(name, about, DecisionInput, {"outcome": "approved", "comment": "As proposed"})


def conditions_met(name: str) -> Operation:
    """POST of the day on which conditions were met."""
    about = "Record that the conditions of an approval with conditions are met, which completes the step."
    return _writing(name, about, ConditionsInput, {"on": "2020-07-01"})


def _writing(name: str, about: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    return Operation(
        name, about, answers(ApprovalStep), status=201, takes=takes, problems=(409,), is_tagged=True,
        heeds_version=True, example=example,
    )  # fmt: skip


def _steps_schema(components: Components) -> Schema:
    return page_schema("ApprovalStepPage", schema_of(ApprovalStep, components), components, counts=False)
