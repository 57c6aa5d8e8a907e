"""App configuration."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """See the package's docstring."""

    name = "reminders"

    def ready(self) -> None:
        """Listen to what happens below, and offer panels, consequences and the bell's count."""
        from core.navigation import count_unread_with
        from core.registries import registries
        from reminders.panels import planned_reminders
        from reminders.planning.foresight import consequences_of
        from reminders.planning.topics import TOPICS
        from reminders.tasks import plan_at_once
        from reminders.web.bell import unread_count

        for topic in TOPICS:
            registries.add_outbox_handler(topic, plan_at_once)
        for record_type in ("agreement", "activity"):
            registries.add_panel(record_type, planned_reminders)
        registries.consequences.append(consequences_of)
        count_unread_with(unread_count)
