"""The administration site: templates of routes, which administrators keep, and what is only read."""

from approvals.admin.records import AbsenceAdmin, DecisionAdmin, DelegationAdmin, StepAdmin
from approvals.admin.templates import RouteTemplateAdmin

__all__ = ["AbsenceAdmin", "DecisionAdmin", "DelegationAdmin", "RouteTemplateAdmin", "StepAdmin"]
