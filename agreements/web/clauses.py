"""The clauses of an agreement: as they stand on a day, and the pages that state, amend, correct and end them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from agreements import actions
from agreements.actions.foresight import foresee
from agreements.clause_labels import CLAUSE_LABELS
from agreements.clause_reading import ClauseRead, read_clauses, read_rows, warnings_about
from agreements.law.clauses import ClauseKind
from agreements.models import Agreement, Clause
from agreements.policies import can_keep
from agreements.queries import agreement_page, history_roots
from agreements.web.clause_consequences import consequences_of
from agreements.web.clause_errors import FIELDS_OF_REFUSALS, at_fields
from agreements.web.clause_forms import ClauseForm, CorrectionForm, RepealForm, WithdrawalForm, initial_of
from agreements.web.clause_modes import ABOUT, MODES, mode_of
from agreements.web.clause_ways import WAY, in_another_way
from agreements.web.moments import Moment, moment_asked
from approvals.web.resets import telling_of_resets
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.web.conflicts import join
from core.web.domain_errors import attempt

CHECK, SAVE = "check", "save"
Change = Callable[[], Clause | None]


@dataclass(frozen=True)
class ClausesShown:
    """The clauses that hold on the page's day, what is unusual about them, and every version of every clause."""

    held: list[ClauseRead]
    warnings: list[str]
    versions: list[ClauseRead]

    @property
    def has_others(self) -> bool:
        """Whether anything was amended, corrected or repealed, or does not hold on the day."""
        return len(self.versions) > len(self.held) or any(each.clause.supersedes_id for each in self.versions)


def clauses_shown(agreement: Agreement, viewer: User, moment: Moment) -> ClausesShown:
    """The consolidated clauses of the day, as the register knows or knew them."""
    every = read_clauses(agreement, viewer=viewer, known_at=moment.known_at)
    held = [each for each in every if each.holds_on(moment.on)]
    return ClausesShown(held, warnings_about((each.clause for each in held), on=moment.on), every)


@login_required
@require_safe
def clauses(request: SignedInRequest, reference: str) -> HttpResponse:
    """The clauses on a day, and every version there is."""
    agreement = get_object_or_404(agreement_page(request.user), reference=reference)
    moment = moment_asked(request.GET, agreement, today=timezone.localdate())
    context = {
        "agreement": agreement,
        "moment": moment,
        "clauses": clauses_shown(agreement, request.user, moment),
        "may_keep": can_keep(request.user, agreement),
    }
    return render(request, "agreements/clauses/page.html", context, status=moment.status)


@login_required
def state(request: SignedInRequest, reference: str) -> HttpResponse:
    """Choose a kind, then a way of saying it, then say it."""
    agreement = _kept(request, reference)
    kind = _kind_asked(request)
    if kind is None:
        kinds = [(each.value, _(CLAUSE_LABELS[each]), ABOUT[each]) for each in ClauseKind]
        return render(request, "agreements/clauses/kinds.html", {"agreement": agreement, "kinds": kinds})
    form = _said(request, ClauseForm, agreement, kind, _mode_asked(request, kind), initial=_opened(agreement))

    def change() -> Clause:
        return actions.state_clause(
            by=Actor.for_request(request), agreement=agreement, clause=form.clause,
            expected_version=form.expected_version,
        )  # fmt: skip

    title, said = _("State a clause: %(kind)s"), _("The clause is stated.")
    return _answer(request, agreement, form, change, title=title % {"kind": _(CLAUSE_LABELS[kind])}, said=said)


@login_required
def amend(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say how a clause reads from a later day on."""
    agreement = _kept(request, reference)
    clause = _clause_of(agreement, uid)
    form = _form_over(request, agreement, clause, ClauseForm)
    form.fields["applies_from"].required = True
    form.fields["applies_from"].help_text = _("The first day on which it reads so. What it said before stays.")

    def change() -> Clause:
        return actions.amend_clause(
            by=Actor.for_request(request), clause=clause, amendment=form.clause, expected_version=form.expected_version
        )

    return _answer(
        request, agreement, form, change, title=_("Amend a clause"), said=_("The amendment is recorded."), entry=clause
    )


@login_required
def correct(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Supersede a mistaken entry by what it should say."""
    agreement = _kept(request, reference)
    clause = _clause_of(agreement, uid)
    form = _form_over(request, agreement, clause, CorrectionForm)

    def change() -> Clause:
        return actions.correct_clause(
            by=Actor.for_request(request), clause=clause, corrected=form.clause, reason=form.cleaned_data["reason"],
            expected_version=form.expected_version,
        )  # fmt: skip

    said = _("The clause is corrected. The earlier entry stays readable.")
    return _answer(request, agreement, form, change, title=_("Correct a clause"), said=said, entry=clause)


@login_required
def repeal(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Say from when nothing of the kind is agreed any more."""
    agreement = _kept(request, reference)
    clause = _clause_of(agreement, uid)
    form = RepealForm(request.POST or None, viewer=request.user, initial=_opened(agreement))

    def change() -> Clause:
        return actions.repeal_clause(
            by=Actor.for_request(request), clause=clause, expected_version=form.expected_version, **form.given
        )

    said = _("The repeal is recorded.")
    return _answer(request, agreement, form, change, title=_("Repeal a clause"), said=said, entry=clause)


@login_required
def withdraw(request: SignedInRequest, reference: str, uid: uuid.UUID) -> HttpResponse:
    """Take back an entry that should never have been made."""
    agreement = _kept(request, reference)
    clause = _clause_of(agreement, uid)
    form = WithdrawalForm(request.POST or None, initial=_opened(agreement))

    def change() -> None:
        actions.withdraw_clause(
            by=Actor.for_request(request), clause=clause, reason=form.cleaned_data["reason"],
            expected_version=form.expected_version,
        )  # fmt: skip

    said = _("The entry is withdrawn. It stays readable in the history.")
    return _answer(request, agreement, form, change, title=_("Withdraw an entry"), said=said, entry=clause)


def _kept(request: SignedInRequest, reference: str) -> Agreement:
    agreement = get_object_or_404(agreement_page(request.user), reference=reference)
    require(can_keep(request.user, agreement))
    return agreement


def _clause_of(agreement: Agreement, uid: uuid.UUID) -> Clause:
    return get_object_or_404(agreement.clauses.current().select_related("agreement__office", "amended_by"), uid=uid)


def _kind_asked(request: SignedInRequest) -> ClauseKind | None:
    asked = request.GET.get("kind", "")
    return ClauseKind(asked) if asked in [each.value for each in ClauseKind] else None


def _mode_asked(request: SignedInRequest, kind: ClauseKind, usual: str = "") -> str:
    asked, known = request.GET.get("mode", usual), [mode for mode, _label in MODES[kind]]
    return asked if asked in known else known[0]


def _form_over(request: SignedInRequest, agreement: Agreement, clause: Clause, form: type[ClauseForm]) -> ClauseForm:
    kind = ClauseKind(clause.kind)
    mode = _mode_asked(request, kind, usual=mode_of(kind, clause.parameters))
    initial = {**initial_of(clause, viewer=request.user), **_opened(agreement)}
    if form is ClauseForm:
        initial |= {"applies_from": None, "amended_by": None}
    return _said(request, form, agreement, kind, mode, initial=initial)


def _said(
    request: SignedInRequest,
    form: type[ClauseForm],
    agreement: Agreement,
    kind: ClauseKind,
    mode: str,
    *,
    initial: dict[str, Any],
) -> ClauseForm:
    """The form in the way asked for; on the way from one to another nothing typed is lost."""
    made: dict[str, Any] = {"agreement": agreement, "viewer": request.user, "kind": kind, "mode": mode}
    if request.POST.get("step") == WAY:
        return in_another_way(form, request.POST, initial=initial, **made)
    return form(request.POST or None, initial=initial, sent=request.POST, **made)


def _opened(agreement: Agreement) -> dict[str, Any]:
    return {"version": agreement.version, "seen": last_entry_of(history_roots(agreement))}


def _answer(
    request: SignedInRequest,
    agreement: Agreement,
    form: Any,
    change: Change,
    *,
    title: str,
    said: str,
    entry: Clause | None = None,
) -> HttpResponse:
    """Draw the form; say what the change would bring; make it when that was read."""
    context = {"agreement": agreement, "form": form, "title": title, **_entry(request, agreement, entry), **_ways(form)}
    if request.method != "POST" or not form.is_bound:
        return render(request, "agreements/clauses/form.html", context)
    saves = request.POST.get("step") == SAVE
    call: Callable[[], Any] = at_fields(change, form)
    with telling_of_resets(request, agreement.approval_subject_id):
        outcome = attempt(
            form,
            call if saves else lambda: foresee(agreement=agreement, viewer=request.user, change=call),
            fields={code: field for code, field in FIELDS_OF_REFUSALS.items() if field in form.fields},
        )
    if outcome.succeeded and saves:
        messages.success(request, said)
        return redirect(reverse("agreements:detail", args=[agreement.reference]) + "#clauses")
    if outcome.value is not None:
        today = Actor.for_request(request).today(agreement.office.time_zone)
        follows = consequences_of(agreement, outcome.value, today=today)
        context |= {"foreseen": outcome.value, "consequences": follows}
    if outcome.stale:
        context |= _joined(request, agreement, form)
    return render(request, "agreements/clauses/form.html", context, status=outcome.status)


def _entry(request: SignedInRequest, agreement: Agreement, entry: Clause | None) -> dict[str, Any]:
    return {"entry": read_rows(agreement, [entry], viewer=request.user)[0] if entry else None}


def _ways(form: Any) -> dict[str, Any]:
    """The ways of saying a clause of the kind, as buttons that take along what was typed."""
    if not isinstance(form, ClauseForm) or len(MODES[form.kind]) < 2:
        return {"ways": []}
    return {"ways": [{"mode": mode, "name": name, "chosen": mode == form.mode} for mode, name in MODES[form.kind]]}


def _joined(request: SignedInRequest, agreement: Agreement, form: Any) -> dict[str, Any]:
    now = get_object_or_404(agreement_page(request.user), reference=agreement.reference)
    current = {**form.initial, **_opened(now)}
    if "agreement" in form.made_with:
        form.made_with["agreement"] = now
    joined, conflict = join(form, current=current, roots=history_roots(now), viewer=request.user)
    return {"agreement": now, "form": joined, "conflict": conflict}
