"""Approvals under way, and the pages of their steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from agreements.models import Agreement
from approvals.models import Step
from core.actors import Actor
from tests.factories import lay_out_approval, make_agreement, submit
from tests.web.forms import as_opened


def pending(office: Any, *, ago: int = 0, by: Any = None, **values: Any) -> Agreement:
    """An agreement whose approval was submitted some days ago, by the system unless said otherwise."""
    agreement = make_agreement(office, stage="approval_pending", **values)
    lay_out_approval(agreement)
    at = timezone.now() - dt.timedelta(days=ago)
    submit(agreement.approval_subject, by=Actor.person(by, at=at) if by else Actor.system("tests", at=at))
    return agreement


def steps_of(agreement: Agreement) -> list[Step]:
    """Its steps, in the order in which they were laid out."""
    return list(Step.objects.filter(case__subject=agreement.approval_subject).order_by("id"))


def page_of(step: Step, task: str = "") -> str:
    """The address of the page of a step."""
    return f"/approvals/steps/{step.uid}/{task}"


def filled(client: Any, address: str, **changes: Any) -> dict[str, Any]:
    """The form of the page as it was opened, with what was typed into it."""
    return {**as_opened(client, address), **changes}
