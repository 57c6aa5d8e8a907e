"""Who decides for whom: delegations that the caller gave or holds, and absences that concern them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.inputs import KnownOffice, KnownUser
from accounts.api.representations import OfficeLink, Person, office, person
from accounts.models import Role, RoleAssignment
from approvals.actions import delegate_decisions, end_absence, record_absence, revoke_delegation
from approvals.actions.substitutes import can_record_absence
from approvals.models import Absence, Delegation
from approvals.models.routes import SUBJECT_KINDS
from approvals.steps import StepKind
from core.api.concurrency import expected_version
from core.api.errors import InvalidParameters
from core.api.hints import Components, OneOf, Schema
from core.api.input_fields import Choice, Day, Text
from core.api.inputs import REASON, Input
from core.api.lists import page_answer, page_asked_for, page_schema
from core.api.operations import Operation, answers
from core.api.parameters import CURSOR, LIMIT, Parameter
from core.api.record_fields import bookkeeping, identity, plain
from core.api.resources import RecordDetail, create_operation, detail_operation
from core.api.shapes import Field, Shape
from core.api.views import RecordView
from core.errors import NotAllowed, require
from core.listing import Order

KINDS = [kind for kind, _label in SUBJECT_KINDS]
ORDERS = (Order("-id", _("Newest first"), ("-id",)),)
_SPAN = {
    "first_day": plain(dt.date, "The first day, in the time zone of the person it is about.", "first_day"),
    "last_day": plain(dt.date, "The last day, included.", "last_day"),
    "starts_at": plain(dt.datetime, "The same as a moment.", "starts_at"),
    "ends_at": plain(dt.datetime, "The moment after the last day.", "ends_at"),
    "revoked_at": plain(dt.datetime | None, "When it was ended early.", "revoked_at"),
}
DELEGATION: Shape[Delegation] = Shape(
    "Delegation",
    "The power to decide on somebody's behalf. It covers what that person decides by their own right, never what was "
    "delegated to them; empty lists and no office mean all of it.",
    {
        **identity(lambda row, reading: f"{reading.root}approvals/delegations/{row.uid}/"),
        "delegator": Field(Person, "Who gave it.", lambda row, _reading: person(row.delegator)),
        "delegate": Field(Person, "Who holds it.", lambda row, _reading: person(row.delegate)),
        **_SPAN,
        "office": Field(
            OfficeLink | None, "Only records of it.", lambda row, _reading: office(row.office) if row.office else None
        ),
        "subject_kinds": plain(list[Annotated[str, OneOf(KINDS)]], "Only such records.", "subject_kinds"),
        "step_kinds": plain(list[StepKind], "Only such steps.", "step_kinds"),
        "reason": plain(str, "Why.", "reason"),
        **bookkeeping(),
    },
    always=("id", "url"),
)
ABSENCE: Shape[Absence] = Shape(
    "Absence",
    "Somebody is away: meanwhile the deputy is asked, and without one the head of office.",
    {
        **identity(lambda row, reading: f"{reading.root}approvals/absences/{row.uid}/"),
        "user": Field(Person, "Who is away.", lambda row, _reading: person(row.user)),
        "deputy": Field(Person | None, "Who is asked meanwhile.", lambda row, _reading: person(row.deputy)),
        **_SPAN,
        **bookkeeping(),
    },
    always=("id", "url"),
)
WHICH = Parameter(
    "which", "Those that the caller gave, or those that the caller holds; both unless given.",
    {"type": "string", "enum": ["given", "held"]},
)  # fmt: skip


class DelegationInput(Input):
    """To whom, when, and how far."""

    delegate = KnownUser()
    first_day = Day()
    last_day = Day(help_text="Included.")
    office = KnownOffice(required=False, allow_null=True)
    subject_kinds = serializers.ListField(child=Choice(choices=KINDS), required=False, max_length=len(KINDS))
    step_kinds = serializers.ListField(
        child=Choice(choices=[each.value for each in StepKind]), required=False, max_length=len(StepKind)
    )
    reason = Text(required=False, allow_blank=True, max_length=500, help_text=REASON)


class AbsenceInput(Input):
    """Who is away, when, and who stands in."""

    user = KnownUser(required=False, help_text="The caller, unless given.")
    first_day = Day()
    last_day = Day(help_text="Included.")
    deputy = KnownUser(required=False, allow_null=True)


def _side_of(which: str) -> str:
    sides = {"given": "delegator", "held": "delegate"}
    if which not in sides:
        raise InvalidParameters({"which": [gettext("Choose one of: %(choices)s.") % {"choices": ", ".join(sides)}]})
    return sides[which]


def _page(shape: Shape[Any]) -> Any:
    def schema(components: Components) -> Schema:
        return page_schema(f"{shape.name}Page", shape.schema(components), components, counts=False)

    return schema


def _ending(name: str, about: str, shape: Shape[Any]) -> Operation:
    return Operation(name, about, answers(shape), problems=(409,), is_tagged=True, needs_version=True)


class _Substitutes(RecordView[Any]):
    tag = "approvals"
    key = "uid"

    def address(self, record: Any) -> str:
        """See `RecordView`."""
        return str(self.shape.fields["url"].read(record, self.reading))  # type: ignore[misc]

    def page_of(self, request: Request, rows: QuerySet[Any]) -> HttpResponse:
        """A page of the rows."""
        page = page_asked_for(request, rows, ORDERS)
        return self.answer(page_answer(request, page, self.shape.write(page.rows, self.reading, self.shape.fields)))


class _Delegations(_Substitutes):
    shape = DELEGATION

    def rows(self) -> QuerySet[Any]:
        """Those that the caller gave or holds."""
        related = ("delegator", "delegate", "office")
        mine = Q(delegator=self.caller) | Q(delegate=self.caller)
        return Delegation.objects.filter(mine).select_related(*related)


class DelegationListView(_Delegations):
    """Delegations."""

    operations = {
        "GET": Operation(
            "listDelegations", "The delegations that the caller gave or holds, newest first.", _page(DELEGATION),
            parameters=(WHICH, LIMIT, CURSOR),
        ),
        "POST": create_operation(
            "delegateDecisions", "Let somebody decide on the caller's behalf, from a first to a last day.", DELEGATION,
            DelegationInput, {"delegate": "ana", "first_day": "2026-12-01", "last_day": "2026-12-15"},
        ),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """A page of them."""
        self.check_parameters()
        which, rows = request.query_params.get("which"), self.rows()
        if which:
            rows = rows.filter(**{_side_of(which): self.caller})
        return self.page_of(request, rows)

    def post(self, request: Request) -> HttpResponse:
        """A new one."""
        made = delegate_decisions(by=self.by, **self.take())
        return self.answer_again(made, status=201, headers={"Location": self.address(made)})


class DelegationView(_Delegations, RecordDetail[Any]):
    """One delegation."""

    operations = {
        "GET": detail_operation("getDelegation", "One delegation.", DELEGATION),
        "DELETE": _ending(
            "revokeDelegation", "End a delegation at once; it stays readable, as does what was decided by it.",
            DELEGATION,
        ),
    }  # fmt: skip

    def delete(self, request: Request, **_key: Any) -> HttpResponse:
        """End it."""
        given = self.find()
        if given.delegator != self.caller:
            raise NotAllowed(gettext("Only the person who gave it can take it back."))
        version = expected_version(request, given)
        self.check_parameters()
        revoke_delegation(by=self.by, delegation=given, expected_version=version)
        return self.answer_again(given)


class _Absences(_Substitutes):
    shape = ABSENCE

    def rows(self) -> QuerySet[Any]:
        """The caller's own, those the caller stands in for, and of a head those of the office's members."""
        offices = self.caller.offices_with(Role.HEAD)
        members = RoleAssignment.objects.filter(office__in=offices).order_by().values("user")
        theirs = Q(user=self.caller) | Q(deputy=self.caller) | Q(user__in=members)
        return Absence.objects.filter(theirs).select_related("user", "deputy")


class AbsenceListView(_Absences):
    """Absences."""

    operations = {
        "GET": Operation(
            "listAbsences",
            "The caller's absences, those the caller stands in for, and of a head those of the members of the office.",
            _page(ABSENCE),
            parameters=(LIMIT, CURSOR),
        ),
        "POST": create_operation(
            "recordAbsence", "Say that somebody is away, and who is asked meanwhile.", ABSENCE, AbsenceInput,
            {"first_day": "2026-12-01", "last_day": "2026-12-15", "deputy": "ana"},
        ),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """A page of them."""
        self.check_parameters()
        return self.page_of(request, self.rows())

    def post(self, request: Request) -> HttpResponse:
        """A new one."""
        made = record_absence(by=self.by, **{"user": self.caller, **self.take()})
        return self.answer_again(made, status=201, headers={"Location": self.address(made)})


class AbsenceView(_Absences, RecordDetail[Any]):
    """One absence."""

    operations = {
        "GET": detail_operation("getAbsence", "One absence.", ABSENCE),
        "DELETE": _ending("endAbsence", "End an absence at once, or take back one that has not begun.", ABSENCE),
    }

    def delete(self, request: Request, **_key: Any) -> HttpResponse:
        """End it."""
        away = self.find()
        require(can_record_absence(self.caller, away.user))
        version = expected_version(request, away)
        self.check_parameters()
        end_absence(by=self.by, absence=away, expected_version=version)
        return self.answer_again(away)
