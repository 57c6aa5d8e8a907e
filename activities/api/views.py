"""Activities: list, record, change, history, states, approvals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.api.offices import office_for
from activities.actions import change_activity, change_state, create_activity, register_existing_activity
from activities.api.inputs import ActivityInput, NewActivityInput, StateInput
from activities.api.representations import ACTIVITY, transitions
from activities.filters import ORDERS, ActivityFilter
from activities.models import Activity
from activities.policies import KEEPING_ROLES, can_create_activities, can_keep
from activities.queries import history_roots
from approvals.api import views as approvals
from approvals.api.inputs import StepInput
from approvals.api.template_inputs import RouteInput
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
from core.api.shapes import Reading
from core.api.transitions import RecordTransitions, TransitionOffer, list_of_transitions, taking_a_transition
from core.api.views import RecordView
from core.history import Root
from core.refusals import Verdict

_EXAMPLE = {
    "kind": "advice",
    "titles": {"en": "Specialised advice on arms trafficking"},
    "programme": "el-paccto",
    "planned_start": "2020",
    "countries": [{"country": "MX"}],
}


class ActivityView(RecordView[Activity]):
    """A view of activities."""

    tag = "activities"
    shape = ACTIVITY
    key = "reference"

    def rows(self) -> QuerySet[Activity]:
        """See `RecordView`."""
        related = ("office", "officer", "programme", "approval_subject")
        return Activity.objects.visible_to(self.caller).select_related(*related)


class ActivityListView(ActivityView, RecordList[Activity], RecordCreation[Activity]):
    """Activities."""

    filterset = ActivityFilter
    orders = ORDERS
    operations = {
        "GET": list_operation(
            "listActivities", "The activities that the caller may see.", ACTIVITY, ActivityFilter, ORDERS
        ),
        "POST": create_operation(
            "createActivity",
            "A new activity, at the state “proposed”; or, with `state` and `reason`, one that exists already.",
            ACTIVITY,
            NewActivityInput,
            _EXAMPLE,
        ),
    }

    def may_create(self) -> Verdict:
        """See `RecordCreation`."""
        return can_create_activities(self.caller)

    def create(self, given: dict[str, Any]) -> Activity:
        """See `RecordCreation`."""
        given["office"] = office_for(self.caller, given.get("office"), *KEEPING_ROLES)
        if "state" in given:
            return register_existing_activity(by=self.by, **{"reason": "", **given})
        return create_activity(by=self.by, **given)


class ActivityDetailView(ActivityView, RecordDetail[Activity], RecordChange[Activity]):
    """One activity."""

    operations = {
        "GET": detail_operation("getActivity", "One activity.", ACTIVITY),
        "PATCH": change_operation(
            "changeActivity",
            "Change an activity's own data. A list that is given replaces the whole list, save for agreements that "
            "the caller may not see; the state changes by transitions only.",
            ACTIVITY,
            ActivityInput,
            {"planned_start": "2020-09", "reason": "Moved after the summer"},
        ),
    }

    def may_change(self, record: Activity) -> Verdict:
        """See `RecordChange`."""
        return can_keep(self.caller, record)

    def change(self, record: Activity, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordChange`."""
        change_activity(by=self.by, activity=record, expected_version=version, **given)


class ActivityHistoryView(ActivityView, RecordHistory[Activity]):
    """The history of one activity."""

    operations = {"GET": history_operation("listActivityHistory")}

    def roots(self, record: Activity) -> Iterable[Root]:
        """See `RecordHistory`."""
        return history_roots(record)


class ActivityTransitionsView(ActivityView, RecordTransitions[Activity]):
    """The ways out of an activity's state."""

    operations = {
        "GET": list_of_transitions("listActivityTransitions"),
        "POST": taking_a_transition(
            "changeActivityState", ACTIVITY, StateInput, {"to": "under_way", "on": "2020-09-14"}
        ),
    }

    def offers(self, records: Sequence[Activity], reading: Reading) -> Mapping[int, list[TransitionOffer]]:
        """See `RecordTransitions`."""
        return transitions(records, reading)

    def may_move(self, record: Activity) -> Verdict:
        """See `RecordTransitions`."""
        return can_keep(self.caller, record)

    def move(self, record: Activity, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordTransitions`."""
        change_state(by=self.by, activity=record, expected_version=version, **given)


class ActivityApprovalListView(ActivityView, approvals.ApprovalListView[Activity]):
    """The approval steps of an activity, all on the office's own side."""

    operations = {
        "GET": approvals.list_of_steps("listActivityApprovals"),
        "POST": approvals.new_step(
            "addActivityApproval", StepInput, {"kind": "executive_approval", "due_on": "2026-12-01"}
        ),
    }


class ActivityRouteView(ActivityView, approvals.RouteView[Activity]):
    """Routes for an activity."""

    operations = {
        "GET": approvals.routes_for("listActivityRoutes"),
        "POST": approvals.new_route("layOutActivityRoute", RouteInput, {"template": "activity"}),
    }


class ActivityApprovalView(ActivityView, approvals.ApprovalStepView[Activity]):
    """One approval step of an activity."""

    operations = {"GET": approvals.one_step("getActivityApproval")}


class ActivityDecisionView(ActivityView, approvals.DecisionView[Activity]):
    """Decisions on a step of an activity."""

    operations = {"POST": approvals.decision("decideActivityApproval")}


class ActivityConditionsView(ActivityView, approvals.ConditionsView[Activity]):
    """The conditions of an approval of an activity."""

    operations = {"POST": approvals.conditions_met("confirmActivityConditions")}
