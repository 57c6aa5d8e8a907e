"""Begin an import, and say which column is what."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.queries import offices_kept_by
from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from core.errors import require
from core.files.names import neutral_name
from core.web.domain_errors import attempt
from exchange.actions.mappings import identity_changes, save_mapping
from exchange.actions.starting import check_again, start_import
from exchange.models import ImportRun, Mapping
from exchange.policies import can_import, can_import_into
from exchange.web.forms import ColumnsForm, DefinitionForm, NewImportForm

PREVIEWED = 5


@login_required
def new_import(request: SignedInRequest) -> HttpResponse:
    """Hand in a file."""
    require(can_import(request.user))
    form = NewImportForm(
        request.POST or None, request.FILES or None, viewer=request.user, offices=offices_kept_by(request.user)
    )
    if request.method != "POST":
        return render(request, "exchange/new.html", {"form": form})
    outcome = attempt(form, lambda: _start(request, form))
    if not outcome.value:
        return render(request, "exchange/new.html", {"form": form}, status=outcome.status)
    run = outcome.value
    return redirect("exchange:columns" if run.state == ImportRun.State.MAPPING else "exchange:detail", run.uid)


def _start(request: SignedInRequest, form: NewImportForm) -> ImportRun:
    mapping, definition = form.chosen
    file = form.cleaned_data["file"]
    return start_import(
        by=Actor.for_request(request),
        office=form.offices[form.cleaned_data["office"]],
        content=file.read(),
        file_name=neutral_name(file.name),
        definition=definition,
        mapping=mapping,
        mode=form.cleaned_data["mode"],
    )


@login_required
def columns(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say which column of the file is what; the answers are saved as a mapping, and the file is checked with it."""
    run = _own(request, uid)
    form = ColumnsForm(request.POST or None, headers=run.headers)
    if request.method != "POST":
        return _columns_page(request, run, form)
    outcome = attempt(form, lambda: _check_with(request, run, form.definition()))
    if not outcome.succeeded:
        return _columns_page(request, run, form, status=outcome.status)
    return redirect("exchange:detail", run.uid)


@login_required
def definition(request: SignedInRequest, uid: str) -> HttpResponse:
    """The mapping of one import as JSON: read, changed, and the file checked again with it."""
    run = _own(request, uid)
    written = json.dumps(run.definition, indent=2, ensure_ascii=False)
    form = DefinitionForm(request.POST or None, initial={"definition": written})
    status = 200
    if request.method == "POST":
        shared = request.POST.get("is_shared") == "on"
        outcome = attempt(form, lambda: _check_with(request, run, form.cleaned_data["definition"], shared=shared))
        if outcome.succeeded:
            messages.success(request, _("The mapping is saved; the file is being checked with it."))
            return redirect("exchange:detail", run.uid)
        status = outcome.status
    return render(request, "exchange/definition.html", {"form": form, "run": run}, status=status)


def _check_with(request: SignedInRequest, run: ImportRun, given: dict[str, Any], *, shared: bool = False) -> ImportRun:
    by = Actor.for_request(request)
    before = Mapping.objects.filter(name=given.get("name"), office=run.office).first()
    mapping = save_mapping(by=by, office=run.office, definition=given, is_shared=shared)
    checked = check_again(by=by, run=run, definition=mapping.definition, mapping=mapping)
    if before and (sentence := identity_changes(before.definition, mapping.definition)):
        messages.warning(request, sentence)
    return checked


def _own(request: SignedInRequest, uid: str) -> ImportRun:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).select_related("office"), uid=uid)
    require(can_import_into(request.user, run.office_id))
    return run


def _columns_page(request: SignedInRequest, run: ImportRun, form: ColumnsForm, *, status: int = 200) -> HttpResponse:
    first = [[row.cells.get(header, "") for header in run.headers] for row in run.rows.order_by("number")[:PREVIEWED]]
    return render(request, "exchange/columns.html", {"form": form, "run": run, "preview": first}, status=status)
