"""The steps that wait for a decision, of every kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from approvals.api.base import ApprovalView
from approvals.api.case_items import WaitingStep, waiting_step
from approvals.api.records import record_links
from approvals.filters import ORDERS, WaitingStepFilter
from approvals.queries import cases_with_steps, waiting_steps
from core.api.hints import Components, Schema, schema_of
from core.api.lists import count_asked_for, page_answer, page_asked_for, page_schema
from core.api.operations import Operation
from core.api.parameters import COUNT, CURSOR, LIMIT, filter_parameters, naming_parameters, ordering_parameter
from core.listing import filtered


def _page(components: Components) -> Schema:
    return page_schema("WaitingStepPage", schema_of(WaitingStep, components), components, counts=True)


class WaitingView(ApprovalView):
    """What waits on whom."""

    operations = {
        "GET": Operation(
            "listWaitingApprovals",
            "The steps that somebody must decide now, of records that the caller may see, longest waiting first; "
            "`possible` says what the caller can do with each, and what stands against it.",
            _page,
            parameters=(
                *filter_parameters(WaitingStepFilter),
                ordering_parameter(ORDERS),
                LIMIT,
                CURSOR,
                COUNT,
            ),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """A page of them."""
        self.check_parameters()
        zone, today = timezone.get_current_timezone(), timezone.localdate()
        rows: QuerySet[Any] = waiting_steps(user=self.caller, today=today, zone=zone)
        with naming_parameters():
            rows = filtered(WaitingStepFilter, rows, request.query_params, request)
        cases = Prefetch("case", cases_with_steps().select_related("subject__office"))
        page = page_asked_for(request, rows.prefetch_related(cases), ORDERS)
        results = self._written(page.rows)
        return self.answer(page_answer(request, page, results) | count_asked_for(request, rows))

    def _written(self, steps: Sequence[Any]) -> list[WaitingStep]:
        reading, cases = self.reading, [step.case for step in steps]
        records = record_links([case.subject for case in cases], reading)
        return [waiting_step(step, self.decider, records[step.case.subject_id], reading) for step in steps]
