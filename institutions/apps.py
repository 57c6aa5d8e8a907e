"""App configuration."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """See the package's docstring."""

    name = "institutions"

    def ready(self) -> None:
        """Offer to search what can be found of institutions."""
        from core.search.sources import register_source
        from institutions.search import INSTITUTIONS

        register_source(INSTITUTIONS, order=2)
