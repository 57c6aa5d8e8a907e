"""Tables of approvals."""

from approvals.models.cases import Asked, Case, CaseEvent, Step
from approvals.models.decisions import Condition, Decision, Through
from approvals.models.links import DecisionLink, LinkAttempt
from approvals.models.routes import RouteTemplate, TemplateStep
from approvals.models.subjects import ApprovalSubject, Snapshot
from approvals.models.substitutes import Absence, Delegation

__all__ = [
    "Absence",
    "ApprovalSubject",
    "Asked",
    "Case",
    "CaseEvent",
    "Condition",
    "Decision",
    "DecisionLink",
    "Delegation",
    "LinkAttempt",
    "RouteTemplate",
    "Snapshot",
    "Step",
    "TemplateStep",
    "Through",
]
