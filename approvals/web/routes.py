"""The route of a side: choosing one, and changing, moving and taking out its steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.web.signed_in import SignedInRequest
from approvals.actions import Direction, change_step, lay_out_route, move_step, remove_step
from approvals.actions.foresight import foresee_route
from approvals.models import ApprovalSubject, Case, Step
from approvals.policies import can_change_route, can_prepare
from approvals.web.adding import PLACES, is_to_be_checked
from approvals.web.route_consequences import consequences_of
from approvals.web.route_forms import ChangeStepForm, LayOutForm, MoveStepForm, RemoveStepForm, initial_of
from approvals.web.route_page import show_route
from core.actors import Actor
from core.errors import require
from core.history import Root
from core.history_reading import last_entry_of
from core.registries import SubjectDescription, registries
from core.web.conflicts import Conflict, join
from core.web.domain_errors import Attempt, attempt
from institutions.models import Institution


@login_required
def route(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """The route of a side that has a case."""
    cases = Case.objects.visible_to(request.user).select_related("subject__office", "institution")
    case = get_object_or_404(cases, uid=uid)
    add_url = reverse("approvals:add_step", args=[case.uid])
    return route_of_side(request, subject=case.subject, institution=case.institution, add_url=add_url)


def route_of_side(
    request: SignedInRequest, *, subject: ApprovalSubject, institution: Institution | None, add_url: str
) -> HttpResponse:
    """Answer a view of one side's route (None: the responsible office's own), on which a template is laid out.

    The caller has checked that the reader sees the record.
    """
    require(can_prepare(request.user, subject))
    form = LayOutForm(request.POST or None)
    outcome: Attempt[Case] = Attempt()
    if request.method == "POST":
        by = Actor.for_request(request)
        outcome = attempt(
            form, lambda: lay_out_route(by=by, subject=subject, institution=institution, **form.cleaned_data)
        )
        if outcome.value:
            messages.success(request, _("The route is laid out: %(route)s.") % {"route": form.cleaned_data["template"]})
            return redirect("approvals:route", outcome.value.uid)
    shown = show_route(subject, institution, viewer=request.user)
    if shown.case:
        add_url = reverse("approvals:add_step", args=[shown.case.uid])
    context = {
        "form": form,
        "route": shown,
        "institution": institution,
        "record": _record(subject),
        "add_url": add_url,
    }
    return render(request, "approvals/route.html", context, status=outcome.status)


@login_required
def change(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a step of the route nobody has decided on."""
    step = _step(request, uid)
    subject = step.case.subject
    form = ChangeStepForm(
        request.POST or None, viewer=request.user, subject_kind=subject.kind, initial=_opened(step, initial_of(step))
    )
    if form.asks_for_row:
        return _page(request, "approvals/change_step.html", step, form=form.with_another_row())
    if request.method != "POST":
        return _page(request, "approvals/change_step.html", step, form=form)
    by = Actor.for_request(request)

    def call() -> Step:
        return change_step(
            by=by,
            step=step,
            changes=form.values,
            expected_version=form.expected_version,
            reason=form.cleaned_data["reason"],
        )

    if is_to_be_checked(request, is_running=step.case.is_submitted):
        return _checked(request, "approvals/change_step.html", step, form, call, by)
    outcome = attempt(form, call, fields=PLACES)
    if outcome.succeeded:
        messages.success(request, _("The step is changed: %(step)s.") % {"step": outcome.value})
        return _back(step)
    return _refused(request, "approvals/change_step.html", step, form, outcome)


@login_required
def remove(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Say what taking a step out of the route means, and take it out."""
    step = _step(request, uid)
    by = Actor.for_request(request)
    form = RemoveStepForm(request.POST or None, initial=_opened(step))
    if request.method != "POST":
        asked = RemoveStepForm({"version": step.version})
        foreseen = attempt(asked, lambda: _foresee(step, by, lambda: remove_step(by=by, step=step)))
        said, why_not = _sentences(step, foreseen), asked.non_field_errors()
        return _page(request, "approvals/remove_step.html", step, form=form, consequences=said, why_not=why_not)
    outcome = attempt(
        form,
        lambda: remove_step(
            by=by, step=step, reason=form.cleaned_data["reason"], expected_version=form.expected_version
        ),
    )
    if outcome.succeeded:
        messages.success(request, _("The step is taken out of the route. The history keeps it."))
        return _back(step)
    return _refused(request, "approvals/remove_step.html", step, form, outcome)


@login_required
@require_POST
def move(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Let a step change places with its neighbour; where the approval runs, say first what that means.

    A refusal is a page of its own: nothing was typed.
    """
    step = _step(request, uid)
    form = MoveStepForm(request.POST)
    if not form.is_valid() or request.POST.get("direction") not in list(Direction):
        raise BadRequest(_("Open the route again, then move the step."))
    by, direction = Actor.for_request(request), Direction(request.POST["direction"])

    def call() -> Step:
        return move_step(by=by, step=step, direction=direction, expected_version=form.expected_version)

    if is_to_be_checked(request, is_running=step.case.is_submitted):
        said = consequences_of(_foresee(step, by, call), subject_kind=step.case.subject.kind)
        return _page(request, "approvals/move_step.html", step, form=form, consequences=said, direction=direction.value)
    moved = call()
    places = {"step": moved, "order": moved.group}
    messages.success(request, _("Moved: %(step)s is now of order %(order)s.") % places)
    return redirect(reverse("approvals:route", args=[step.case.uid]) + f"#step-{step.uid}")


def _step(request: SignedInRequest, uid: uuid.UUID) -> Step:
    """A step of a record the reader sees, whose route they may change."""
    related = ("case__subject__office", "case__institution")
    step = get_object_or_404(Step.objects.visible_to(request.user).with_people().select_related(*related), uid=uid)
    require(can_change_route(request.user, step.case))
    return step


def _checked(request: SignedInRequest, template: str, step: Step, form: Any, call: Any, by: Actor) -> HttpResponse:
    outcome = attempt(form, lambda: _foresee(step, by, call), fields=PLACES)
    if not outcome.succeeded:
        return _refused(request, template, step, form, outcome)
    return _page(request, template, step, form=form, consequences=_sentences(step, outcome))


def _foresee(step: Step, by: Actor, call: Any) -> Any:
    return foresee_route(subject=step.case.subject, institution=step.case.institution, change=call, at=by.at)


def _sentences(step: Step, foreseen: Attempt[Any]) -> list[Any]:
    return consequences_of(foreseen.value, subject_kind=step.case.subject.kind) if foreseen.value else []


def _refused(request: SignedInRequest, template: str, step: Step, form: Any, outcome: Attempt[Any]) -> HttpResponse:
    """The form again with what was typed; after somebody was quicker, over the step as it is now."""
    conflict: Conflict | None = None
    if outcome.stale:
        step = _step(request, step.uid)
        current = initial_of(step) if isinstance(form, ChangeStepForm) else {}
        form, conflict = join(form, current=_opened(step, current), roots=_roots(step), viewer=request.user)
    return _page(request, template, step, form=form, conflict=conflict, status=outcome.status)


def _opened(step: Step, values: dict[str, Any] | None = None) -> dict[str, Any]:
    return {**(values or {}), "version": step.version, "seen": last_entry_of(_roots(step))}


def _roots(step: Step) -> list[Root]:
    return [("approvals_approvalsubject", step.case.subject_id)]


def _record(subject: ApprovalSubject) -> SubjectDescription:
    return registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]


def _back(step: Step) -> HttpResponse:
    return redirect("approvals:route", step.case.uid)


def _page(request: SignedInRequest, template: str, step: Step, *, status: int = 200, **context: Any) -> HttpResponse:
    case = step.case
    shown = {
        "step": step,
        "record": _record(case.subject),
        "institution": case.institution,
        "back": reverse("approvals:route", args=[case.uid]),
        **context,
    }
    return render(request, template, shown, status=status)
