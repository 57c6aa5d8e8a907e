"""The same decision sent twice, as by a double click: it was recorded the first time, and that is what is told."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from approvals.models import Decision
from approvals.web.step_page import StepPage

_AT_ONCE = dt.timedelta(seconds=30)


def was_sent_twice(request: HttpRequest, page: StepPage) -> bool:
    """Whether what is sent is the very decision that the reader has just recorded on the step, read as it was then."""
    version = request.POST.get("version", "")
    is_older = version.isdecimal() and int(version) < page.step.version
    return is_older and any(_is_same(each, request, page) for each in page.step.decisions.all())


def _is_same(decision: Decision, request: HttpRequest, page: StepPage) -> bool:
    said = (request.POST.get("outcome", ""), request.POST.get("comment", "").strip())
    is_own = page.viewer.pk in (decision.decided_by_id, decision.recorded_by_id)
    is_new = page.decider.at - decision.decided_at < _AT_ONCE
    return is_own and is_new and decision.act is None and (decision.outcome, decision.comment) == said
