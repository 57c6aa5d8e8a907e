"""App configuration."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top floor: commands and processes that concern the whole product."""

    name = "config"

    def ready(self) -> None:
        """Load the Celery application, so that every task knows its broker, and what docs/ is generated from."""
        from config import celery, documents  # noqa: F401 -- both need the settings
