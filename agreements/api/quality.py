"""Data quality: what does not agree in the records the caller may see, or is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.api.representations import OfficeLink, office
from agreements.api.links import AgreementLink, agreement_link
from agreements.finding_filters import ORDERS, FindingFilter
from agreements.law.notation import read_line
from agreements.models import Finding
from agreements.quality_kinds import KINDS
from agreements.wording import say_line
from core.api.hints import OneOf
from core.api.lists import count_asked_for, page_answer, page_asked_for
from core.api.parameters import naming_parameters
from core.api.resources import list_operation
from core.api.shapes import Field, Reading, Shape
from core.api.views import ApiView
from core.listing import filtered


def _sentences(findings: Sequence[Finding], _reading: Reading) -> dict[int, str]:
    return {each.pk: _said(each) for each in findings}


def _said(finding: Finding) -> str:
    names = {str(party.uid): party.institution.name for party in finding.agreement.parties.all()}
    return say_line(read_line(finding.line), names)


FINDING: Shape[Finding] = Shape(
    "Finding",
    "Something in an agreement's data that does not agree or is missing.",
    {
        "kind": Field(Annotated[str, OneOf(KINDS)], "The kind of finding.", lambda row, _reading: row.kind),
        "label": Field(str, "The kind in the caller's language.", lambda row, _reading: _(KINDS[row.kind].label)),
        "sentence": Field(str, "What was found, in the caller's language.", load=_sentences),
        "remedy": Field(str, "What to do about it.", lambda row, _reading: _(KINDS[row.kind].remedy)),
        "agreement": Field(
            AgreementLink, "The agreement.", lambda row, reading: agreement_link(row.agreement, reading)
        ),
        "office": Field(OfficeLink, "Its responsible office.", lambda row, _reading: office(row.agreement.office)),
        "acts": Field(list[str], "The ids of the acts it is about.", lambda row, _reading: list(row.line["acts"])),
        "source": Field(str, "The legal source, if any.", lambda row, _reading: row.line["source"]),
    },
    always=("kind", "agreement"),
)


class DataQualityView(ApiView):
    """The findings."""

    tag = "agreements"
    operations = {
        "GET": list_operation(
            "listFindings",
            "What does not agree in the agreements that the caller may see, or is missing.",
            FINDING,
            FindingFilter,
            ORDERS,
        )
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """A page of the findings that the filters let pass."""
        self.check_parameters()
        names = FINDING.choose(fields=request.query_params.get("fields", ""), in_list=True)
        with naming_parameters():
            rows: QuerySet[Finding] = filtered(FindingFilter, self._rows(), request.query_params, request)
        page = page_asked_for(request, rows, ORDERS)
        results = FINDING.write(page.rows, self.reading, names)
        return self.answer(page_answer(request, page, results) | count_asked_for(request, rows))

    def _rows(self) -> QuerySet[Finding]:
        return Finding.objects.visible_to(self.caller).open_on(timezone.localdate()).for_list()
