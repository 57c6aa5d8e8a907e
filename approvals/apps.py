"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See the package's docstring."""

    name = "approvals"

    def ready(self) -> None:
        """Say how steps and decisions are named in histories."""
        from approvals.models import Decision, Step
        from core.history_reading import describe_rows

        describe_rows(Step, related=("body", "case__institution"), name=lambda step: f"{step.name} ({step.case})")
        describe_rows(
            Decision,
            related=("step__body", "step__case__institution"),
            name=lambda decision: f"{decision.step.name} ({decision.step.case})",
        )
