"""Steps, decisions, delegations and absences, to read: people decide and name substitutes on staff's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from approvals.models import Absence, Decision, Delegation, Step
from core.administration.sections import RECORDS
from core.administration.tables import ReadOnly, ReadOnlyRows


class _Decisions(ReadOnlyRows):
    model = Decision
    fields = ["outcome", "comment", "decided_by", "decided_at"]


@admin.register(Step)
class StepAdmin(ReadOnly):
    """Steps of every approval the person may see."""

    section = RECORDS
    icon = "how_to_vote"
    inlines = [_Decisions]
    list_display = ["__str__", "side", "outcome", "due_on", "started_at", "ended_at"]
    list_filter = ["outcome", "kind"]
    list_select_related = ["body", "case__institution"]
    fields = [
        "side", "kind", "body", "body_name", "group", "outcome", "role", "quorum", "is_outside", "due_on",
        "blocks_signature", "blocks_entry_into_force", "conditions_met_on", "started_at", "ended_at",
        "source", "source_quote", "source_note",
    ]  # fmt: skip

    @admin.display(description=_("Side"))
    def side(self, step: Step) -> str:
        """Whose step it is."""
        return str(step.case)


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """What was decided, by whom and when."""

    section = RECORDS
    icon = "gavel"
    list_display = ["outcome", "step", "decided_by", "decided_at"]
    list_filter = ["outcome"]
    list_select_related = ["step__body", "decided_by"]
    ordering = ["-decided_at", "-id"]
    fields = ["step", "outcome", "comment", "decided_by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those on steps the person may see."""
        seen = Step.objects.visible_to(request.user).order_by()
        return super().get_queryset(request).filter(step__in=seen)


class _Substitutes(ReadOnly):
    """Those that are over are kept: they say by which right was decided."""

    section = RECORDS
    date_hierarchy = "first_day"


@admin.register(Delegation)
class DelegationAdmin(_Substitutes):
    """Who gave whom the power to decide: people give and take it back themselves, on staff's pages."""

    icon = "handshake"
    list_display = ["delegator", "delegate", "first_day", "last_day", "office", "revoked_at"]
    list_select_related = ["delegator", "delegate", "office"]
    search_fields = ["delegator__full_name", "delegator__username", "delegate__full_name", "delegate__username"]
    fields = [
        "delegator", "delegate", "first_day", "last_day", "office", "subject_kinds", "step_kinds", "reason",
        "revoked_at",
    ]  # fmt: skip


@admin.register(Absence)
class AbsenceAdmin(_Substitutes):
    """Who is away, and who is asked meanwhile."""

    icon = "event_busy"
    list_display = ["user", "deputy", "first_day", "last_day", "revoked_at"]
    list_select_related = ["user", "deputy"]
    search_fields = ["user__full_name", "user__username", "deputy__full_name", "deputy__username"]
    fields = ["user", "deputy", "first_day", "last_day", "revoked_at"]
