"""App configuration."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """See the package's docstring."""

    name = "institutions"
