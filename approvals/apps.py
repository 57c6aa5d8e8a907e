"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See the package's docstring."""

    name = "approvals"

    def ready(self) -> None:
        """Say how steps and decisions are named in histories, and which dates approvals must keep."""
        from approvals.actions.links import LETTER
        from approvals.deadlines import StepsDue
        from approvals.letters.links import LinkLetters
        from approvals.models import Decision, DecisionLink, Step
        from core.history_reading import describe_rows
        from core.registries import registries

        registries.deadline_sources[StepsDue.kind] = StepsDue()
        registries.letter_writers[LETTER] = LinkLetters()
        describe_rows(Step, related=("body", "case__institution"), name=lambda step: f"{step.name} ({step.case})")
        describe_rows(
            Decision,
            related=("step__body", "step__case__institution"),
            name=lambda decision: f"{decision.step.name} ({decision.step.case})",
        )
        describe_rows(
            DecisionLink,
            related=("contact__details", "step__body", "step__case__institution"),
            name=lambda link: f"{link.step.name} ({link.step.case})",
        )
