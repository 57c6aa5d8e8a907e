"""Tables of approvals."""

from approvals.models.cases import ApprovalSubject, Case, Decision, Step

__all__ = ["ApprovalSubject", "Case", "Decision", "Step"]
