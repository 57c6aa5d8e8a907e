"""What agreements show on the page of an institution: only those the reader may see."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementParty
from core.registries import Panel
from institutions.models import Institution

SHOWN = 10


def agreements_of_institution(institution: Institution, viewer: Any) -> Panel | None:
    """The agreements an institution takes part in, by its role in each."""
    seen = Agreement.objects.visible_to(viewer).order_by()
    links = AgreementParty.objects.filter(institution=institution, agreement__in=seen).select_related("agreement")
    rows = list(links.order_by("-agreement__updated_at", "-agreement_id", "id")[: SHOWN + 1])
    if not rows:
        return None
    context = {
        "rows": rows[:SHOWN],
        "all_url": f"{reverse('agreements:list')}?institution={institution.uid}" if len(rows) > SHOWN else "",
    }
    return Panel(_("Agreements"), "agreements/panels/of_institution.html", context, order=10)
