"""`manage.py up`: everything the product needs on one machine."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.embedded.supervisor import run_everything


class Command(BaseCommand):
    """Thin: the supervisor does the work."""

    help = "Bring up database, broker, web server, worker, beat and mail sink, until Ctrl-C. `make run` calls this."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped."""
        sys.exit(run_everything())
