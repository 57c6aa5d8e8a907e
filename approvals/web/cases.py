"""The page of one side's approval, and the operations on the whole of it: what will follow is shown first."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from approvals.actions import lapse_case, reopen_case, submit_case, withdraw_case
from approvals.deciders import Decider
from approvals.models import Case
from approvals.policies import can_prepare
from approvals.rounds import OPERATIONS, Deed
from approvals.steps import CaseState
from approvals.web.case_consequences import consequences_of
from approvals.web.case_page import CasePage, case_for_page, name_of, refusals_of
from core.actors import Actor
from core.errors import Refused, require, say
from core.refusals import Refusal
from core.registries import Consequence
from core.web.domain_errors import attempt

_ACTIONS: dict[Deed, Callable[..., Case]] = {
    Deed.SUBMIT: submit_case,
    Deed.WITHDRAW: withdraw_case,
    Deed.LAPSE: lapse_case,
    Deed.REOPEN: reopen_case,
}


class DeedForm(forms.Form):
    """Why, and what the person had before them: the case's `mark`."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Kept with the approval, and read by those who are asked."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, deed: Deed, case: Case) -> None:
        super().__init__(data, initial={"seen": case.mark})
        reason = self.fields["reason"]
        reason.required = OPERATIONS[deed].needs_reason
        if deed is Deed.SUBMIT:
            reason.label = _("Note to those who are asked")
        if deed is Deed.SUBMIT and case.state is CaseState.CHANGES_REQUESTED:
            reason.label = _("Answer to the request for changes")

    def renewed(self, case: Case) -> None:
        """Keep what was typed, over the case as it is now."""
        self.data = {**self.data.dict(), "seen": case.mark}  # type: ignore[attr-defined]  # a bound form: a QueryDict


@login_required
@require_safe
def case(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """One side's whole approval."""
    page = _open(request, uid)
    return render(request, "approvals/case.html", {"page": page, "case": page.case, "record": page.record})


@login_required
def case_deed(request: SignedInRequest, uid: uuid.UUID, deed: str) -> HttpResponse:
    """Submit the side, take it back, record that it lapsed, or reopen it: check first, then do it."""
    if deed not in Deed.__members__.values():
        raise Http404
    wanted, page = Deed(deed), _open(request, uid)
    require(can_prepare(request.user, page.case.subject))
    form = DeedForm(request.POST or None, deed=wanted, case=page.case)
    if request.method != "POST":
        return _show(request, page, wanted, form)
    outcome = attempt(form, lambda: _do(request, page.case, wanted, form), fields={"reason_missing": "reason"})
    if outcome.value:
        messages.success(request, _say_done(wanted, outcome.value))
        return redirect("approvals:case", uid)
    now = _open(request, uid)
    form.renewed(now.case)
    return _show(request, now, wanted, form, is_stale=bool(outcome.stale), status=outcome.status)


def _do(request: SignedInRequest, case: Case, deed: Deed, form: DeedForm) -> Case:
    given = form.cleaned_data
    return _ACTIONS[deed](by=Actor.for_request(request), case=case, reason=given["reason"], seen=given["seen"])


def _open(request: SignedInRequest, uid: uuid.UUID) -> CasePage:
    return CasePage(case_for_page(request.user, uid), decider=Decider(request.user, at=timezone.now()))


def _show(
    request: SignedInRequest, page: CasePage, deed: Deed, form: DeedForm, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    consequences, refusals = _foreseen(request, page, deed)
    context = {
        "page": page,
        "case": page.case,
        "record": page.record,
        "deed": deed.value,
        "name": name_of(deed, page.case),
        "form": form,
        "blockers": [{"met": False, "sentence": say(each)} for each in refusals],
        "consequences": consequences,
        **more,
    }
    return render(request, "approvals/case_deed.html", context, status=status)


def _foreseen(request: SignedInRequest, page: CasePage, deed: Deed) -> tuple[list[Consequence], Sequence[Refusal]]:
    """What will follow; or what stands against it."""
    if refusals := refusals_of(page.case, deed, is_pending=page.matter.is_pending):
        return [], refusals
    try:
        return consequences_of(page.case, deed, by=Actor.for_request(request), act=_ACTIONS[deed]), []
    except Refused as error:
        return [], error.refusals


def _say_done(deed: Deed, case: Case) -> str:
    sentences = {
        Deed.SUBMIT: _("Submitted for approval on the side of: %(side)s."),
        Deed.WITHDRAW: _("Taken back on the side of: %(side)s. Nobody is asked any more."),
        Deed.LAPSE: _("Recorded: the approval has lapsed on the side of: %(side)s."),
        Deed.REOPEN: _("Reopened on the side of: %(side)s."),
    }
    return sentences[deed] % {"side": case}
