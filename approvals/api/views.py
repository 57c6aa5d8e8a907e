"""The approval steps of a record. Each app whose records are approved joins these to its own kind of record."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from approvals.actions import (
    add_step_for_side,
    confirm_conditions_met,
    decide_step,
    dispense_with_step,
    lay_out_route,
)
from approvals.api.base import require_authority, require_confirming
from approvals.api.inputs import ConditionsInput, DecisionInput
from approvals.api.representations import ApprovalStep, read_cases
from approvals.api.templates import TEMPLATE, templates_page
from approvals.deciders import Decider
from approvals.models import ApprovalSubject, Step
from approvals.policies import can_dispense, can_prepare, can_read_templates
from approvals.route_choice import side_of, templates_for
from approvals.steps import DISPENSATIONS
from core.api.concurrency import expected_version, held, is_known, tag_of
from core.api.hints import Components, Schema, schema_of
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, naming_parameters
from core.api.renderers import to_json
from core.api.views import RecordView
from core.errors import NotVisible, StaleVersion, require
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
        """One step as it is now, with its tag; after a change, with the record's new tag."""
        now = self.rows().filter(pk=record.pk).first()
        if now is None:
            return HttpResponse(status=204)  # the change hid it from the caller
        written = next(each for each in self.steps(now) if each["id"] == step)
        if status != 201:
            return self._answer_unchanged(written)
        location = f"{self.address(now)}approvals/{step}/"
        return self.answer(written, status=status, headers={"ETag": self.tag_of(now), "Location": location})

    def _answer_unchanged(self, written: ApprovalStep) -> HttpResponse:
        body = to_json(written)
        headers = {"ETag": tag_of(Step(uid=written["id"], version=written["version"]), body)}
        if is_known(self.request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, headers=headers, content_type="application/json")

    def present(self) -> Any | None:
        """The steps as they are."""
        record = self.rows().filter(**{self.key: self.kwargs[self.key]}).first()
        return {"results": self.steps(record)} if record else None


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
        side = self.side(record, given)
        with held(record, version):
            step = add_step_for_side(by=self.by, subject=self.subject(record), institution=side, step=given["step"])
        return self.answer_step(record, step.uid, status=201)


class RouteView(ApprovalsView[R]):
    """Routes for a side of a record that may have no track yet."""

    def side(self, record: R, given: Mapping[str, Any]) -> Institution | None:
        """Whose side it is. Raises `InvalidInput`."""
        return None

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The templates that are meant for the side, closest first."""
        record = self.find()
        require(can_read_templates(self.caller))
        self.check_parameters()
        subject = self.subject(record)
        with naming_parameters():
            side = side_of(subject, self.side(record, request.query_params))
        found = templates_for(side, subject_kind=subject.kind)
        written = TEMPLATE.write(found, self.reading, TEMPLATE.fields)
        return self.answer({"results": written, "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Lay one out; the side's case is opened where there is none yet."""
        record = self.find()
        require(can_prepare(self.caller, self.subject(record)))
        version = expected_version(request, record, required=False)
        given = self.take()
        side = self.side(record, given)
        with held(record, version):
            lay_out_route(by=self.by, subject=self.subject(record), institution=side, template=given["template"])
        now = self.rows().get(pk=record.pk)
        steps = self.steps(now)
        page = {"results": steps, "next": None, "previous": None}
        return self.answer(page, status=201, headers={"ETag": self.tag_of(now)})


class OneStepView(ApprovalsView[R]):
    """A view of one step of a record."""

    def find_step(self, record: R) -> Step:
        """The step named in the address. Raises `NotVisible`."""
        read_cases([record])
        for case in self.subject(record).cases.all():
            for step in case.steps.all():
                if step.uid == self.kwargs["step"]:
                    return step
        raise NotVisible

    def present(self) -> Any | None:
        """The step as it is."""
        record = self.rows().filter(**{self.key: self.kwargs[self.key]}).first()
        steps = self.steps(record) if record else []
        return next((each for each in steps if each["id"] == self.kwargs["step"]), None)

    def check_version(self, record: R, step: Step) -> None:
        """Refuse early what is stale already; it is checked again under the lock. Raises `StaleVersion`."""
        try:
            expected_version(self.request, record, required=False)
        except StaleVersion:
            expected_version(self.request, step, required=False)

    @contextmanager
    def held_step(self, record: R, step: Step) -> Iterator[int | None]:
        """Do the block at the version that If-Match names, of the record or of the step; the step's is handed out.

        Raises `StaleVersion`.
        """
        version = None
        if self.request.headers.get("If-Match"):
            try:
                version = expected_version(self.request, record, required=False)
            except StaleVersion:
                yield expected_version(self.request, step, required=False)
                return
        with held(record, version):
            yield None


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
        if not can_dispense(self.caller, step):
            require_authority(Decider(self.caller, at=self.by.at), step)
        self.check_version(record, step)
        given = self.take()
        with self.held_step(record, step) as version:
            if given["outcome"] in DISPENSATIONS:
                dispense_with_step(
                    by=self.by, step=step, outcome=given["outcome"], comment=given.get("comment", ""),
                    expected_version=version,
                )  # fmt: skip
            else:
                decide_step(by=self.by, step=step, expected_version=version, **given)
        return self.answer_step(record, step.uid, status=201)


class ConditionsView(OneStepView[R]):
    """The conditions of an approval."""

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record that they are met, which completes the step."""
        record = self.find()
        step = self.find_step(record)
        require_confirming(self.caller, step)
        self.check_version(record, step)
        given = self.take()
        with self.held_step(record, step) as version:
            confirm_conditions_met(by=self.by, step=step, expected_version=version, **given)
        return self.answer_step(record, step.uid, status=201)


def list_of_steps(name: str) -> Operation:
    """GET of the steps."""
    return Operation(name, "Every side's steps and the decisions on them.", _steps_schema)


def new_step(name: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    """POST to the steps."""
    return _writing(name, "Add a step to a side's track.", takes, example)


def routes_for(name: str, *parameters: Parameter) -> Operation:
    """GET of the templates for a side."""
    about = "The templates of routes that are meant for a side of this record, closest first."
    return Operation(name, about, templates_page, parameters=parameters, problems=(403,))


def new_route(name: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    """POST of a route."""
    return Operation(
        name,
        "Copy a template's steps to a side that nobody has begun to decide on; its steps are replaced. Answers every "
        "side's steps.",
        _steps_schema, status=201, takes=takes, problems=(409,), is_tagged=True, heeds_version=True, example=example,
    )  # fmt: skip


def one_step(name: str) -> Operation:
    """GET of a step."""
    return Operation(name, "One step and the decisions on it.", answers(ApprovalStep), is_tagged=True)


def decision(name: str) -> Operation:
    """POST of a decision."""
    about = (
        "Record what was decided on a step. Neither who submitted nor who edited last decides, and nobody twice on one "
        "side. An approval with conditions names them; “changes_requested” and “rejected” need a comment. Officers "
        "send “skipped” or “not_required” to dispense with a step. If-Match names the record or the step."
    )
    return _writing(name, about, DecisionInput, {"outcome": "approved", "comment": "As proposed"})


def conditions_met(name: str) -> Operation:
    """POST of the day on which conditions were met."""
    about = "Record that the conditions of an approval with conditions are met, which completes the step."
    return _writing(name, about, ConditionsInput, {"on": "2020-07-01", "evidence": "Annex II, as signed"})


def _writing(name: str, about: str, takes: type[Serializer[Any]], example: Mapping[str, Any]) -> Operation:
    return Operation(
        name, about, answers(ApprovalStep), status=201, takes=takes, problems=(409,), is_tagged=True,
        heeds_version=True, example=example,
    )  # fmt: skip


def _steps_schema(components: Components) -> Schema:
    return page_schema("ApprovalStepPage", schema_of(ApprovalStep, components), components, counts=False)
