"""What hangs on an agreement: acts, approval steps and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from agreements.actions import choose_authoritative, correct_act, record_act
from agreements.api.act_inputs import (
    ActInput,
    ChoiceInput,
    CorrectionInput,
    PartyRouteInput,
    PartyStepInput,
    act_given,
    party_in,
)
from agreements.api.acts import ActItem, act_item, acts
from agreements.api.views import AgreementView
from agreements.kinds import PartyRole
from agreements.models import Act, Agreement
from agreements.policies import can_keep
from approvals.api import views as approvals
from core.api.concurrency import expected_version
from core.api.hints import Components, Schema, schema_of
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.parameters import Parameter
from core.errors import InvalidInput, NotVisible, require
from institutions.models import Institution

_ACT = {
    "kind": "signature",
    "party": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01",
    "date": "2020-07-20",
    "precision": "day",
    "source": "Joint press release of 20 July 2020",
}


_RECORDING = (
    "Add an act to the ledger, as a source states it. When it is dated before one it follows by nature (entry into "
    "force before signature), `errors` of the 409 says so: send it again with `confirm` and a `reason`."
)


def _page_of_acts(components: Components) -> Schema:
    return page_schema("ActItemPage", schema_of(ActItem, components), components, counts=False)


def _writing(name: str, about: str, takes: type[ActInput], example: dict[str, Any]) -> Operation:
    return Operation(
        name, about, answers(ActItem), status=201, takes=takes, problems=(409,), is_tagged=True, heeds_version=True,
        example=example,
    )  # fmt: skip


class ActsView(AgreementView):
    """The ledger of an agreement."""

    def find_act(self, record: Agreement) -> Act:
        """The entry named in the address. Raises `NotVisible`."""
        entry = Act.objects.for_timeline().select_related("supersedes").filter(agreement=record, uid=self.kwargs["act"])
        found = entry.first()
        if found is None:
            raise NotVisible
        return found

    def answer_act(self, record: Agreement, entry: Act, *, status: int = 200) -> HttpResponse:
        """An entry; a new one with the agreement's new tag."""
        if status != 201:
            return self.answer(act_item(entry))
        tag, location = self.tag_of(self.find()), f"{self.address(record)}acts/{entry.uid}/"
        return self.answer(act_item(entry), status=status, headers={"ETag": tag, "Location": location})


class ActListView(ActsView):
    """All entries, and a new one."""

    operations = {
        "GET": Operation(
            "listAgreementActs", "Every entry of the ledger, in the order the acts happened.", _page_of_acts
        ),
        "POST": _writing("recordAct", _RECORDING, ActInput, _ACT),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every entry. An agreement has few, so they come on one page."""
        record = self.find()
        self.check_parameters()
        return self.answer({"results": acts([record], self.reading)[record.pk], "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Add one."""
        record = self.find()
        require(can_keep(self.caller, record))
        version = expected_version(request, record, required=False)
        given = self.take()
        how: dict[str, Any] = {name: given[name] for name in ("make_authoritative", "reason") if name in given}
        how["confirm_order"] = given.get("confirm", False)
        entry = record_act(by=self.by, agreement=record, act=act_given(record, given), expected_version=version, **how)
        return self.answer_act(record, entry, status=201)


class ActView(ActsView):
    """One entry."""

    operations = {"GET": Operation("getAct", "One entry of the ledger.", answers(ActItem))}

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The entry."""
        record = self.find()
        entry = self.find_act(record)
        self.check_parameters()
        return self.answer_act(record, entry)


class CorrectionView(ActsView):
    """Corrections of an entry."""

    operations = {
        "POST": _writing(
            "correctAct",
            "Supersede an entry by a corrected one; both stay readable. What is not given stays as it was.",
            CorrectionInput,
            {"date": "2020-07-01", "reason": "The day was misread in the source"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Correct it."""
        record = self.find()
        entry = self.find_act(record)
        require(can_keep(self.caller, record))
        version = expected_version(request, record, required=False)
        given = self.take()
        act = act_given(record, given, instead_of=entry)
        how = {"reason": given["reason"], "confirm_order": given.get("confirm", False)}
        corrected = correct_act(by=self.by, entry=entry, act=act, expected_version=version, **how)
        return self.answer_act(record, corrected, status=201)


class ChoiceView(ActsView):
    """Which of several entries on one act counts."""

    operations = {
        "POST": Operation(
            "chooseAct",
            "Let an entry count instead of the one that does: of several on one act of a party, one is authoritative.",
            answers(ActItem),
            takes=ChoiceInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example={"reason": "The official gazette is the better source"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Choose it."""
        record = self.find()
        entry = self.find_act(record)
        require(can_keep(self.caller, record))
        version = expected_version(request, record, required=False)
        choose_authoritative(by=self.by, entry=entry, reason=self.take()["reason"], expected_version=version)
        return self.answer(act_item(self.find_act(record)), headers={"ETag": self.tag_of(self.find())})


class OfParty:
    """Approvals of an agreement are each on the side of a party."""

    def side(self, record: Agreement, given: Mapping[str, Any]) -> Institution | None:
        """The institution of the party. Raises `InvalidInput`."""
        if not given.get("party"):
            raise InvalidInput({"party": [_("Say whose side.")]})
        party = party_in(record, given["party"])
        if party is None or party.role != PartyRole.PARTY:
            raise InvalidInput({"party": [_("Only a party approves: choose one with that role.")]})
        return party.institution


class AgreementApprovalListView(OfParty, AgreementView, approvals.ApprovalListView[Agreement]):
    """The approval steps of an agreement."""

    operations = {
        "GET": approvals.list_of_steps("listAgreementApprovals"),
        "POST": approvals.new_step(
            "addAgreementApproval",
            PartyStepInput,
            {"party": _ACT["party"], "kind": "governing_body", "body_name": "Management Board", "due_on": "2026-12-01"},
        ),
    }


class AgreementRouteView(OfParty, AgreementView, approvals.RouteView[Agreement]):
    """Routes for the sides of an agreement."""

    operations = {
        "GET": approvals.routes_for(
            "listAgreementRoutes",
            Parameter("party", "The id of the party, or of its institution.", {"type": "string", "format": "uuid"}),
        ),
        "POST": approvals.new_route(
            "layOutAgreementRoute", PartyRouteInput, {"party": _ACT["party"], "template": "simple-memorandum"}
        ),
    }


class AgreementApprovalView(AgreementView, approvals.ApprovalStepView[Agreement]):
    """One approval step of an agreement."""

    operations = {"GET": approvals.one_step("getAgreementApproval")}


class AgreementDecisionView(AgreementView, approvals.DecisionView[Agreement]):
    """Decisions on a step of an agreement."""

    operations = {"POST": approvals.decision("decideAgreementApproval")}


class AgreementConditionsView(AgreementView, approvals.ConditionsView[Agreement]):
    """The conditions of an approval of an agreement."""

    operations = {"POST": approvals.conditions_met("confirmAgreementConditions")}
