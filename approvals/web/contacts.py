"""The contacts outside who may have decided a step, or may be asked to."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals.models import Step
from institutions.models import Contact, Institution

MOST_FOUND = 30


def contacts_to_ask(step: Step, *, search: str = "") -> Mapping[str, list[Contact]]:
    """Contacts with an e-mail address by heading: of the deciding body, of the side, and of other institutions, those
    that fit the search.
    """
    reachable = _known().exclude(details__email="")
    near = {_("The deciding body"): step.body_id, _("This side"): step.case.institution_id}
    groups: dict[str, list[Contact]] = {}
    shown: set[int] = set()
    for heading, institution in near.items():
        if institution and institution not in shown:
            groups[heading] = list(reachable.filter(institution=institution))
            shown.add(institution)
    if search:
        called = Institution.objects.search(search).order_by().values("pk")
        fits = Q(institution__in=called) | Q(details__name__icontains=search) | Q(details__email__iexact=search)
        others = reachable.filter(fits).exclude(institution__in=shown)
        groups[_("Neither the deciding body nor this side")] = list(others[:MOST_FOUND])
    return groups


def contacts_who_decide(step: Step) -> list[Contact]:
    """Contacts of the deciding body and of the side, with or without an address."""
    return list(_known().filter(institution__in=[each for each in (step.body_id, step.case.institution_id) if each]))


def _known() -> QuerySet[Contact]:
    """Contacts whose data is held; shown to officers, who see every institution."""
    held = Contact.objects.filter(details__isnull=False).select_related("details", "institution")
    return held.order_by("institution_id", "details__name", "id")
