"""The list of institutions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.web.facets import Facet
from core.web.lists import ListDeclaration, listing_of
from institutions.filters import INTERNATIONAL, ORDERS, InstitutionFilter
from institutions.models import Institution
from institutions.policies import can_edit_institutions
from institutions.queries import matching_names, names_by_uid

INSTITUTIONS = ListDeclaration(
    filterset=InstitutionFilter,
    orders=ORDERS,
    facets=(
        Facet("kind", _("Kind"), column="kind"),
        Facet("country", _("Country"), column="country", empty=INTERNATIONAL),
    ),
    naming={"parent": names_by_uid},
)


@login_required
@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """The institutions the address asks for; with a search, each with the name it was found by."""
    listing = listing_of(request, Institution.objects.visible_to(request.user), INSTITUTIONS)
    found_by = matching_names(listing.page.rows, request.GET.get("q", ""))
    context = {
        "listing": listing,
        "rows": [(row, found_by.get(row.pk, [])) for row in listing.page.rows],
        "may_create": can_edit_institutions(request.user),
    }
    return render(request, "institutions/list.html", context, status=listing.status)
