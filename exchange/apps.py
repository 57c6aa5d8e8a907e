"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """See the package's docstring."""

    name = "exchange"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Go on with imports as soon as the outbox says that there is something to do."""
        from core.registries import registries
        from exchange.actions.topics import WANTED
        from exchange.tasks import work_at_once

        registries.add_outbox_handler(WANTED, work_at_once)
