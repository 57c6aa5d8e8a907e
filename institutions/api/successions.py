"""What came before an institution and what after: said, corrected and taken away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from core.api.concurrency import expected_version
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, naming_parameters
from core.errors import InvalidInput, NotVisible, require
from institutions.actions.successions import change_succession, record_succession, remove_succession
from institutions.api.inputs import SuccessionChangeInput, SuccessionInput
from institutions.api.representations import INSTITUTION
from institutions.api.views import InstitutionView
from institutions.models import Institution, Succession
from institutions.policies import can_edit_institutions

_REASON = Parameter("reason", "Why, for the history.", {"type": "string", "minLength": 1})
_EXAMPLE = {
    "kind": "succeeded",
    "predecessors": ["6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"],
    "successors": ["0b5c7a52-2f0e-4a3f-8b53-5a7c9a1d2e02"],
    "happened": "2019-12-31",
    "source": "Official gazette",
}


class SuccessionListView(InstitutionView):
    """A new succession. Those there are stand in `predecessors` and `successors` of the institution."""

    operations = {
        "POST": Operation(
            "recordSuccession",
            "Say what became of institutions: each of the successors came after each of the predecessors, and the "
            "institution of the address is one of them. Answers that institution.",
            answers(INSTITUTION),
            status=201,
            takes=SuccessionInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example=_EXAMPLE,
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Record it."""
        record = self.find()
        require(can_edit_institutions(self.caller))
        version = expected_version(request, record, required=False)
        given = self.take()
        if record not in (*given["predecessors"], *given["successors"]):
            raise InvalidInput({"successors": [_("Name the institution itself before or after.")]})
        record_succession(by=self.by, expected_versions=_versions(record, version), **given)
        return self.answer_again(record, status=201, headers={"Location": self.address(record)})


class SuccessionView(InstitutionView):
    """One succession, from either of its institutions."""

    operations = {
        "PATCH": Operation(
            "changeSuccession",
            "Change when a succession happened, or its source. If-Match is the tag of the institution, which is "
            "answered.",
            answers(INSTITUTION),
            takes=SuccessionChangeInput,
            is_tagged=True,
            needs_version=True,
            example={"happened": "2019-12", "reason": "As published"},
        ),
        "DELETE": Operation(
            "removeSuccession",
            "Take a succession away; the history keeps it. If-Match is the tag of the institution, which is answered.",
            answers(INSTITUTION),
            parameters=(_REASON,),
            is_tagged=True,
            needs_version=True,
        ),
    }

    def find_succession(self, record: Institution) -> Succession:
        """The succession named in the address. Raises `NotVisible`."""
        rows = Succession.objects.select_related("predecessor", "successor").order_by("id")
        found = rows.filter(Q(predecessor=record) | Q(successor=record), uid=self.kwargs["succession"]).first()
        if found is None:
            raise NotVisible
        return found

    def patch(self, request: Request, **_key: Any) -> HttpResponse:
        """Change it. Giving nothing to change changes nothing."""
        record = self.find()
        succession = self.find_succession(record)
        require(can_edit_institutions(self.caller))
        versions = _versions(record, expected_version(request, record))
        given = self.take(is_change=True)
        if set(given) - {"reason"}:
            change_succession(by=self.by, succession=succession, expected_versions=versions, **given)
        return self.answer_again(record)

    def delete(self, request: Request, **_key: Any) -> HttpResponse:
        """Take it away."""
        record = self.find()
        succession = self.find_succession(record)
        require(can_edit_institutions(self.caller))
        versions = _versions(record, expected_version(request, record))
        self.check_parameters()
        with naming_parameters():
            reason = request.query_params.get("reason", "")
            remove_succession(by=self.by, succession=succession, reason=reason, expected_versions=versions)
        return self.answer_again(record)


def _versions(record: Institution, version: int | None) -> dict[int, int]:
    return {} if version is None else {record.pk: version}
