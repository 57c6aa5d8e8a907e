"""Recording something of a step: what the pages of decisions, dispensations and conditions have in common.

One page each: the step with all that bears on it, and the form; or why the reader cannot record it. When somebody was
quicker, or what is approved has changed, the page shows the present state and keeps what was typed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.web.signed_in import SignedInRequest
from approvals.deciders import Decider
from approvals.models import Step
from approvals.steps import SUBSTANCE_CHANGED
from approvals.web.repeats import was_sent_twice
from approvals.web.step_page import StepPage, history_roots, step_for_page
from core.actors import Actor
from core.errors import say
from core.history_reading import last_entry_of
from core.refusals import Refusal, Verdict
from core.web.conflicts import VersionedForm, join
from core.web.domain_errors import attempt
from core.web.rows import FormWithRows
from core.web.typed import typed_values, words_of

NEXT, LIST = "next", "list"
_MENDED_BY = {"comment_missing": "comment", "conditions_missing": "outcome"}


@dataclass(frozen=True)
class Task:
    """One thing to be recorded of a step: who may, what stands against it now, by which form and which action.

    `form` makes the form of a page over data, with initial values; `act` carries out what a valid one says.
    """

    template: str
    may: Callable[[StepPage], Verdict]
    stands_against: Callable[[Step], list[Refusal]]
    form: Callable[..., VersionedForm]
    act: Callable[[Actor, Step, Any], object]


def carry_out(request: SignedInRequest, uid: uuid.UUID, task: Task) -> HttpResponse:
    """Answer a view that records something of the step with this uid."""
    page = _open(request, uid)
    if request.method != "POST":
        return _show(request, task, page, task.form(page, initial=_opened(page)))
    form = task.form(page, data=request.POST, initial=_opened(page))
    if was_sent_twice(request, page):
        return _recorded(request, page)
    if not task.may(page):
        return _show(request, task, page, form, status=HTTPStatus.FORBIDDEN)
    if isinstance(form, FormWithRows) and form.asks_for_row:
        return _show(request, task, page, form.with_another_row())
    outcome = attempt(form, lambda: task.act(Actor.for_request(request), page.step, form), fields=_MENDED_BY)
    if outcome.succeeded:
        return _recorded(request, page)
    now = _open(request, uid)
    if outcome.stale and was_sent_twice(request, now):
        return _recorded(request, now)
    if not outcome.stale and not form.has_error(NON_FIELD_ERRORS, SUBSTANCE_CHANGED.code):
        return _show(request, task, now, form, status=outcome.status)
    current = _opened(now)
    again = task.form(now, data=request.POST, initial=current)
    joined, conflict = join(again, current=current, roots=history_roots(now.step), viewer=request.user)
    return _show(request, task, now, joined, typed=again, conflict=conflict, status=outcome.status)


def _recorded(request: SignedInRequest, page: StepPage) -> HttpResponse:
    """Say so, once, and go on."""
    words = _("Recorded: %(step)s.") % {"step": page.step.name}
    waiting = messages.get_messages(request)
    told = [str(each) for each in waiting]
    waiting.used = False  # type: ignore[union-attr]  # looked at, not shown yet
    if words not in told:
        messages.success(request, words)
    return redirect(_after(request, page))


def _open(request: SignedInRequest, uid: uuid.UUID) -> StepPage:
    data: QueryDict = request.POST
    decider = Decider(request.user, at=timezone.now())
    return StepPage(step_for_page(request.user, uid), decider=decider, read=data.get("substance", ""))


def _opened(page: StepPage) -> dict[str, Any]:
    return {
        "version": page.step.version,
        "seen": last_entry_of(history_roots(page.step)),
        "substance": page.read.approved.sha256,
    }


def _after(request: SignedInRequest, page: StepPage) -> str:
    """Back to the record or to the list, or on to the next step that waits for the person: as was asked for."""
    if request.POST.get("then") == LIST:
        return list_path(request.POST.get("filters", ""))
    following = page.next_path if request.POST.get("then") == NEXT else ""
    return following or f"{page.record.path}#step-{page.step.uid}"


def _show(
    request: SignedInRequest,
    task: Task,
    page: StepPage,
    form: VersionedForm,
    *,
    typed: VersionedForm | None = None,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    why_not = _why_not(task, page)
    kept = _typed(typed or form) if why_not and request.method == "POST" else []
    shown = {"page": page, "step": page.step, "record": page.record, "form": form, "why_not": why_not, "kept": kept}
    return render(request, task.template, {**shown, **context}, status=status)


def _why_not(task: Task, page: StepPage) -> str:
    """Why the form is not offered."""
    verdict = task.may(page)
    if not verdict:
        return _(verdict.reason)
    return " ".join(say(refusal) for refusal in task.stands_against(page.step))


def _typed(form: VersionedForm) -> list[tuple[str, str]]:
    """What was typed, in words: shown where the form no longer is, so that nothing is lost."""
    found = []
    for name, value in typed_values(form).items():
        label = form.fields[name].label if name in form.fields else form.tables[name].legend  # type: ignore[attr-defined]
        found.append((str(label), words_of(form, name, value)))
    return [(label, words) for label, words in found if words]


def list_path(filters: str) -> str:
    """The list of waiting steps, with filters as an address has them."""
    query = QueryDict(filters).urlencode()
    return f"{reverse('approvals:list')}?{query}" if query else reverse("approvals:list")
