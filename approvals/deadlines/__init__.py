"""The dates that approvals must keep: of steps, of conditions and of delegations. A module for each kind."""

from approvals.deadlines.conditions import ConditionsDue
from approvals.deadlines.delegations import DelegationsEnding, visible_delegations
from approvals.deadlines.steps import StepsDue

SOURCES = (StepsDue(), ConditionsDue(), DelegationsEnding())

__all__ = ["SOURCES", "ConditionsDue", "DelegationsEnding", "StepsDue", "visible_delegations"]
