"""What is to go out when and to whom: derived from deadlines, policies, roles and answers."""

from reminders.planning.statement import HORIZON, Planned, dates_standing, plan_everything, plan_record

__all__ = ["HORIZON", "Planned", "dates_standing", "plan_everything", "plan_record"]
