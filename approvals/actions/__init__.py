"""Changes to approvals."""

from approvals.actions.acts import follow_acts
from approvals.actions.conditions import confirm_condition, confirm_conditions_met
from approvals.actions.decide import decide_step, dispense_with_step
from approvals.actions.order import Direction, move_step
from approvals.actions.outside import record_outside_decision
from approvals.actions.prepare import NewStep, add_step, add_step_for_side, change_step, open_case, remove_step
from approvals.actions.rounds import (
    end_side,
    lapse_case,
    recall_cases,
    reopen_case,
    submit_case,
    submit_cases,
    withdraw_case,
)
from approvals.actions.routes import lay_out_route
from approvals.actions.substance import freeze_running, note_substance
from approvals.actions.substitutes import delegate_decisions, end_absence, record_absence, revoke_delegation
from approvals.actions.templates import change_template, create_template
from approvals.actions.votes import NewCondition

__all__ = [
    "Direction",
    "NewCondition",
    "NewStep",
    "add_step",
    "add_step_for_side",
    "change_step",
    "change_template",
    "confirm_condition",
    "confirm_conditions_met",
    "create_template",
    "decide_step",
    "delegate_decisions",
    "dispense_with_step",
    "end_absence",
    "end_side",
    "follow_acts",
    "freeze_running",
    "lapse_case",
    "lay_out_route",
    "move_step",
    "note_substance",
    "open_case",
    "recall_cases",
    "record_absence",
    "record_outside_decision",
    "remove_step",
    "reopen_case",
    "revoke_delegation",
    "submit_case",
    "submit_cases",
    "withdraw_case",
]
