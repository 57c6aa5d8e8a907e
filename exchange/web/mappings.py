"""Mappings: the list, a saved one as JSON, the file of one to share, and deleting one."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from core.errors import Refused, require, say
from core.web.domain_errors import attempt
from exchange.actions.mappings import change_mapping, delete_mapping, identity_changes, resting_on
from exchange.models import Mapping
from exchange.policies import can_change_mapping
from exchange.saved import built_in_mappings
from exchange.web.forms import DefinitionForm


@login_required
@require_safe
def mappings(request: SignedInRequest) -> HttpResponse:
    """The mappings the reader may use."""
    found = Mapping.objects.visible_to(request.user).select_related("office").order_by("name")
    rows = [(each, can_change_mapping(request.user, each).allowed) for each in found]
    shipped = [(name, each.get("title") or name) for name, each in built_in_mappings().items()]
    return render(request, "exchange/mappings.html", {"rows": rows, "shipped": shipped})


@login_required
@require_safe
def mapping_file(request: SignedInRequest, name: str) -> HttpResponse:
    """The mapping as a file that another register can use."""
    mapping = get_object_or_404(Mapping.objects.visible_to(request.user), name=name)
    return _file(mapping.name, mapping.definition)


@login_required
@require_safe
def shipped_file(_request: SignedInRequest, name: str) -> HttpResponse:
    """The file of a mapping shipped with the product: to use it elsewhere, or as the beginning of one's own."""
    shipped = built_in_mappings().get(name)
    if shipped is None:
        raise Http404
    return _file(name, shipped)


def _file(name: str, definition: dict[str, Any]) -> HttpResponse:
    text = json.dumps(definition, indent=2, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@login_required
def mapping(request: SignedInRequest, name: str) -> HttpResponse:
    """Change a saved mapping."""
    found = get_object_or_404(Mapping.objects.visible_to(request.user), name=name)
    require(can_change_mapping(request.user, found))
    before = found.definition
    written = json.dumps(before, indent=2, ensure_ascii=False)
    form = DefinitionForm(request.POST or None, initial={"definition": written, "is_shared": found.is_shared})
    status = 200
    if request.method == "POST":
        outcome = attempt(
            form,
            lambda: change_mapping(by=Actor.for_request(request), mapping=found, **form.cleaned_data),
        )
        if outcome.succeeded:
            messages.success(request, _("The mapping is saved."))
            if outcome.value and (sentence := identity_changes(before, outcome.value.definition)):
                messages.warning(request, sentence)
            return redirect("exchange:mappings")
        status = outcome.status
    return render(request, "exchange/definition.html", {"form": form, "mapping": found}, status=status)


@login_required
def delete(request: SignedInRequest, name: str) -> HttpResponse:
    """Ask, then forget a saved mapping; where imports rest on it, say so instead."""
    found = get_object_or_404(Mapping.objects.visible_to(request.user), name=name)
    require(can_change_mapping(request.user, found))
    if request.method == "POST":
        try:
            delete_mapping(by=Actor.for_request(request), mapping=found)
        except Refused as fault:
            messages.warning(request, " ".join(say(each) for each in fault.refusals))
            return redirect("exchange:mapping_delete", found.name)
        messages.success(request, _("The mapping is deleted."))
        return redirect("exchange:mappings")
    return render(request, "exchange/delete_mapping.html", {"mapping": found, **_consequences(resting_on(found))})


def _consequences(count: int) -> dict[str, Any]:
    resting = ngettext("%(n)s import rests on it.", "%(n)s imports rest on it.", count) % {"n": count}
    gone = _("The mapping is gone for everyone who may use it. Agreements stay as they are.")
    return {"resting": resting if count else "", "consequences": [{"sentence": gone, "tone": "warning"}]}
