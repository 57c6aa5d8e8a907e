"""What the addresses below `approvals/` share: finding a case or step by its id, answering it, and its tag."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from rest_framework.request import Request

from accounts.models import User
from approvals.api.case_items import case_address, case_item, step_for_caller
from approvals.deciders import Decider
from approvals.models import Case, Step
from approvals.policies import can_confirm, can_dispense
from approvals.queries import cases_with_all
from core.api.concurrency import is_known, tag_of
from core.api.renderers import to_json
from core.api.views import ApiView
from core.errors import NotVisible, StaleVersion, require
from core.registries import registries


class ApprovalView(ApiView):
    """A view of approvals, independent of the kind of record."""

    tag = "approvals"

    @cached_property
    def decider(self) -> Decider:
        """The caller, as somebody who may decide."""
        return Decider(self.caller, at=timezone.now())

    def answer_tagged(self, data: Any, tag: str, *, status: int = 200, location: str = "") -> HttpResponse:
        """JSON with its tag; 304 where the caller has it."""
        headers = {"ETag": tag, **({"Location": location} if location else {})}
        if self.request.method in ("GET", "HEAD") and is_known(self.request, tag):
            return HttpResponse(status=304, headers=headers)
        return self.answer(data, status=status, headers=headers)


class CaseView(ApprovalView):
    """A view of one side's approval."""

    def cases(self) -> QuerySet[Case]:
        """Every case the caller may see, with all that is answered of it."""
        return cases_with_all().select_related("subject__office").filter(pk__in=Case.objects.visible_to(self.caller))

    def find_case(self) -> Case:
        """The case named in the address. Raises `NotVisible`."""
        found = self.cases().filter(uid=self.kwargs["case"]).first()
        if found is None:
            raise NotVisible
        return found

    def answer_case(self, uid: uuid.UUID, *, status: int = 200) -> HttpResponse:
        """The case as it is now."""
        case = self.cases().filter(uid=uid).first()
        if case is None:
            return HttpResponse(status=204)  # the change hid it from the caller
        written = case_item(case, self.decider, self.reading)
        location = case_address(case, self.reading) if status == 201 else ""
        return self.answer_tagged(written, case_tag(case, to_json(written)), status=status, location=location)

    def present(self) -> Any | None:
        """See `ApiView`."""
        case = self.cases().filter(uid=self.kwargs.get("case")).first()
        return case_item(case, self.decider, self.reading) if case else None

    @contextmanager
    def held_case(self, case: Case, mark: str) -> Iterator[None]:
        """Do the block while the record is locked, if the case still has the mark; "": whatever it has.

        Raises `StaleVersion`.
        """
        if not mark:
            yield
            return
        with transaction.atomic():
            registries.approval_subjects[case.subject.kind].touch(by=self.by, subject_id=case.subject_id)
            now = cases_with_all().get(pk=case.pk)
            if now.mark != mark:
                raise StaleVersion(expected=0, current=0)
            yield


class StepView(ApprovalView):
    """A view of one step."""

    def find_step(self) -> Step:
        """The step named in the address, with its whole case. Raises `NotVisible`."""
        found = self.read_step(self.kwargs["step"])
        if found is None:
            raise NotVisible
        return found

    def read_step(self, uid: uuid.UUID) -> Step | None:
        """The step, where the caller may see it; its case has all steps and decisions."""
        seen = Step.objects.visible_to(self.caller).filter(uid=uid).order_by().values("case_id")
        case = cases_with_all().select_related("subject__office").filter(pk__in=seen).first()
        return next((each for each in case.steps.all() if each.uid == uid), None) if case else None

    def write_step(self, step: Step) -> Any:
        """The step as it is answered."""
        return step_for_caller(step, step.case, self.decider, self.reading)

    def answer_step(self, uid: uuid.UUID, *, status: int = 200) -> HttpResponse:
        """The step as it is now, with its tag."""
        step = self.read_step(uid)
        if step is None:
            return HttpResponse(status=204)
        written = self.write_step(step)
        location = written["url"] if status == 201 else ""
        return self.answer_tagged(written, tag_of(step, to_json(written)), status=status, location=location)

    def present(self) -> Any | None:
        """See `ApiView`."""
        step = self.read_step(self.kwargs["step"]) if "step" in self.kwargs else None
        return self.write_step(step) if step else None


def require_authority(decider: Decider, step: Step) -> None:
    """Raise `NotAllowed` where the caller's place forbids deciding; who decided already is refused by the action."""
    authority = decider.authority_on(step)
    if not authority and not decider.has_decided_on(step):
        require(authority.verdict)


def require_confirming(user: User, step: Step) -> None:
    """Raise `NotAllowed` where the caller may confirm none of the conditions on the step."""
    conditions = [each for decision in step.decisions.all() for each in decision.conditions.all()]
    if not any(can_confirm(user, each) for each in conditions):
        require(can_dispense(user, step))


def case_tag(case: Case, body: bytes) -> str:
    """The strong tag of a case: which one, what If-Match guards of it, and the very bytes."""
    return f'"{case.uid.hex[:8]}-{case.mark}-{hashlib.sha256(body).hexdigest()[:16]}"'


def mark_named(request: Request, case: Case) -> str:
    """The case's mark, where If-Match names it; "" for `*` or without the header. Raises `StaleVersion` for others.

    Weak tags name none.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return ""
    parts = [each.strip('"').split("-") for each in parse_etags(given)]
    if case.mark not in [each[1] for each in parts if len(each) == 3 and each[0] == case.uid.hex[:8]]:
        raise StaleVersion(expected=0, current=0)
    return case.mark
