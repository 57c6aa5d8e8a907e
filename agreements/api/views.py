"""Agreements: list, record, change, history, stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.api.offices import office_for
from agreements.actions import change_agreement, change_stage, create_agreement, register_existing
from agreements.api.inputs import AgreementInput, NewAgreementInput, StageInput
from agreements.api.representations import AGREEMENT, transitions
from agreements.filters import ORDERS, AgreementFilter
from agreements.force_filters import day_asked
from agreements.models import Agreement
from agreements.policies import KEEPING_ROLES, can_create_agreements, can_keep
from agreements.queries import history_roots
from core.api.history import RecordHistory, history_operation
from core.api.parameters import day_parameter, naming_parameters
from core.api.resources import (
    RecordChange,
    RecordCreation,
    RecordDetail,
    RecordList,
    change_operation,
    create_operation,
    detail_operation,
    list_operation,
)
from core.api.shapes import Reading
from core.api.transitions import RecordTransitions, TransitionOffer, list_of_transitions, taking_a_transition
from core.api.views import RecordView
from core.history import Root
from core.refusals import Verdict

_EXAMPLE = {
    "kind": "working_arrangement",
    "titles": {"en": "Working arrangement between Europol and the SSPC"},
    "parties": [
        {"institution": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"},
        {"institution": "0b5c7a52-2f0e-4a3f-8b53-5a7c9a1d2e02"},
    ],
    "classification": "internal",
}


AS_OF = day_parameter("as_of", "The day that force is told of; today unless given (UTC for tokens).")


class AgreementView(RecordView[Agreement]):
    """A view of agreements."""

    tag = "agreements"
    shape = AGREEMENT
    key = "reference"

    def rows(self) -> QuerySet[Agreement]:
        """See `RecordView`."""
        return Agreement.objects.visible_to(self.caller).select_related("office", "officer", "approval_subject")

    @property
    def as_of(self) -> dt.date:
        """The day force is told of: the one asked for, else today. Raises `InvalidParameters`."""
        if self.request.method not in ("GET", "HEAD"):
            return timezone.localdate()
        with naming_parameters():
            return day_asked(self.request.query_params)

    @property
    def reading(self) -> Reading:
        """See `ApiView`."""
        return replace(super().reading, as_of=self.as_of)


class AgreementListView(AgreementView, RecordList[Agreement], RecordCreation[Agreement]):
    """Agreements."""

    filterset = AgreementFilter
    orders = ORDERS
    operations = {
        "GET": list_operation(
            "listAgreements",
            "The agreements that the caller may see.",
            AGREEMENT,
            AgreementFilter,
            ORDERS,
            {"as_of": {"type": "string", "format": "date", "description": "The day that force is told of."}},
        ),
        "POST": create_operation(
            "createAgreement",
            "A new agreement, at the stage “proposed”; or, with `stage` and `reason`, one that exists already.",
            AGREEMENT,
            NewAgreementInput,
            _EXAMPLE,
        ),
    }

    def echoed(self) -> dict[str, Any]:
        """See `RecordList`."""
        return {"as_of": self.as_of}

    def may_create(self) -> Verdict:
        """See `RecordCreation`."""
        return can_create_agreements(self.caller)

    def create(self, given: dict[str, Any]) -> Agreement:
        """See `RecordCreation`."""
        given["office"] = office_for(self.caller, given.get("office"), *KEEPING_ROLES)
        if "stage" in given:
            return register_existing(by=self.by, **{"reason": "", **given})
        return create_agreement(by=self.by, **given)


class AgreementDetailView(AgreementView, RecordDetail[Agreement], RecordChange[Agreement]):
    """One agreement."""

    operations = {
        "GET": detail_operation("getAgreement", "One agreement.", AGREEMENT, AS_OF),
        "PATCH": change_operation(
            "changeAgreement",
            "Change an agreement's own data. A list that is given replaces the whole list; the stage changes by "
            "transitions only.",
            AGREEMENT,
            AgreementInput,
            {"legal_basis": "Regulation (EU) 2016/794, Art. 23", "reason": "Stated in the mandate"},
        ),
    }

    def may_change(self, record: Agreement) -> Verdict:
        """See `RecordChange`."""
        return can_keep(self.caller, record)

    def change(self, record: Agreement, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordChange`."""
        change_agreement(by=self.by, agreement=record, expected_version=version, **given)


class AgreementHistoryView(AgreementView, RecordHistory[Agreement]):
    """The history of one agreement."""

    operations = {"GET": history_operation("listAgreementHistory")}

    def roots(self, record: Agreement) -> Iterable[Root]:
        """See `RecordHistory`."""
        return history_roots(record)


class AgreementTransitionsView(AgreementView, RecordTransitions[Agreement]):
    """The ways out of an agreement's stage."""

    operations = {
        "GET": list_of_transitions("listAgreementTransitions"),
        "POST": taking_a_transition(
            "changeAgreementStage",
            AGREEMENT,
            StageInput,
            {"to": "signed", "on": "2020-07-20", "reason": "Signed in The Hague"},
        ),
    }

    def offers(self, records: Sequence[Agreement], reading: Reading) -> Mapping[int, list[TransitionOffer]]:
        """See `RecordTransitions`."""
        return transitions(records, reading)

    def may_move(self, record: Agreement) -> Verdict:
        """See `RecordTransitions`."""
        return can_keep(self.caller, record)

    def move(self, record: Agreement, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordTransitions`."""
        change_stage(by=self.by, agreement=record, expected_version=version, **given)
