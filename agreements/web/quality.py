"""The page of data quality: every finding about agreements, what to do about it and where."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.naming import offices_by_code, people_by_username
from accounts.web.signed_in import SignedInRequest
from agreements.finding_filters import ORDERS, FindingFilter
from agreements.law.notation import read_line
from agreements.law.results import Line
from agreements.models import Agreement, Finding
from agreements.policies import can_keep
from agreements.quality_kinds import KINDS, Mend
from agreements.wording import say_line
from core.web.facets import Facet
from core.web.lists import ListDeclaration, listing_of
from institutions.look_alikes import look_alikes
from institutions.queries import names_by_uid

FINDINGS = ListDeclaration(
    filterset=FindingFilter,
    orders=ORDERS,
    facets=(
        Facet("kind", gettext_lazy("Kind of finding"), column="kind", most=40),
        Facet("office", gettext_lazy("Responsible office"), column="agreement__office__code"),
        Facet("agreement_kind", gettext_lazy("Kind of agreement"), column="agreement__kind"),
        Facet("officer", gettext_lazy("Officer in charge"), column="agreement__officer__username"),
    ),
    naming={"office": offices_by_code, "officer": people_by_username, "institution": names_by_uid},
)
_MENDING = {
    Mend.ACTS: gettext_lazy("Go to the acts"),
    Mend.NEW_ACT: gettext_lazy("Record the act"),
    Mend.DATA: gettext_lazy("Edit the agreement"),
    Mend.STAGE: gettext_lazy("Change stage"),
    Mend.READ: gettext_lazy("Read the working"),
}


@dataclass(frozen=True)
class FindingRow:
    """One finding: its kind, what it says, what to do about it, and where (`mend_url` and what that link is called)."""

    agreement: Agreement
    label: str
    sentence: str
    remedy: str
    mend_url: str
    mend_label: str


@login_required
@require_safe
def quality(request: SignedInRequest) -> HttpResponse:
    """The findings the address asks for."""
    seen = Finding.objects.visible_to(request.user).open_on(timezone.localdate())
    listing = listing_of(request, seen, FINDINGS)
    context = {"listing": listing, "rows": [_row(each, request.user) for each in listing.page.rows]}
    return render(request, "agreements/quality.html", context, status=listing.status)


@login_required
@require_safe
def quality_of_institutions(request: SignedInRequest) -> HttpResponse:
    """Institutions that may be one: the same name but for case, accents and spaces, or one's alias another's name."""
    return render(request, "agreements/quality_institutions.html", {"groups": look_alikes(request.user)})


def _row(finding: Finding, viewer: User) -> FindingRow:
    agreement, line, kind = finding.agreement, read_line(finding.line), KINDS[finding.kind]
    names = {str(party.uid): party.institution.name for party in agreement.parties.all()}
    mend = kind.mend if can_keep(viewer, agreement) or kind.mend is Mend.ACTS else Mend.READ
    return FindingRow(
        agreement=agreement,
        label=_(kind.label),
        sentence=say_line(line, names),
        remedy=_(kind.remedy),
        mend_url=_place(agreement, line, mend),
        mend_label=str(_MENDING[mend]),
    )


def _place(agreement: Agreement, line: Line, mend: Mend) -> str:
    page = reverse("agreements:detail", args=[agreement.reference])
    return {
        Mend.ACTS: f"{page}#act-{line.acts[0]}" if line.acts else f"{page}#acts",
        Mend.NEW_ACT: reverse("agreements:record_act", args=[agreement.reference]) + "?kind=signature",
        Mend.DATA: reverse("agreements:change", args=[agreement.reference]),
        Mend.STAGE: reverse("agreements:change_stage", args=[agreement.reference]),
        Mend.READ: f"{page}#why",
    }[mend]
