"""The clauses of an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from agreements.actions import correct_clause, repeal_clause, state_clause, withdraw_clause
from agreements.api.clause_inputs import (
    ClauseCorrectionInput,
    ClauseInput,
    RepealInput,
    WithdrawalInput,
    corrected,
)
from agreements.api.clause_items import ClauseItem, clause_item, clauses_schema
from agreements.api.force import read_known_on
from agreements.api.views import AgreementView
from agreements.clause_reading import read_clauses, read_rows, warnings_about
from agreements.models import Agreement, Clause
from agreements.policies import can_keep
from core.api.concurrency import expected_version
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, day_parameter, naming_parameters
from core.errors import NotVisible, require

_STATED = {
    "kind": "entry_into_force",
    "parameters": {
        "mode": "on_consents",
        "consents": 40,
        "delay": {"days": 90},
        "later_delay": {"days": 30},
        "excluded_classes": ["regional_organisation"],
    },
    "article": "Art. 38",
    "source": "Text of the convention",
}
_KNOWN_ON = Parameter(
    "known_on",
    "What the register held then: a day (its end in the responsible office's time zone) or a moment (RFC 3339).",
    {"type": "string", "minLength": 1},
)


def _writing(name: str, about: str, takes: type[Serializer[Any]], example: dict[str, Any]) -> Operation:
    return Operation(
        name, about, answers(ClauseItem), status=201, takes=takes, problems=(409,), is_tagged=True, heeds_version=True,
        example=example,
    )  # fmt: skip


class ClausesView(AgreementView):
    """The clauses of an agreement."""

    def find_clause(self, record: Agreement) -> Clause:
        """The entry named in the address. Raises `NotVisible`."""
        rows = Clause.objects.select_related("amended_by", "recorded_by", "supersedes", "agreement__office")
        found = rows.filter(agreement=record, uid=self.kwargs["clause"]).first()
        if found is None:
            raise NotVisible
        return found

    def answer_clause(self, record: Agreement, clause: Clause, *, status: int = 200) -> HttpResponse:
        """An entry; after a change with the agreement's new tag."""
        together = read_clauses(record, viewer=self.caller)
        read = next((each for each in together if each.clause.pk == clause.pk), None)
        item = clause_item(read or read_rows(record, [clause], viewer=self.caller)[0], self.reading)
        if self.request.method == "GET":
            return self.answer(item)
        headers = {"ETag": self.tag_of(self.find()), "Location": f"{self.address(record)}clauses/{clause.uid}/"}
        return self.answer(item, status=status, headers=headers)

    def to_change(self, request: Request) -> tuple[Agreement, int | None]:
        """The agreement, and the version the caller means."""
        record = self.find()
        require(can_keep(self.caller, record))
        return record, expected_version(request, record, required=False)


class ClauseListView(ClausesView):
    """All clauses, and a new one."""

    operations = {
        "GET": Operation(
            "listAgreementClauses",
            "Every version of every clause; with `as_of`, the consolidated clauses: those that hold on that day.",
            clauses_schema,
            parameters=(day_parameter("as_of", "Only the clauses that hold on this day."), _KNOWN_ON),
        ),
        "POST": _writing(
            "stateClause",
            "State a clause, or with `applies_from` how it reads from a later day on.",
            ClauseInput,
            _STATED,
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """An agreement has few clauses, so they come on one page."""
        record = self.find()
        self.check_parameters()
        asked = self.request.query_params
        day: dt.date | None = self.as_of if "as_of" in asked else None
        with naming_parameters():
            known_at = read_known_on(asked.get("known_on", ""), zone=record.office.time_zone)
        read = read_clauses(record, viewer=self.caller, on=day, known_at=known_at)
        return self.answer(
            {
                "results": [clause_item(each, self.reading) for each in read],
                "next": None,
                "previous": None,
                "as_of": day,
                "warnings": warnings_about((each.clause for each in read), on=day),
            }
        )

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """State one."""
        record, version = self.to_change(request)
        made = state_clause(by=self.by, agreement=record, expected_version=version, **self.take())
        return self.answer_clause(record, made, status=201)


class ClauseView(ClausesView):
    """One entry."""

    operations = {"GET": Operation("getClause", "One version of a clause.", answers(ClauseItem))}

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The entry."""
        record = self.find()
        clause = self.find_clause(record)
        self.check_parameters()
        return self.answer_clause(record, clause)


class ClauseCorrectionView(ClausesView):
    """Corrections of an entry."""

    operations = {
        "POST": _writing(
            "correctClause",
            "Supersede an entry by a corrected one; both stay readable. What is not given stays as it was.",
            ClauseCorrectionInput,
            {"parameters": {"mode": "period", "length": {"years": 5}}, "reason": "The length was misread"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Correct it."""
        record, version = self.to_change(request)
        clause = self.find_clause(record)
        given = self.take()
        made = correct_clause(
            by=self.by, clause=clause, corrected=corrected(clause, given), reason=given["reason"],
            expected_version=version,
        )  # fmt: skip
        return self.answer_clause(record, made, status=201)


class ClauseRepealView(ClausesView):
    """The end of a clause."""

    operations = {
        "POST": _writing(
            "repealClause",
            "Say that from a day on nothing of the kind is agreed any more.",
            RepealInput,
            {"applies_from": "2030-01-01", "article": "Art. 2 of the amending protocol", "reason": "Protocol of 2029"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Repeal it."""
        record, version = self.to_change(request)
        clause = self.find_clause(record)
        made = repeal_clause(by=self.by, clause=clause, expected_version=version, **self.take())
        return self.answer_clause(record, made, status=201)


class ClauseWithdrawalView(ClausesView):
    """An entry that should never have been made."""

    operations = {
        "POST": Operation(
            "withdrawClause",
            "Take back an entry that should never have been made; it stays readable at its address.",
            answers(ClauseItem),
            takes=WithdrawalInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example={"reason": "It is a clause of another agreement"},
        )
    }

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Withdraw it."""
        record, version = self.to_change(request)
        clause = self.find_clause(record)
        withdraw_clause(by=self.by, clause=clause, expected_version=version, **self.take())
        return self.answer_clause(record, self.find_clause(record))
