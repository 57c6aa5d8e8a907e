"""Institutions: list, record, change, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

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
from institutions.actions.institutions import change_institution, create_institution
from institutions.api.inputs import InstitutionInput, NewInstitutionInput
from institutions.api.representations import INSTITUTION
from institutions.filters import ORDERS, InstitutionFilter
from institutions.models import Institution
from institutions.policies import can_edit_institutions

_EXAMPLE = {
    "names": [{"text": "National Guard", "language": "en"}, {"text": "Guardia Nacional", "language": "es"}],
    "kind": "gendarmerie",
    "country": "MX",
    "established": "2019",
}


class InstitutionView(RecordView[Institution]):
    """A view of institutions."""

    tag = "institutions"
    shape = INSTITUTION
    key = "uid"

    def rows(self) -> QuerySet[Institution]:
        """See `RecordView`."""
        return Institution.objects.visible_to(self.caller).for_list()


class InstitutionListView(InstitutionView, RecordList[Institution], RecordCreation[Institution]):
    """Institutions."""

    filterset = InstitutionFilter
    orders = ORDERS
    operations = {
        "GET": list_operation("listInstitutions", "Institutions.", INSTITUTION, InstitutionFilter, ORDERS),
        "POST": create_operation(
            "createInstitution", "A new institution, with all its names.", INSTITUTION, NewInstitutionInput, _EXAMPLE
        ),
    }

    def may_create(self) -> Verdict:
        """See `RecordCreation`."""
        return can_edit_institutions(self.caller)

    def create(self, given: dict[str, Any]) -> Institution:
        """See `RecordCreation`."""
        return create_institution(by=self.by, **given)


class InstitutionDetailView(InstitutionView, RecordDetail[Institution], RecordChange[Institution]):
    """One institution."""

    operations = {
        "GET": detail_operation("getInstitution", "One institution.", INSTITUTION),
        "PATCH": change_operation(
            "changeInstitution",
            "Change an institution's own data. `names`, when given, replaces all its names.",
            INSTITUTION,
            InstitutionInput,
            {"seat": "The Hague", "reason": "From its website"},
        ),
    }

    def may_change(self, record: Institution) -> Verdict:
        """See `RecordChange`."""
        return can_edit_institutions(self.caller)

    def change(self, record: Institution, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordChange`."""
        change_institution(by=self.by, institution=record, expected_version=version, **given)


class InstitutionHistoryView(InstitutionView, RecordHistory[Institution]):
    """The history of one institution."""

    operations = {"GET": history_operation("listInstitutionHistory")}

    def roots(self, record: Institution) -> Iterable[Root]:
        """See `RecordHistory`."""
        return [(Institution._meta.db_table, record.pk)]
