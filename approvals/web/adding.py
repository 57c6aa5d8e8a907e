"""Laying out a track, step by step: for the pages of any kind of record that is approved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.web.signed_in import SignedInRequest
from approvals.actions import add_step_for_side
from approvals.models import ApprovalSubject
from approvals.policies import can_prepare
from approvals.web.route_forms import StepForm
from core.actors import Actor
from core.errors import require
from core.registries import registries
from core.web.domain_errors import attempt
from institutions.models import Institution


def add_step_to_side(
    request: SignedInRequest, *, subject: ApprovalSubject, institution: Institution | None
) -> HttpResponse:
    """Answer a view that adds a step on one side (None: the responsible office's own), then go back to the record.

    The caller has checked that the reader sees the record.
    """
    require(can_prepare(request.user, subject))
    provider = registries.approval_subjects[subject.kind]
    record = provider.describe([subject.pk])[subject.pk]
    form = StepForm(
        request.POST or None,
        viewer=request.user,
        is_signed=provider.is_signed,
        initial={"group": _next_group(subject, institution)},
    )
    status = 200
    if request.method == "POST":
        actor = Actor.for_request(request)
        outcome = attempt(
            form, lambda: add_step_for_side(by=actor, subject=subject, institution=institution, step=form.step)
        )
        if outcome.value:
            messages.success(request, _("The step is added: %(step)s.") % {"step": outcome.value})
            return redirect(f"{record.path}#step-{outcome.value.uid}")
        status = outcome.status
    context = {"form": form, "record": record, "institution": institution}
    return render(request, "approvals/add_step.html", context, status=status)


def _next_group(subject: ApprovalSubject, institution: Institution | None) -> int:
    """After the steps there are, as most tracks are laid out in order."""
    groups = subject.cases.filter(institution=institution, steps__isnull=False).values_list("steps__group", flat=True)
    return min(max(groups, default=0) + 1, 99)
