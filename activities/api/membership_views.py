"""Memberships: list, record, history, states, approvals. Everyone signed in may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.api.offices import office_for
from accounts.models import KEEPING_ROLES
from activities.actions import change_membership_state, register_membership
from activities.api.membership_inputs import MembershipStateInput, NewMembershipInput
from activities.api.memberships import MEMBERSHIP, transitions
from activities.membership_filters import MEMBERSHIP_ORDERS, MembershipFilter
from activities.models import Membership
from activities.policies import can_create_activities, can_keep
from activities.queries import history_roots
from approvals.api import views as approvals
from approvals.api.inputs import StepInput
from approvals.api.template_inputs import RouteInput
from core.api.history import RecordHistory, history_operation
from core.api.resources import (
    RecordCreation,
    RecordDetail,
    RecordList,
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
    "body": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01",
    "member_country": "MX",
    "role": "observer",
    "starts": "2019",
}


class MembershipView(RecordView[Membership]):
    """A view of memberships."""

    tag = "memberships"
    shape = MEMBERSHIP
    key = "uid"

    def rows(self) -> QuerySet[Membership]:
        """See `RecordView`."""
        related = ("body", "member", "office", "approval_subject")
        return Membership.objects.visible_to(self.caller).select_related(*related)


class MembershipListView(MembershipView, RecordList[Membership], RecordCreation[Membership]):
    """Memberships."""

    filterset = MembershipFilter
    orders = MEMBERSHIP_ORDERS
    operations = {
        "GET": list_operation("listMemberships", "Memberships.", MEMBERSHIP, MembershipFilter, MEMBERSHIP_ORDERS),
        "POST": create_operation(
            "registerMembership",
            "A membership of an institution or a country in a network, committee, platform, team or programme; at the "
            "state it has, “proposed” unless another is given.",
            MEMBERSHIP,
            NewMembershipInput,
            _EXAMPLE,
        ),
    }

    def may_create(self) -> Verdict:
        """See `RecordCreation`."""
        return can_create_activities(self.caller)

    def create(self, given: dict[str, Any]) -> Membership:
        """See `RecordCreation`."""
        given["office"] = office_for(self.caller, given.get("office"), *KEEPING_ROLES)
        return register_membership(by=self.by, **given)


class MembershipDetailView(MembershipView, RecordDetail[Membership]):
    """One membership."""

    operations = {"GET": detail_operation("getMembership", "One membership.", MEMBERSHIP)}


class MembershipHistoryView(MembershipView, RecordHistory[Membership]):
    """The history of one membership."""

    operations = {"GET": history_operation("listMembershipHistory")}

    def roots(self, record: Membership) -> Iterable[Root]:
        """See `RecordHistory`."""
        return history_roots(record)


class MembershipTransitionsView(MembershipView, RecordTransitions[Membership]):
    """The ways out of a membership's state."""

    operations = {
        "GET": list_of_transitions("listMembershipTransitions"),
        "POST": taking_a_transition(
            "changeMembershipState",
            MEMBERSHIP,
            MembershipStateInput,
            {"to": "ended", "on": "2020-09-14", "reason": "Withdrawn by letter"},
        ),
    }

    def offers(self, records: Sequence[Membership], reading: Reading) -> Mapping[int, list[TransitionOffer]]:
        """See `RecordTransitions`."""
        return transitions(records, reading)

    def may_move(self, record: Membership) -> Verdict:
        """See `RecordTransitions`."""
        return can_keep(self.caller, record)

    def move(self, record: Membership, given: dict[str, Any], *, version: int | None) -> None:
        """See `RecordTransitions`."""
        change_membership_state(by=self.by, membership=record, expected_version=version, **given)


class MembershipApprovalListView(MembershipView, approvals.ApprovalListView[Membership]):
    """The approval steps of a membership, all on the office's own side."""

    operations = {
        "GET": approvals.list_of_steps("listMembershipApprovals"),
        "POST": approvals.new_step(
            "addMembershipApproval", StepInput, {"kind": "executive_approval", "due_on": "2026-12-01"}
        ),
    }


class MembershipRouteView(MembershipView, approvals.RouteView[Membership]):
    """Routes for a membership."""

    operations = {
        "GET": approvals.routes_for("listMembershipRoutes"),
        "POST": approvals.new_route("layOutMembershipRoute", RouteInput, {"template": "activity"}),
    }


class MembershipApprovalView(MembershipView, approvals.ApprovalStepView[Membership]):
    """One approval step of a membership."""

    operations = {"GET": approvals.one_step("getMembershipApproval")}


class MembershipDecisionView(MembershipView, approvals.DecisionView[Membership]):
    """Decisions on a step of a membership."""

    operations = {"POST": approvals.decision("decideMembershipApproval")}


class MembershipConditionsView(MembershipView, approvals.ConditionsView[Membership]):
    """The conditions of an approval of a membership."""

    operations = {"POST": approvals.conditions_met("confirmMembershipConditions")}
