"""Programmes and memberships, which everyone signed in may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from activities.actions import change_programme, create_programme
from activities.api.inputs import NewProgrammeInput, ProgrammeInput
from activities.api.memberships import MEMBERSHIP
from activities.api.programmes import PROGRAMME
from activities.filters import PROGRAMME_ORDERS, ProgrammeFilter
from activities.membership_filters import MEMBERSHIP_ORDERS, MembershipFilter
from activities.models import Membership, Programme
from activities.policies import can_edit_programmes
from activities.queries import history_roots
from core.api.history import RecordHistory, history_operation
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
from core.api.views import RecordView
from core.history import Root
from core.refusals import Verdict

_EXAMPLE = {"code": "el-paccto", "names": {"en": "EL PAcCTO"}, "starts": "2017"}


class ProgrammeView(RecordView[Programme]):
    """A view of programmes."""

    tag = "programmes"
    shape = PROGRAMME
    key = "code"

    def rows(self) -> QuerySet[Programme]:
        """See `RecordView`."""
        return Programme.objects.visible_to(self.caller).select_related("funder")


class ProgrammeListView(ProgrammeView, RecordList[Programme], RecordCreation[Programme]):
    """Programmes."""

    filterset = ProgrammeFilter
    orders = PROGRAMME_ORDERS
    operations = {
        "GET": list_operation("listProgrammes", "Programmes.", PROGRAMME, ProgrammeFilter, PROGRAMME_ORDERS),
        "POST": create_operation("createProgramme", "A new programme.", PROGRAMME, NewProgrammeInput, _EXAMPLE),
    }

    def may_create(self) -> Verdict:
        """See `RecordCreation`."""
        return can_edit_programmes(self.caller)

    def create(self, given: dict[str, Any]) -> Programme:
        """See `RecordCreation`."""
        return create_programme(by=self.by, **given)


class ProgrammeDetailView(ProgrammeView, RecordDetail[Programme], RecordChange[Programme]):
    """One programme."""

    operations = {
        "GET": detail_operation("getProgramme", "One programme.", PROGRAMME),
        "PATCH": change_operation(
            "changeProgramme",
            "Change a programme's own data. `partners`, when given, replaces the whole list.",
            PROGRAMME,
            ProgrammeInput,
            {"ends": "2022-12", "reason": "Extended"},
        ),
    }

    def may_change(self, record: Programme) -> Verdict:
        """See `RecordChange`."""
        return can_edit_programmes(self.caller)

    def change(self, record: Programme, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordChange`."""
        change_programme(by=self.by, programme=record, expected_version=version, **given)


class ProgrammeHistoryView(ProgrammeView, RecordHistory[Programme]):
    """The history of one programme."""

    operations = {"GET": history_operation("listProgrammeHistory")}

    def roots(self, record: Programme) -> Iterable[Root]:
        """See `RecordHistory`."""
        return [(Programme._meta.db_table, record.pk)]


class MembershipView(RecordView[Membership]):
    """A view of memberships."""

    tag = "memberships"
    shape = MEMBERSHIP
    key = "uid"

    def rows(self) -> QuerySet[Membership]:
        """See `RecordView`."""
        related = ("body", "member", "office", "approval_subject")
        return Membership.objects.visible_to(self.caller).select_related(*related)


class MembershipListView(MembershipView, RecordList[Membership]):
    """Memberships."""

    filterset = MembershipFilter
    orders = MEMBERSHIP_ORDERS
    operations = {
        "GET": list_operation("listMemberships", "Memberships.", MEMBERSHIP, MembershipFilter, MEMBERSHIP_ORDERS)
    }


class MembershipDetailView(MembershipView, RecordDetail[Membership]):
    """One membership."""

    operations = {"GET": detail_operation("getMembership", "One membership.", MEMBERSHIP)}


class MembershipHistoryView(MembershipView, RecordHistory[Membership]):
    """The history of one membership."""

    operations = {"GET": history_operation("listMembershipHistory")}

    def roots(self, record: Membership) -> Iterable[Root]:
        """See `RecordHistory`."""
        return history_roots(record)
