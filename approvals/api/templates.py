"""Templates of routes: members of an office read them, administrators keep them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from accounts.api.representations import OfficeLink, office
from approvals.actions import change_template, create_template
from approvals.api.base import ApprovalView
from approvals.api.representations import StepShapeItem, shape_item
from approvals.api.template_inputs import NewTemplateInput, TemplateInput
from approvals.models import Case, RouteTemplate, TemplateStep
from approvals.models.routes import SUBJECT_KINDS
from approvals.policies import can_keep_templates, can_read_templates
from approvals.route_choice import side_of, templates_for
from core.api.errors import InvalidParameters
from core.api.hints import Components, OneOf, Schema
from core.api.lists import page_answer, page_asked_for, page_schema
from core.api.operations import Operation
from core.api.parameters import CURSOR, LIMIT, Parameter
from core.api.record_fields import bookkeeping, identity, plain
from core.api.resources import RecordChange, RecordDetail, change_operation, create_operation, detail_operation
from core.api.shapes import Field, Reading, Shape
from core.api.sources import source_fields
from core.api.views import RecordView
from core.errors import require
from core.listing import Order
from core.refusals import Verdict

ORDERS = (Order("id", gettext_lazy("Oldest first"), ("id",)),)
_EXAMPLE = {
    "code": "short-memorandum",
    "subject_kind": "agreement",
    "names": {"en": "Simple memorandum", "es": "Memorando simple"},
    "record_kinds": ["memorandum_of_understanding"],
    "steps": [
        {"kind": "legal_opinion", "order": 1, "length": 10, "length_unit": "working_days"},
        {"kind": "executive_approval", "order": 2, "role": "head"},
    ],
}


def _address(template: RouteTemplate, reading: Reading) -> str:
    return f"{reading.root}approvals/route-templates/{template.uid}/"


def _steps(templates: Sequence[RouteTemplate], reading: Reading) -> dict[int, list[StepShapeItem]]:
    return {
        each.pk: [shape_item(step, reading, subject_kind=each.subject_kind) for step in each.steps.all()]
        for each in templates
    }


TEMPLATE: Shape[RouteTemplate] = Shape(
    "RouteTemplate",
    "A route to copy for a side. Empty lists mean any; a route in use is a copy and does not change with it.",
    {
        **identity(_address),
        "code": plain(str, "Its code.", "code"),
        "name": Field(str, "Its name, in the caller's language where it has one.", lambda row, _reading: str(row)),
        "names": plain(dict[str, str], "Its names by language.", "names"),
        "subject_kind": plain(
            Annotated[str, OneOf([kind for kind, _label in SUBJECT_KINDS])], "Of which records.", "subject_kind"
        ),
        "record_kinds": plain(list[str], "For which kinds of such records.", "record_kinds"),
        "institution_kinds": plain(list[str], "For which kinds of institution.", "institution_kinds"),
        "countries": plain(list[str], "For institutions of which countries.", "countries"),
        "office": Field(
            OfficeLink | None, "Of which office.", lambda row, _reading: office(row.office) if row.office else None
        ),
        "is_active": plain(bool, "Whether it can be chosen.", "is_active"),
        "steps": Field(list[StepShapeItem], "Its steps.", load=_steps),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url", "code"),
)
FOR = Parameter(
    "for", "The id of a side's approval: those that are meant for it, closest first, on one page.",
    {"type": "string", "format": "uuid"},
)  # fmt: skip


class TemplateView(RecordView[RouteTemplate]):
    """A view of templates."""

    tag = "approvals"
    shape = TEMPLATE
    key = "uid"

    def rows(self) -> QuerySet[RouteTemplate]:
        """See `RecordView`."""
        steps = Prefetch("steps", TemplateStep.objects.select_related("body").order_by("group", "id"))
        return RouteTemplate.objects.select_related("office").prefetch_related(steps)

    def address(self, record: RouteTemplate) -> str:
        """See `RecordView`."""
        return _address(record, self.reading)


def templates_page(components: Components) -> Schema:
    """The schema of a page of templates."""
    return page_schema("RouteTemplatePage", TEMPLATE.schema(components), components, counts=False)


class TemplateListView(TemplateView, ApprovalView):
    """Templates."""

    operations = {
        "GET": Operation(
            "listRouteTemplates", "Templates of routes; with `for`, those meant for a side.", templates_page,
            parameters=(FOR, LIMIT, CURSOR), problems=(403,),
        ),
        "POST": create_operation(
            "createRouteTemplate", "A new template of a route.", TEMPLATE, NewTemplateInput, _EXAMPLE
        ),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """A page of them."""
        require(can_read_templates(self.caller))
        self.check_parameters()
        if wanted := request.query_params.get("for"):
            return self.answer({"results": self._written(self._meant_for(wanted)), "next": None, "previous": None})
        page = page_asked_for(request, self.rows(), ORDERS)
        return self.answer(page_answer(request, page, self._written(page.rows)))

    def post(self, request: Request) -> HttpResponse:
        """A new one."""
        require(can_keep_templates(self.caller))
        made = create_template(by=self.by, **self.take())
        return self.answer_again(made, status=201, headers={"Location": self.address(made)})

    def _written(self, templates: Sequence[RouteTemplate]) -> list[dict[str, Any]]:
        return self.shape.write(templates, self.reading, self.shape.fields)

    def _meant_for(self, wanted: str) -> list[RouteTemplate]:
        case = None
        if _is_uuid(wanted):
            cases = Case.objects.visible_to(self.caller).select_related("subject", "institution")
            case = cases.filter(uid=wanted).first()
        if case is None:
            raise InvalidParameters({"for": [_("There is no such one, or none that you may see.")]})
        return templates_for(side_of(case.subject, case.institution), subject_kind=case.subject.kind)


class TemplateDetailView(TemplateView, RecordDetail[RouteTemplate], RecordChange[RouteTemplate]):
    """One template."""

    operations = {
        "GET": detail_operation("getRouteTemplate", "One template of a route.", TEMPLATE),
        "PATCH": change_operation(
            "changeRouteTemplate",
            "Change a template; `steps`, when given, are all its steps. Routes in use stay as they are.",
            TEMPLATE,
            TemplateInput,
            {"is_active": False, "reason": "No longer used"},
        ),
    }

    def find(self) -> RouteTemplate:
        """See `RecordView`. Raises `NotAllowed` for those outside every office."""
        require(can_read_templates(self.caller))
        return super().find()

    def may_change(self, record: RouteTemplate) -> Verdict:
        """See `RecordChange`."""
        return can_keep_templates(self.caller)

    def change(self, record: RouteTemplate, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordChange`."""
        change_template(by=self.by, template=record, expected_version=version, **given)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
