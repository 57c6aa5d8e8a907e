"""Changes to approvals."""

from approvals.actions.decide import confirm_conditions_met, decide_step, dispense_with_step
from approvals.actions.prepare import NewStep, add_step, add_step_for_side, open_case
from approvals.actions.submit import end_side, recall_cases, submit_cases

__all__ = [
    "NewStep",
    "add_step",
    "add_step_for_side",
    "confirm_conditions_met",
    "decide_step",
    "dispense_with_step",
    "end_side",
    "open_case",
    "recall_cases",
    "submit_cases",
]
