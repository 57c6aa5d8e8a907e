"""Adding a step to a side's route: for the pages of any kind of record that is approved."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.web.signed_in import SignedInRequest
from approvals.actions import add_step_for_side
from approvals.actions.foresight import foresee_route
from approvals.models import ApprovalSubject, Case, Step
from approvals.policies import can_prepare
from approvals.web.route_consequences import consequences_of
from approvals.web.route_forms import StepForm
from core.actors import Actor
from core.errors import require
from core.registries import registries
from core.web.domain_errors import Attempt, attempt
from institutions.models import Institution

# What the buttons of a form send: say what would follow, save, or save what was said.
CHECK, RECORD, SAVE = "check", "record", "save"
PLACES = {"group_passed": "group"}


@login_required
def add_step(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Add a step to a side that has a case, then go back to its route."""
    cases = Case.objects.visible_to(request.user).select_related("subject__office", "institution")
    case = get_object_or_404(cases, uid=uid)
    back = reverse("approvals:route", args=[case.uid])
    return add_step_to_side(request, subject=case.subject, institution=case.institution, back=back)


def add_step_to_side(
    request: SignedInRequest, *, subject: ApprovalSubject, institution: Institution | None, back: str = ""
) -> HttpResponse:
    """Answer a view that adds a step on one side (None: the office's own), then go `back`, or to the record.

    The caller has checked that the reader sees the record.
    """
    require(can_prepare(request.user, subject))
    record = registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]
    form = StepForm(
        request.POST or None,
        viewer=request.user,
        subject_kind=subject.kind,
        initial={"group": _next_group(subject, institution)},
    )
    shown = {"form": form, "record": record, "institution": institution, "back": back or record.path}
    if form.asks_for_row:
        return render(request, "approvals/add_step.html", {**shown, "form": form.with_another_row()})
    outcome: Attempt[Step] = Attempt()
    if request.method == "POST":
        by = Actor.for_request(request)

        def call() -> Step:
            return add_step_for_side(by=by, subject=subject, institution=institution, step=form.step)

        if is_to_be_checked(request, is_running=_is_running(subject, institution)):
            foreseen = attempt(
                form,
                lambda: foresee_route(subject=subject, institution=institution, change=call, at=by.at),
                fields=PLACES,
            )
            if foreseen.value:
                shown["consequences"] = consequences_of(foreseen.value, subject_kind=subject.kind)
            return render(request, "approvals/add_step.html", shown, status=foreseen.status)
        outcome = attempt(form, call, fields=PLACES)
        if outcome.value:
            messages.success(request, _("The step is added: %(step)s.") % {"step": outcome.value})
            return redirect(f"{back or record.path}#step-{outcome.value.uid}")
    return render(request, "approvals/add_step.html", shown, status=outcome.status)


def is_to_be_checked(request: SignedInRequest, *, is_running: bool) -> bool:
    """Whether what follows is said first: when asked, and always where the approval runs."""
    sent = request.POST.get("step", RECORD)
    return sent == CHECK or (sent == RECORD and is_running)


def _is_running(subject: ApprovalSubject, institution: Institution | None) -> bool:
    return subject.cases.filter(institution=institution, submitted_at__isnull=False).exists()


def _next_group(subject: ApprovalSubject, institution: Institution | None) -> int:
    """After the steps there are, as most tracks are laid out in order."""
    groups = subject.cases.filter(institution=institution, steps__isnull=False).values_list("steps__group", flat=True)
    return min(max(groups, default=0) + 1, 99)
