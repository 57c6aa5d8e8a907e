"""The page of an institution, and its history."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from core.history_reading import history_page
from core.registries import registries
from core.web.history import before_of
from institutions.models import Institution, InstitutionName
from institutions.policies import can_edit_institutions
from institutions.queries import family_of, history_roots, institution_page
from institutions.web.languages import language_name
from institutions.web.successions import before_and_after

RECORD_TYPE = "institution"


@login_required
@require_safe
def institution(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Everything about one institution that the reader may see."""
    shown = get_object_or_404(institution_page(request.user), uid=uid)
    family = family_of(shown, request.user)
    context = {
        "institution": shown,
        "names": [(name, language_name(name.language)) for name in shown.names.all()],
        "misprint": InstitutionName.Type.MISPRINT,
        "family": family if len(family) > 1 else [],
        "lineage": before_and_after(shown),
        "may_edit": can_edit_institutions(request.user),
        "panels": registries.panels_for(RECORD_TYPE, shown, request.user),
        "history": history_page(history_roots(shown), viewer=request.user),
        "history_url": reverse("institutions:history", args=[uid]),
    }
    return render(request, "institutions/institution.html", context)


@login_required
@require_safe
def history(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Older changes: a part for the page that asks for more, a whole page without scripts."""
    shown = get_object_or_404(Institution.objects.visible_to(request.user), uid=uid)
    context = {
        "institution": shown,
        "history": history_page(history_roots(shown), viewer=request.user, before=before_of(request)),
        "history_url": reverse("institutions:history", args=[uid]),
    }
    template = "core/history.html" if request.htmx else "institutions/history.html"
    return render(request, template, context)
