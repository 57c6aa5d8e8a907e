"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See the package's docstring."""

    name = "approvals"

    def ready(self) -> None:
        """Say how rows are named in histories, which dates approvals must keep, and who is told of what."""
        from approvals.actions.links import LETTER
        from approvals.deadlines import SOURCES, StepsDue, visible_delegations
        from approvals.letters.asked import letters_asking
        from approvals.letters.links import LinkLetters
        from approvals.letters.notices import NoticeLetters
        from approvals.letters.occasions import OCCASIONS
        from approvals.letters.undone import UNDONE, UndoneLetters
        from approvals.models import Decision, DecisionLink, Step
        from approvals.notifying import TELL, handler_of
        from core.history_reading import describe_rows
        from core.registries import registries

        registries.visible_records["delegation"] = visible_delegations
        for source in SOURCES:
            registries.deadline_sources[source.kind] = source
        registries.letter_writers[LETTER] = LinkLetters()
        registries.letter_writers[UNDONE] = UndoneLetters()
        for kind, occasion in OCCASIONS.items():
            registries.letter_writers[kind] = NoticeLetters(occasion)
        registries.letters_asking[StepsDue.kind] = letters_asking
        for topic in TELL:
            registries.add_outbox_handler(topic, handler_of(topic))
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
