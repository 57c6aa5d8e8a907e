"""Saved mappings: the list, one of them as JSON, and the file of one to share."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from core.errors import require
from core.web.domain_errors import attempt
from exchange.actions.mappings import change_mapping
from exchange.models import Mapping
from exchange.policies import can_change_mapping
from exchange.web.forms import DefinitionForm


@login_required
@require_safe
def mappings(request: SignedInRequest) -> HttpResponse:
    """The mappings the reader may use."""
    found = Mapping.objects.visible_to(request.user).select_related("office").order_by("name")
    rows = [(each, can_change_mapping(request.user, each).allowed) for each in found]
    return render(request, "exchange/mappings.html", {"rows": rows})


@login_required
@require_safe
def mapping_file(request: SignedInRequest, name: str) -> HttpResponse:
    """The mapping as a file that another register can use."""
    mapping = get_object_or_404(Mapping.objects.visible_to(request.user), name=name)
    text = json.dumps(mapping.definition, indent=2, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{mapping.name}.json"'
    return response


@login_required
def mapping(request: SignedInRequest, name: str) -> HttpResponse:
    """Change a saved mapping."""
    found = get_object_or_404(Mapping.objects.visible_to(request.user), name=name)
    require(can_change_mapping(request.user, found))
    written = json.dumps(found.definition, indent=2, ensure_ascii=False)
    form = DefinitionForm(request.POST or None, initial={"definition": written, "is_shared": found.is_shared})
    status = 200
    if request.method == "POST":
        outcome = attempt(
            form,
            lambda: change_mapping(by=Actor.for_request(request), mapping=found, **form.cleaned_data),
        )
        if outcome.succeeded:
            messages.success(request, _("The mapping is saved."))
            return redirect("exchange:mappings")
        status = outcome.status
    return render(request, "exchange/definition.html", {"form": form, "mapping": found}, status=status)
