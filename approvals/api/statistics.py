"""What waits on whom and since when, and how long steps take."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypedDict

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.api.representations import Person, person
from accounts.models import Office
from approvals.api.base import ApprovalView
from approvals.loads import Load, what_waits_on_whom
from approvals.models import Through
from approvals.queries import waiting_steps
from approvals.reports import TimeInStep, time_in_steps
from approvals.steps import STEP_KIND_LABELS, StepKind
from core.api.errors import InvalidParameters
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, day_parameter

_A_YEAR = dt.timedelta(days=365)


class WaitingOn(TypedDict):
    """What waits on one person, on a body outside, on an act, or (none of these) on nobody who could decide it."""

    person: Person | None
    instead_of: Annotated[Person | None, "For whom the person is asked, where it is somebody away."]
    through: Through | None
    outside: Annotated[str | None, "The body outside."]
    act: Annotated[bool, "Whether they wait for the act they speak of to be recorded."]
    waits_on: Annotated[str, "What the filter `waits_on` of the list calls it."]
    number: Annotated[int, "How many steps. One that asks several people counts with each."]
    overdue: int
    since: Annotated[dt.datetime | None, "When the longest waiting of them was asked."]


class TimeInStepItem(TypedDict):
    """How long steps of a kind took at one body, in days: from being asked to the decision that ended them."""

    kind: StepKind
    name: Annotated[str, "The kind, in the caller's language."]
    body: Annotated[str, "The deciding body; empty where none is stated."]
    number: int
    median: float
    ninetieth: Annotated[float, "The 90th percentile."]


class ApprovalStatistics(TypedDict):
    """Of records that the caller may see."""

    decided_from: dt.date
    decided_before: dt.date
    waiting: Annotated[list[WaitingOn], "Now, the most overdue first."]
    time_in_step: Annotated[list[TimeInStepItem], "Of decisions in the period, the slowest first."]


class StatisticsView(ApprovalView):
    """Statistics of approvals."""

    operations = {
        "GET": Operation(
            "getApprovalStatistics",
            "What waits on whom now and since when, and how long steps took (median and 90th percentile) by body and "
            "kind.",
            answers(ApprovalStatistics),
            parameters=(
                day_parameter("decided_from", "The first day of decisions that count; a year ago unless given."),
                day_parameter("decided_before", "The day after the last one; tomorrow unless given."),
                Parameter("office", "Only records of this office, by its code."),
            ),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """Them."""
        self.check_parameters()
        zone, today = timezone.get_current_timezone(), timezone.localdate()
        first, before = self._period(today)
        offices = self._offices()
        steps = waiting_steps(user=self.caller, today=today, zone=zone)
        if offices:
            steps = steps.filter(case__subject__office__in=offices)
        loads = what_waits_on_whom(steps, at=timezone.now(), today=today)
        times = time_in_steps(
            user=self.caller,
            since=dt.datetime.combine(first, dt.time(), tzinfo=zone),
            until=dt.datetime.combine(before, dt.time(), tzinfo=zone),
            offices=offices,
        )
        answer: ApprovalStatistics = {
            "decided_from": first,
            "decided_before": before,
            "waiting": [_load(each) for each in loads],
            "time_in_step": [_time(each) for each in times],
        }
        return self.answer(answer)

    def _period(self, today: dt.date) -> tuple[dt.date, dt.date]:
        before = self._day("decided_before") or today + dt.timedelta(days=1)
        return self._day("decided_from") or max(before, dt.date.min + _A_YEAR) - _A_YEAR, before

    def _day(self, name: str) -> dt.date | None:
        given = self.request.query_params.get(name)
        try:
            return dt.date.fromisoformat(given) if given else None
        except ValueError:
            raise InvalidParameters({name: [_("Give a day such as 2026-01-31.")]}) from None

    def _offices(self) -> list[int]:
        given = self.request.query_params.get("office")
        if not given:
            return []
        found = list(Office.objects.filter(code=given).values_list("pk", flat=True))
        if not found:
            raise InvalidParameters({"office": [_("There is no such one, or none that you may see.")]})
        return found


def _load(load: Load) -> WaitingOn:
    askee: Any = load.askee
    return {
        "person": person(askee.user) if askee else None,
        "instead_of": person(askee.instead_of) if askee else None,
        "through": Through(askee.through) if askee and askee.through else None,
        "outside": load.outside or None,
        "act": load.waits_on.act,
        "waits_on": str(load.waits_on),
        "number": load.number,
        "overdue": load.overdue,
        "since": load.oldest,
    }


def _time(each: TimeInStep) -> TimeInStepItem:
    return {
        "kind": each.kind,
        "name": _(STEP_KIND_LABELS[each.kind]),
        "body": each.body,
        "number": each.number,
        "median": each.median,
        "ninetieth": each.ninetieth,
    }
