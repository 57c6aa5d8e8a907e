"""App configuration."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """See the package's docstring."""

    name = "reminders"
