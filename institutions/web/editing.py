"""Create and change institutions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.web.conflicts import Conflict, VersionedForm, join
from core.web.domain_errors import attempt
from institutions.actions.institutions import change_institution, create_institution
from institutions.actions.names import NewName, namesake
from institutions.models import Institution
from institutions.policies import can_edit_institutions
from institutions.queries import history_roots, institution_page
from institutions.web.forms import ChangeInstitutionForm, NewInstitutionForm

NAME_FIELDS = ("text", "type", "language", "valid_from", "valid_until", "source", "source_quote", "source_note")


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Add an institution. One that bears another's name is added only after it is confirmed."""
    require(can_edit_institutions(request.user))
    form = NewInstitutionForm(request.POST or None, viewer=request.user)
    if form.asks_for_row:
        return _form(request, form.with_another_row())
    if request.method != "POST":
        return _form(request, form)
    actor = Actor.for_request(request)
    outcome = attempt(form, lambda: create_institution(by=actor, **_values(form.cleaned_data)))
    if not outcome.value:
        return _form(request, form, twin=_namesake_of(form), status=outcome.status)
    messages.success(request, _("%(name)s is in the register.") % {"name": outcome.value.name})
    return redirect("institutions:detail", outcome.value.uid)


@login_required
def change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change an institution's data and names."""
    institution = get_object_or_404(institution_page(request.user), uid=uid)
    require(can_edit_institutions(request.user))
    form = ChangeInstitutionForm(request.POST or None, viewer=request.user, initial=initial_of(institution))
    if form.asks_for_row:
        return _form(request, form.with_another_row(), institution=institution)
    if request.method != "POST":
        return _form(request, form, institution=institution)
    actor = Actor.for_request(request)
    outcome = attempt(
        form,
        lambda: change_institution(
            by=actor,
            institution=institution,
            expected_version=form.expected_version,
            **_values(form.cleaned_data),
        ),
    )
    if outcome.stale:
        now = get_object_or_404(institution_page(request.user), uid=uid)
        form, conflict = join(form, current=initial_of(now), roots=history_roots(now), viewer=request.user)
        return _form(request, form, institution=now, conflict=conflict, status=outcome.status)
    if not outcome.value:
        return _form(request, form, institution=institution, status=outcome.status)
    messages.success(request, _("The changes are saved."))
    return redirect("institutions:detail", uid)


def initial_of(institution: Institution) -> dict[str, Any]:
    """An institution of `institution_page` as its form shows it."""
    plain = (
        "kind",
        "country",
        "parent",
        "seat",
        "established",
        "dissolved",
        "existence_source",
        "website",
        "mandate",
        "powers",
    )
    source = ("source", "source_quote", "source_note")
    names = [{field: getattr(name, field) for field in NAME_FIELDS} for name in institution.names.all()]
    values = {name: getattr(institution, name) for name in (*plain, *source, "version")}
    return values | {"names": names, "seen": last_entry_of(history_roots(institution))}


def _values(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the action takes, from a valid form."""
    values = {name: value for name, value in cleaned.items() if name not in VersionedForm.base_fields}
    return values | {"names": [NewName(**row) for row in values["names"]]}


def _namesake_of(form: NewInstitutionForm) -> Institution | None:
    """The institution that bears the name already, where the action refused the new one for that."""
    if not form.has_namesake or not form.cleaned_data.get("names"):
        return None
    return namesake([NewName(**row) for row in form.cleaned_data["names"]], country=form.cleaned_data["country"])


def _form(
    request: HttpRequest,
    form: Any,
    *,
    institution: Institution | None = None,
    twin: Institution | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "institution": institution, "namesake": twin, "conflict": conflict}
    return render(request, "institutions/form.html", context, status=status)
