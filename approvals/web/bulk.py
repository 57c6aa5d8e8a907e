"""Approving several steps at once: chosen in the list, looked at one by one, then all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.web.signed_in import SignedInRequest
from approvals.actions.bulk import MOST_AT_ONCE, Choice, Result, SomeRefused, decide_steps, preview_decisions
from approvals.deciders import Decider, decidable_by
from approvals.filters import WaitingStepFilter
from approvals.models import Step
from approvals.queries import with_cases
from approvals.web.listing import steps_seen
from approvals.web.recording import list_path
from approvals.web.rows import Row, rows_of, say_through
from core.actors import Actor
from core.errors import InvalidInput, Refused, say
from core.listing import filtered


@dataclass(frozen=True)
class Looked:
    """A chosen step with what would become of it: decided, in whose name, or why it cannot be."""

    row: Row
    problem: str
    in_whose_name: str


@login_required
def approve_several(request: SignedInRequest) -> HttpResponse:
    """What was chosen, to be looked at; or the decision on it."""
    filters = request.POST.get("filters", "")
    if request.method != "POST":
        return redirect(list_path(filters))
    seen = _chosen(request, filters)
    steps = _steps(request, seen)
    comment, by = request.POST.get("comment", ""), Actor.for_request(request)
    choices = [Choice(step, seen=seen[step.uid] or _hash(step)) for step in steps]
    try:
        if "decide" not in request.POST:
            return _show(request, preview_decisions(by=by, choices=choices, comment=comment), filters=filters)
        done = decide_steps(by=by, choices=choices, comment=comment)
    except InvalidInput as problem:
        for sentence in [each for sentences in problem.errors.values() for each in sentences]:
            messages.error(request, sentence)
        return redirect(list_path(filters))
    except SomeRefused as failure:
        results = failure.results
        return _show(request, results, filters=filters, failure=str(failure), status=HTTPStatus.CONFLICT)
    words = ngettext("%(number)s step approved.", "%(number)s steps approved.", len(done))
    messages.success(request, words % {"number": len(done)})
    return redirect(list_path(filters))


def _chosen(request: SignedInRequest, filters: str) -> Mapping[uuid.UUID, str]:
    """The steps chosen, in their order, each with the hash of what was read ("" before it was)."""
    if "every" in request.POST:
        return dict.fromkeys(_every(request, filters), "")
    found: dict[uuid.UUID, str] = {}
    for value in request.POST.getlist("step"):
        uid, _colon, sha256 = value.partition(":")
        try:
            found[uuid.UUID(uid)] = sha256
        except ValueError:
            continue
    return found


def _every(request: SignedInRequest, filters: str) -> list[uuid.UUID]:
    """All the steps of the filtered list that are for the reader to decide, not only those of one page."""
    try:
        rows = filtered(WaitingStepFilter, steps_seen(request.user), QueryDict(filters), request)
    except InvalidInput:
        return []
    mine = decidable_by(Decider(request.user, at=timezone.now()))
    found = rows.filter(mine).order_by("due", "started_at", "id").values_list("uid", flat=True)  # type: ignore[misc]
    return list(found[: MOST_AT_ONCE + 1])


def _steps(request: SignedInRequest, chosen: Mapping[uuid.UUID, str]) -> list[Step]:
    """The steps with all that is shown of them, in the order chosen; those there are no more are left out."""
    seen = Step.objects.visible_to(request.user).filter(uid__in=list(chosen))
    found = {step.uid: step for step in with_cases(seen).for_list()}
    return [found[uid] for uid in chosen if uid in found]


def _hash(step: Step) -> str:
    return step.case.snapshot.sha256 if step.case.snapshot else ""


def _show(
    request: SignedInRequest,
    results: Sequence[Result],
    *,
    filters: str,
    failure: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rows = rows_of([each.choice.step for each in results], decider=Decider(request.user, at=timezone.now()))
    looked = [_looked(row, result) for row, result in zip(rows, results, strict=True)]
    context = {
        "possible": [each for each in looked if not each.problem],
        "refused": [each for each in looked if each.problem],
        "comment": request.POST.get("comment", ""),
        "filters": filters,
        "back": list_path(filters),
        "failure": failure,
    }
    return render(request, "approvals/bulk.html", context, status=status)


def _looked(row: Row, result: Result) -> Looked:
    problem, decision = result.problem, result.decision
    if isinstance(problem, Refused):
        return Looked(row, " ".join(say(each) for each in problem.refusals), "")
    name = say_through(decision.on_behalf_of, decision.through) if decision else ""
    return Looked(row, str(problem) if problem else "", name)
