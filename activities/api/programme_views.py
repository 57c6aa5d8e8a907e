"""Programmes, which everyone signed in may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from activities.actions import change_programme, create_programme
from activities.api.inputs import NewProgrammeInput, ProgrammeInput
from activities.api.programmes import PROGRAMME
from activities.filters import PROGRAMME_ORDERS, ProgrammeFilter
from activities.models import Programme
from activities.policies import can_edit_programmes
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
