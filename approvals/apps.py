"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See the package's docstring."""

    name = "approvals"
